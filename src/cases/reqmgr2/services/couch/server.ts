import { createHash } from 'node:crypto';
import type { Workload } from '../../workload/workload.ts';

export const databaseName = 'reqmgr_workload_cache';

/** What CouchDB tells about itself. */
export const welcome = {
  couchdb: 'Welcome',
  version: '3.5.0',
  git_sha: '11f0d3643',
  uuid: createHash('md5').update(databaseName).digest('hex'),
  features: ['access-ready', 'partitioned', 'pluggable-storage-engines', 'reshard', 'scheduler'],
  vendor: { name: 'The Apache Software Foundation' },
};

/** A sequence: a number, and behind it what only a cluster can read. */
const sequence = (number: number): string =>
  `${number}-${createHash('sha256').update(String(number)).digest('base64url')}`;

/** Database information. There is no file: its sizes are what the documents would take. */
export const databaseInfo = (workload: Workload) => {
  const { size, deletedCount, description } = workload;
  const bytes = Math.round(size * description.documents.meanBytes);
  return {
    instance_start_time: '1700000000',
    db_name: databaseName,
    purge_seq: sequence(0),
    update_seq: sequence(size + deletedCount + 1),
    sizes: { file: bytes, external: bytes, active: bytes },
    props: {},
    doc_del_count: deletedCount,
    doc_count: size + 1,
    disk_format_version: 8,
    compact_running: false,
    cluster: { q: 1, n: 1, w: 1, r: 1 },
  };
};
