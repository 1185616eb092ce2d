"""
Calls each method of WMCore's ReqMgr and WMStatsServer clients that reads what the mock has, from the checkout that WMCORE_SRC names. Takes
the services' URL; on stdin a JSON object with `names`. Writes a JSON object: for each call what it gave.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "fixtures/clients"))
from wmcore_client import checkout  # noqa: E402


def main():
    given = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        checkout.isolate(os.environ, folder)
        wmcore = checkout.load(os.environ)
        reqmgr = wmcore.reqmgr.ReqMgr(f"{sys.argv[1]}/reqmgr2")
        wmstats = wmcore.wmstats.WMStatsServer(f"{sys.argv[1]}/wmstatsserver")
        json.dump({**reqmgr_reads(reqmgr, *given["names"]), **wmstats_reads(wmstats)}, sys.stdout)


def reqmgr_reads(reqmgr, first, second):
    return {
        "getParentLocks": reqmgr.getParentLocks(),
        "getRequestByNames": reqmgr.getRequestByNames([first, second]),
        "getRequestByNames of one": reqmgr.getRequestByNames(first),
        "getRequestByNames of nobody": reqmgr.getRequestByNames("nobody"),
        "getRequestByStatus": reqmgr.getRequestByStatus(["rejected"]),
        "getRequestByStatus without detail": reqmgr.getRequestByStatus(["rejected", "announced"], detail=False),
        "getRequestByStatusFromMemoryCache": reqmgr.getRequestByStatusFromMemoryCache(["rejected"]).getData(),
        "getAbortedAndForceCompleteRequestsFromMemoryCache": (
            reqmgr.getAbortedAndForceCompleteRequestsFromMemoryCache().getData()
        ),
        "getGenericRequestInfo": reqmgr.getGenericRequestInfo(
            {"status": "rejected", "mask": ["RequestStatus", "PrepID"], "detail": True}
        ),
    }


def wmstats_reads(wmstats):
    return {
        "getGlobalLocks": wmstats.getGlobalLocks(),
        "getActiveData": sorted(wmstats.getActiveData()),
        "getFilteredActiveData": wmstats.getFilteredActiveData({"RequestStatus": "rejected"}, ["RequestStatus"]),
        "getChildParentDatasetMap": wmstats.getChildParentDatasetMap(),
        "getChildParentDatasetMap of resolved": wmstats.getChildParentDatasetMap("TaskChain", True),
        "getProtectedLFNs": sorted(wmstats.getProtectedLFNs()),
    }


if __name__ == "__main__":
    main()
