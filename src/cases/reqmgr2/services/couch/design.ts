import { createHash } from 'node:crypto';

export const designId = '_design/ReqMgr';

/** The view's map, in words of this project: what it emits is WMCore's. */
const byStatusMap = `function (doc) {
  var steps = doc.RequestTransition;
  emit(doc.RequestStatus, steps ? steps[steps.length - 1].UpdateTime : null);
}`;

const content = { language: 'javascript', views: { bystatus: { map: byStatusMap } } };

export const designRevision = `1-${createHash('md5').update(JSON.stringify(content)).digest('hex')}`;

/** The design document as JSON. */
export const designText = JSON.stringify({ _id: designId, _rev: designRevision, ...content });
