import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Ends what a run has started and takes its temporary folder away when the harness is gone, however it went: even one that
 * was killed closes its end of a pipe. A process of its own, so that no measured process is changed for it: one that spins
 * could not listen anyway.
 */
export interface Reaper {
  /** Ends what is left, takes the folder away, and waits for both. */
  readonly close: () => Promise<void>;
}

/**
 * Reads lines from stdin until it closes: `+ GROUP` adds a process group, `- GROUP` leaves it out again. Then ends the groups,
 * and by their TMPDIR the processes that left their group, or were started in the instant in which the harness died.
 */
const script = `
folder=$1
trap '' HUP INT QUIT TERM
groups=' '
while read -r sign group; do
  case $sign in
    +) groups="$groups$group " ;;
    -) groups="\${groups%% "$group" *} \${groups#* "$group" }" ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group"; done
tries=0
while [ $tries -lt 50 ]; do
  for environment in $(grep -lsF "TMPDIR=$folder" /proc/[0-9]*/environ); do
    process=\${environment#/proc/}
    kill -s KILL "\${process%/environ}"
  done
  rm -rf "$folder"
  [ -e "$folder" ] || exit 0
  tries=$((tries + 1))
  sleep 0.1
done
`;

const open = new Set<ChildProcess>();

/** @param folder the run's temporary folder, and TMPDIR of what it starts */
export const startReaper = (folder: string): Reaper => {
  // A group of its own: what ends the harness's, such as a terminal that closes, leaves this one to its work.
  const child = spawn('/bin/sh', ['-c', script, 'tidemark-reaper', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(child, 'close').catch((thrown: Error) => {
    process.emitWarning(`a run that is killed would leave its processes behind: ${thrown.message}`);
  });
  // One that was ended by somebody else is missed when it is needed, and not before.
  child.stdin.on('error', () => {});
  child.unref();
  open.add(child);
  return {
    close: async () => {
      open.delete(child);
      child.ref();
      child.stdin.end();
      await ended;
    },
  };
};

/** Has a process group ended when the harness is gone. @returns to be called when it has ended by itself */
export const watchGroup = (group: number): (() => void) => {
  const watching = [...open];
  tell(watching, `+ ${group}`);
  return () => tell(watching, `- ${group}`);
};

const tell = (reapers: readonly ChildProcess[], line: string): void => {
  for (const { stdin } of reapers) if (stdin?.writable) stdin.write(`${line}\n`);
};
