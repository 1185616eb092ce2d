import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import output from '../../src/cases/reqmgr2/consumers/output.ts';
import transferor from '../../src/cases/reqmgr2/consumers/transferor.ts';
import { folderWith } from '../cli/command.ts';
import { runServices, smallWorkload } from '../services/small-services.ts';
import { writeFakeWmcore } from './fake-wmcore.ts';
import { documentsOf, hasPython, logOf, runClient } from './run-wmcore.ts';

const workload = smallWorkload();
const documents = documentsOf(workload);
const checkout = process.env.WMCORE_SRC;
const python = process.env.WMCORE_PYTHON ?? '/usr/bin/python3';
const chunk = { TIDEMARK_PARAM_CHUNK: '2' };

/** As much of MSOutput as the client touches: what it imports, asks and calls. */
const msOutput = `
import logging
from pymongo import IndexModel, ReturnDocument, errors
from retry import retry
from WMCore.Database.MongoDB import MongoDB
from WMCore.Services.CRIC.CRIC import CRIC
from WMCore.Services.DBS.DBS3Reader import getDataTiers
from WMCore.Services.ReqMgr.ReqMgr import ReqMgr
from WMCore.Services.Rucio.Rucio import Rucio

class MSOutput:
    def __init__(self, msConfig, mode, logger=None):
        self.reqmgr2, self.rucio, self.cric = ReqMgr(msConfig["reqmgr2Url"]), Rucio(), CRIC(logger=logger)
        self.database = getattr(MongoDB(database="msOutput", collections=[("docs", IndexModel("RequestName"))]), msConfig["mongoDB"])
        getDataTiers(msConfig["dbsUrl"])

    @retry(tries=3, delay=2, jitter=2)
    def updateCaches(self):
        if not (self.cric.PSNtoPNNMap() and self.reqmgrAux.getCampaignConfig("ALL_DOCS")):
            raise RuntimeWarning("an empty answer")
        self.campaigns = {}

    def execute(self, statuses):
        self.updateCaches()
        known = [document["RequestName"] for document in self.database["docs"].find({})]
        requests = {}
        for status in statuses:
            requests.update(*self.reqmgr2.getRequestByStatus([status]))
        self.msOutputProducer([request for name, request in requests.items() if name not in known])
        return {"error": ""}

    def msOutputProducer(self, requests):
        for request in requests:
            try:
                self.docCleaner(self.docUploader(self.docTransformer(request)))
            except KeyError:
                logging.getLogger().exception("the next, please")

    def docTransformer(self, request):
        return {"OutputMap": [{"Dataset": dataset, "bytes": self.rucio.getDID(dataset)["bytes"],
                "Copies": self.campaigns[request["Campaign"]]["MaxCopies"]} for dataset in request["OutputDatasets"]]}

    def docUploader(self, document):
        self.database["docs"].insert_one(document)
        return document

    def docCleaner(self, document):
        return document.clear()
`;

/** A fake checkout with that service. */
const writeFake = async (change = (text: string): string => text): Promise<string> => {
  const root = await writeFakeWmcore(await folderWith());
  const folder = path.join(root, 'src/python/WMCore/MicroService/MSOutput');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'MSOutput.py'), change(msOutput));
  return root;
};

/** What our consumer counts over the same documents. */
const ours = (consumer: typeof output) =>
  consumer(
    async function* () {
      yield* documents;
    },
    { params: {} },
    () => {},
  );

describe.skipIf(!hasPython)("a checkout's MSOutput, here a fake one", () => {
  test.each(['output', 'output-name-then-chunk', 'output-line-stream'])(
    'makes a document of each workflow by %s, and counts as ours does',
    async (strategy) => {
      await using services = await runServices({ workload });
      const run = await runClient(await writeFake(), { url: services.url, strategy, env: chunk });
      expect(run).toMatchObject({ exitCode: 0, stderr: '' });
      expect(run.processed?.toSorted()).toEqual(logOf(workload));
      expect(run.report).toMatchObject({ processed: documents.length, consumer: await ours(output) });
    },
  );

  test('fetches nothing for its idle row', async () => {
    await using services = await runServices({ workload });
    const run = await runClient(await writeFake(), { url: services.url, strategy: 'output-idle' });
    expect(run).toMatchObject({ exitCode: 0, stderr: '', processed: [''] });
    expect(await services.ledger()).toMatchObject({ requests: 0 });
  });

  test('fails where it logs that it has skipped a workflow', async () => {
    await using services = await runServices({ workload });
    const broken = await writeFake((text) => text.replace('"OutputDatasets"', '"OutputDataset"'));
    const run = await runClient(broken, { url: services.url, strategy: 'output' });
    expect(run).toMatchObject({ exitCode: 1, report: null });
    expect(run.stderr).toMatch(/^KeyError: 'OutputDataset' \(MSOutput\.py, line \d+\)$/m);
  });
});

// Skipped without a checkout of WMCore, which WMCORE_SRC names.
describe.skipIf(checkout === undefined)("the real checkout's", () => {
  test.each([
    ['MSOutput', 'output', output],
    ['MSOutput', 'output-name-then-chunk', output],
    ['MSOutput', 'output-line-stream', output],
    ['MSTransferor', 'transferor', transferor],
    ['MSTransferor', 'transferor-name-then-chunk', transferor],
  ] as const)('%s processes exactly the workload by %s', async (_service, strategy, consumer) => {
    await using services = await runServices({ workload, behaviour: { gzip: true } });
    const run = await runClient(checkout, { url: services.url, strategy, python, env: chunk });
    expect(run).toMatchObject({ exitCode: 0, stderr: '', temporaryFiles: [] });
    expect(run.processed?.toSorted()).toEqual(logOf(workload));
    const { total, datasets } = await ours(consumer as typeof output);
    expect(run.report.consumer).toMatchObject(consumer === output ? { total, datasets } : { total });
  });
});
