"""What a Python server loads first, by PYTHONPATH, so that its memory is read from inside without its being changed.

Python's own tracker, tracemalloc, runs from here on: what it tells is what the interpreter has allocated and not freed, and none
of its own. A thread answers at the socket `PID.sock`, in the folder that the task in TIDEMARK_PROBE names: to the line `alive`
with what is alive after a collection, as JSON in a line. A process that is forked off has a thread and a socket of its own.
"""

import gc
import importlib
import json
import os
import socket
import sys
import threading
import tracemalloc


def answer(connection):
    with connection, connection.makefile("rw", encoding="utf8") as lines:
        for line in lines:
            if line == "alive\n":
                gc.collect()
                lines.write('{"heap": %d, "external": 0}\n' % tracemalloc.get_traced_memory()[0])
                lines.flush()


def listen(folder):
    server = socket.socket(socket.AF_UNIX)
    server.bind(os.path.join(folder, "%d.sock" % os.getpid()))
    server.listen()
    while True:
        connection, _ = server.accept()
        try:
            answer(connection)
        except OSError:
            # Whoever asked has gone: there is nobody to tell.
            pass


def start(folder):
    threading.Thread(target=listen, args=(folder,), daemon=True).start()


def load_the_other():
    """The machine's or the user's own module of this name, which this one stands before."""
    own = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [place for place in sys.path if os.path.abspath(place) != own]
    this = sys.modules.pop("sitecustomize")
    importlib.invalidate_caches()
    try:
        importlib.import_module("sitecustomize")
    except ModuleNotFoundError as error:
        if error.name != "sitecustomize":
            raise
        # Who imports a module looks it up once more when that is done.
        sys.modules["sitecustomize"] = this


task = json.loads(os.environ.get("TIDEMARK_PROBE", "{}"))
if task.get("answers"):
    start(task["folder"])
    os.register_at_fork(after_in_child=lambda: start(task["folder"]))
    tracemalloc.start()
load_the_other()
