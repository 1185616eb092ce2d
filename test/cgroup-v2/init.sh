#!/bin/sh
# The first process of the machine that run.sh boots. It runs inside.ts and turns the machine off.
# The test runner and the commands compile each module once, not a time each.
export NODE_COMPILE_CACHE=/tmp/compiled
export PATH=/bin:/usr/bin HOME=/tmp LANG=C.UTF-8
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev 2>/dev/null
mkdir -p /dev/shm
mount -t tmpfs shm /dev/shm
mount -t cgroup2 cgroup /sys/fs/cgroup
ip link set lo up
swapon /dev/vdb
cd /app || exit 1
echo "$(uname -sr), Node $(node --version), controllers: $(cat /sys/fs/cgroup/cgroup.controllers)"
cases=$(sed -n 's/.*cases=\([^ ]*\).*/\1/p' /proc/cmdline | tr ',' ' ')
# shellcheck disable=SC2086 # words
if node test/cgroup-v2/inside.ts $cases; then echo 'all held'; else echo 'not all held'; fi
sync
poweroff -f
