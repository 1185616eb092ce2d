import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** As much of WMCore as the client touches, written for this test: a service that needs no package but Python's own. */
const files = {
  'Services/pycurl_manager.py': `
import json, urllib.request

def fetch(url):
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept": "application/json"})) as answer:
        return json.load(answer)["result"]
`,
  'Services/ReqMgr/ReqMgr.py': `
import os
from WMCore.Services.pycurl_manager import fetch

class ReqMgr:
    def __init__(self, url, logger=None):
        self.url = url + "/data"
        if os.path.getsize(os.environ["X509_USER_CERT"]) or not os.path.isdir(os.environ["WMCORE_CACHE_DIR"]):
            raise RuntimeError("no placeholder certificate, or no folder for the cache")

    def getParentLocks(self):
        return fetch(self.url + "/parentlocks")[0]["parentlocks"]

    def getRequestByStatus(self, statuses, detail=True):
        return fetch(self.url + "/request?" + "&".join(["detail=%s" % detail, *("status=" + s for s in statuses)]))

    def getRequestByNames(self, names):
        if len(names) > 2:
            raise OSError(36, "File name too long")
        return fetch(self.url + "/request?" + "&".join("name=" + name for name in names))

    def updateRequestStatus(self, name, status):
        raise RuntimeError("a status was to be changed")
`,
  'Services/WMStatsServer/WMStatsServer.py': `
from WMCore.Services.pycurl_manager import fetch

class WMStatsServer:
    def __init__(self, url, logger=None):
        self.url = url + "/data"

    def getGlobalLocks(self):
        return fetch(self.url + "/globallocks")
`,
  'MicroService/MSRuleCleaner/MSRuleCleanerWflow.py': `
class MSRuleCleanerWflow(dict):
    def __init__(self, document):
        names = ["RequestName", "RequestStatus", "RequestType", "RequestTransition", "TransferDone", "TransferTape"]
        super().__init__({name: document.get(name) for name in names})
`,
  'MicroService/MSRuleCleaner/MSRuleCleaner.py': `
import json
from dbs.apis.dbsClient import aggRuns, aggFileLumis
from WMCore.MicroService.MSRuleCleaner.MSRuleCleanerWflow import MSRuleCleanerWflow
from WMCore.Services.LogDB.LogDB import LogDB
from WMCore.Services.ReqMgr.ReqMgr import ReqMgr
from WMCore.Services.Rucio.Rucio import Rucio, WMRucioDIDNotFoundException

def findParent(datasets, url):
    raise RuntimeError("DBS was asked")

class MSRuleCleaner:
    def __init__(self, msConfig, logger=None):
        self.msConfig = msConfig
        self.reqmgr2 = ReqMgr(msConfig["reqmgr2Url"])
        self.rucio = Rucio(acct=msConfig["rucioAccount"], hostUrl=msConfig["rucioUrl"])
        self.logDB = LogDB(msConfig["logDBUrl"], msConfig["logDBReporter"], logger=logger)
        self.curlMgr = None
        self.archived = []

    def execute(self, statuses):
        summary = {"error": "", "total_num_requests": 0, "clean_num_requests": 0,
                   "normal_archived_num_requests": 0, "force_archived_num_requests": 0}
        try:
            for workflow in self.workflows(statuses):
                self._dispatchWflow(workflow)
                summary["total_num_requests"] += 1
        except Exception as error:
            summary["error"] = str(error)
        summary["normal_archived_num_requests"] = len(self.archived)
        return summary

    def workflows(self, statuses):
        everything = {}
        for status in statuses:
            everything.update(*self.reqmgr2.getRequestByStatus([status]))
        return [MSRuleCleanerWflow(document) for document in everything.values()]

    def _dispatchWflow(self, workflow):
        answer = self.curlMgr.getdata("%s/data/info?request=%s" % (self.msConfig["msOutputUrl"], workflow["RequestName"]))
        transfer = json.loads(answer)["result"][0]["transferDoc"]
        rules = [self.rucio.getRule(output["TapeRuleID"])["state"] for output in transfer["OutputMap"]]
        if transfer["TransferStatus"] != "done" or any(state != "OK" for state in rules):
            return
        findParent(["/a/b/RAW"], self.msConfig["dbsUrl"])
        if self.msConfig["enableRealMode"] and not self.logDB.get(workflow["RequestName"]):
            self.reqmgr2.updateRequestStatus(workflow["RequestName"], "normal-archived")
            self.archived.append(workflow["RequestName"])
`,
} as const;

/** Writes the fake into `folder/src/python/WMCore`, with changes: the file and what stands in its place. Returns the checkout. */
export const writeFakeWmcore = async (
  folder: string,
  changes: Partial<Record<keyof typeof files, (text: string) => string>> = {},
): Promise<string> => {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, 'src/python/WMCore', name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, changes[name as keyof typeof files]?.(text) ?? text);
  }
  return folder;
};
