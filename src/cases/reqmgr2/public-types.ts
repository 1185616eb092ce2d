/** What `import type { … } from 'tidemark'` offers to whoever writes a strategy. */
export type { StrategyParams } from '../../record/messages/subject.ts';
export type { JsonObject, JsonValue } from '../../subject/json.ts';
export type { Couch } from './client/couch.ts';
export type { ReqMgr } from './client/reqmgr.ts';
export type { WmStats } from './client/wmstats.ts';
export type { Strategy, StrategyContext } from './context.ts';
export type { DocumentsByName, WorkflowDocument } from './document.ts';
