import { createHash } from 'node:crypto';

export const designId = '_design/ReqMgr';

const lastTransition = 'doc.RequestTransition ? doc.RequestTransition.slice(-1)[0].UpdateTime : null';

/** The maps of the views, in words of this project: what they emit is what WMCore's emit. */
const maps = {
  bystatus: `emit(doc.RequestStatus, ${lastTransition});`,
  bystatusandtime: `emit([doc.RequestStatus, ${lastTransition}], null);`,
  byteamandstatus: 'if (doc.Team) emit([doc.Team, doc.RequestStatus], null);',
  byrequest: 'emit(doc.RequestName, [doc.RequestStatus, doc.RequestType]);',
  byparentageflag:
    'if ("ParentageResolved" in doc) emit([doc.ParentageResolved, doc.RequestStatus], doc.ChainParentageMap);',
};

export type ViewName = keyof typeof maps;

const content = {
  language: 'javascript',
  views: Object.fromEntries(
    Object.entries(maps).map(([name, emit]) => [name, { map: `function (doc) { ${emit} }` }]),
  ),
};

export const designRevision = `1-${createHash('md5').update(JSON.stringify(content)).digest('hex')}`;

/** The design document as JSON. */
export const designText = JSON.stringify({ _id: designId, _rev: designRevision, ...content });
