"""Starts a program, waits for it, and writes what the kernel says of it: `launcher.py MARKS PROGRAM ARGUMENT…`.

The kernel hands a process's marks to the parent that waits for it, and Node has no call for that. They cover the program and
the children that it waited for: processor time as their sum, resident memory of the largest. Of the whole tree the kernel keeps no
such mark, so a thread adds up what each process has, again and again. Being small matters: a process starts with the mark of
the one that it was spawned from.

Leads its own process group, and ends it in the end, itself included: a child that the program left behind holds memory,
connections and stderr. Ends it too when its stdin closes, which is how it learns that the harness has gone.
"""

import _thread
import os
import resource
import signal
import sys
import time

marks_path, *command = sys.argv[1:]


def own_mark():
    """Bytes of this process at its largest. Not its own ru_maxrss, which starts from the harness's size."""
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def has_left_a_child():
    """Whether the program's group outlives it: nobody waited for such a child, so it is in no mark. "null" where nothing tells."""
    try:
        for name in os.listdir("/proc"):
            if name.isdigit() and int(name) != os.getpid() and group_of(name) == os.getpgrp():
                return "true"
    except OSError:
        return "null"
    return "false"


def group_of(pid):
    """None for a process that has ended, waited for or not. The second field is a name with any characters in it."""
    try:
        with open("/proc/%s/stat" % pid, errors="replace") as stat:
            state, _, group = stat.read().rpartition(")")[2].split()[:3]
            return None if state in "ZX" else int(group)
    except OSError:
        return None


def has_had_children(pid):
    """Whether a process that has ended, and that nobody has waited for yet, waited for others: by the page faults of theirs."""
    try:
        with open("/proc/%d/stat" % pid, errors="replace") as stat:
            fields = stat.read().rpartition(")")[2].split()
            return int(fields[8]) + int(fields[10]) > 0
    except OSError:
        return False


def living_below(pid, found):
    """The process and those below it, as each of its threads lists them."""
    found.add(pid)
    try:
        for thread in os.listdir("/proc/%d/task" % pid):
            with open("/proc/%d/task/%s/children" % (pid, thread)) as children:
                for child in children.read().split():
                    living_below(int(child), found)
    except OSError:
        pass


def resident(pid):
    try:
        with open("/proc/%d/statm" % pid) as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


class Tree:
    """The most memory that the program's processes were seen to have at once, and whether they were ever several."""

    peak = 0
    several = False


def watch(pid):
    known = set()
    while True:
        below = set()
        living_below(pid, below)
        # One whose parent has ended is below nobody, and still in the group.
        known = below | {one for one in known if group_of(one) == os.getpgrp()}
        if len(known) > 1:
            Tree.several = True
            Tree.peak = max(Tree.peak, sum(resident(one) for one in known))
        time.sleep(between_looks)


def end_group(*_):
    os.killpg(0, signal.SIGKILL)


def end_with_harness():
    os.read(0, 1)
    end_group()


def write(text):
    with open(marks_path + ".tmp", "w") as file:
        file.write(text)
    os.rename(marks_path + ".tmp", marks_path)
    end_group()


# A program that signals its whole group means its own children.
for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
    signal.signal(number, signal.SIG_IGN)
# Seconds. A look takes some 0.1 ms.
between_looks = 0.02
unit = 1 if sys.platform == "darwin" else 1024
began = time.monotonic()
try:
    pid = os.posix_spawnp(
        command[0],
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)],
        # What Python itself ignores must not be ignored in the program: in a pipeline it would go on for nobody.
        setsigdef=[signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGPIPE, signal.SIGXFSZ],
    )
except OSError as error:
    sys.stderr.write(os.strerror(error.errno) + "\n")
    write('{"end": {"type": "not-started"}}')
# After the start, so that it is no less than at the start.
launcher_bytes = own_mark()
_thread.start_new_thread(end_with_harness, ())
if os.path.exists("/proc/self/task"):
    _thread.start_new_thread(watch, (pid,))
if hasattr(os, "waitid"):
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
wall = time.monotonic() - began
several = Tree.several or has_had_children(pid)
_, status, usage = os.wait4(pid, 0)
left = has_left_a_child()
if os.WIFSIGNALED(status):
    end = '{"type": "signal", "signal": "%s"}' % signal.Signals(os.WTERMSIG(status)).name
else:
    end = '{"type": "exit", "code": %d}' % os.WEXITSTATUS(status)
write(
    '{"end": %s, "wallMs": %f, "cpuMs": %f, "peakRss": %d, "treeRss": %s, "launcherBytes": %d, "left": %s}'
    % (
        end,
        1000 * wall,
        1000 * (usage.ru_utime + usage.ru_stime),
        usage.ru_maxrss * unit,
        Tree.peak if several or left == "true" else "null",
        launcher_bytes,
        left,
    )
)
