"""Each way in which WMCore's CMSCouch and RequestDBReader read, over the services at the first argument: prints what each finds."""

import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../fixtures/clients"))
from wmcore_client import checkout  # noqa: E402


def reads(url, names, since):
    from WMCore.Database.CMSCouch import CouchNotFoundError, CouchServer
    from WMCore.Services.RequestDB.RequestDBReader import RequestDBReader

    root = url + "/couchdb"
    server = CouchServer(root)
    database = server.connectDatabase("reqmgr_workload_cache", create=True)
    reader = RequestDBReader(root + "/reqmgr_workload_cache")
    revision = database.document(names[0])["_rev"]

    def missing():
        try:
            database.document("nobody")
        except CouchNotFoundError as error:
            return error.status

    yield "getCouchWelcome", server.getCouchWelcome()["couchdb"]
    yield "listDatabases", server.listDatabases()
    yield "info", database.info()["doc_count"]
    yield "document", database.document(names[0])
    yield "document of a revision", database.document(names[0], rev=revision)
    yield "document of nobody", missing()
    yield "getDoc", database.getDoc(names[0])
    yield "documentExists", [
        database.documentExists(names[0]),
        database.documentExists(names[0], rev=revision),
        database.documentExists(names[0], rev="7-" + 32 * "0"),
        database.documentExists("nobody"),
    ]
    yield "allDocs", database.allDocs()
    yield "allDocs of keys", database.allDocs({"include_docs": True}, names[:2])
    yield "allDocs of the design document", database.allDocs({"startkey": "_design/", "endkey": "_design0"})
    yield "loadView", database.loadView("ReqMgr", "bystatus", {"include_docs": False, "key": "rejected"})
    yield "loadView of keys", database.loadView("ReqMgr", "bystatus", {"reduce": False, "stale": "ok"}, ["rejected"])
    yield "getRequestByNames", reader.getRequestByNames(names[:2])
    yield "getRequestByNames of one", reader.getRequestByNames(names[:1], detail=False)
    yield "getRequestByStatus", reader.getRequestByStatus(["rejected", "announced"], detail=True)
    yield "getRequestByStatus in pages", reader.getRequestByStatus(["announced"], limit=2, skip=1)
    yield "getRequestByStatusAndStartTime", reader.getRequestByStatusAndStartTime("announced", startTime=since)
    yield "getRequestByStatusAndEndTime", reader.getRequestByStatusAndEndTime("announced", endTime=since - 1)
    yield "getRequestByTeamAndStatus", reader.getRequestByTeamAndStatus("production", "announced")
    yield "getRequestByTeamAndStatus of a team", reader.getRequestByTeamAndStatus("production", None)
    yield "getRequestByCouchView", reader.getRequestByCouchView("bystatus", {}, ["rejected"])
    yield "getStatusAndTypeByRequest", reader.getStatusAndTypeByRequest(names)
    yield "getStepChainDatasetParentageByStatus", reader.getStepChainDatasetParentageByStatus("announced")


url, asked = sys.argv[1], json.load(sys.stdin)
with tempfile.TemporaryDirectory() as folder:
    checkout.isolate(os.environ, folder)
    sys.path.insert(0, checkout.source_folder(os.environ))
    json.dump(dict(reads(url, asked["names"], asked["since"])), sys.stdout)
