import { integerAt } from '../../../../units/random.ts';
import { mostTasks, type RequestType, requestTypes, type Status } from '../description.ts';
import type { Names } from '../names.ts';
import type { SizedType } from '../sizes.ts';
import { transitionsBytes, writeTransitions } from '../transitions.ts';
import type { DocumentForm, DocumentWriter } from '../workload.ts';
import { compactStyle, type JsonStyle, pythonStyle } from './json-text.ts';
import { lumiListBytes, lumiRangesFor, writeLumiList } from './lumi-list.ts';
import { emittedValues, maskedValue } from './mask.ts';
import { documentShape, type ShapeWishes } from './shape.ts';
import type { TextKind } from './slots.ts';
import { compileTemplate, stampTemplate, type Template } from './template.ts';
import { variants } from './vocabulary.ts';

/** What a document is made from, all of it a function of the index. */
export interface DocumentFacts {
  readonly names: Names;
  readonly statusAt: (index: number) => Status;
  /** The status that the layout is made for: one that a document has left does not change what else is in it. */
  readonly firstStatusAt: (index: number) => Status;
  readonly keyAt: (index: number) => number;
  readonly sizedTypeAt: (index: number) => SizedType;
  /** Below 36 to the power of `tokenDigits`; no other document has it. */
  readonly tokenAt: (index: number) => number;
  readonly wishes: ShapeWishes;
}

/** How a document is laid out so that it has the size it aims at, whatever form it is then written in. */
interface Layout {
  readonly type: RequestType;
  readonly tasks: number;
  readonly variant: number;
  readonly lumiRanges: number;
  /** Bytes of text that fill the document. */
  readonly remarks: number;
}

type Texts = Readonly<Record<Exclude<TextKind, 'lumiList' | 'remarks' | 'transitions'>, string>>;

/** A document, planned: all that its size and its bytes need in any form. */
interface Plan {
  readonly index: number;
  readonly texts: Texts;
  readonly status: Status;
  readonly layout: Layout;
}

const styles: Record<DocumentForm['style'], JsonStyle> = { reqmgr: pythonStyle, couch: compactStyle };

/** Makes writers that share the templates of their form; each template is compiled when it is first met. */
export const createWriters = (facts: DocumentFacts): ((form: DocumentForm) => DocumentWriter) => {
  const wholeTemplates = wholeTemplatesWith(facts.wishes);
  const planAt = createPlanner(facts, wholeTemplates.reqmgr);
  const writers = new Map<string, DocumentWriter>();
  return (form) => {
    const id = JSON.stringify([form.style, form.mask ?? null, form.views ?? null]);
    const known = writers.get(id);
    if (known !== undefined) return known;
    const isWhole = form.mask === undefined && form.views === undefined;
    const templates = isWhole ? wholeTemplates[form.style] : createTemplates(form, facts.wishes);
    const writer = createWriter(facts, planAt, templates, styles[form.style]);
    if (writers.size >= maxWriters) writers.clear();
    writers.set(id, writer);
    return writer;
  };
};

/** A client may ask for any mask: templates of masks that are no longer asked for must not pile up. */
const maxWriters = 16;

type Templates = (type: RequestType, tasks: number, variant: number) => Template;

const createTemplates = ({ style, mask, views }: DocumentForm, wishes: ShapeWishes): Templates => {
  const templates = new Map<number, Template>();
  return (type, tasks, variant) => {
    const id = (requestTypes.indexOf(type) * (mostTasks + 1) + tasks) * variants.length + variant;
    const known = templates.get(id);
    if (known !== undefined) return known;
    const { shape, slots } = documentShape(type, tasks, variant, wishes);
    const { _rev, ...withoutRevision } = shape;
    const whole = style === 'couch' ? shape : withoutRevision;
    const cut =
      views !== undefined
        ? Object.fromEntries(views.map((key) => [key, emittedValues(whole, key)]))
        : mask !== undefined
          ? Object.fromEntries(mask.map((key) => [key, maskedValue(whole, key)]))
          : whole;
    const template = compileTemplate(cut, slots, styles[style]);
    templates.set(id, template);
    return template;
  };
};

/** Of whole documents: the same for every workload with these wishes, so that several in one process share them. */
const wholeTemplatesWith = (wishes: ShapeWishes): Readonly<Record<DocumentForm['style'], Templates>> => {
  const id = JSON.stringify(Object.entries(wishes).sort());
  const known = wholeTemplatesByWishes.get(id);
  if (known !== undefined) return known;
  const templates = {
    reqmgr: createTemplates({ style: 'reqmgr' }, wishes),
    couch: createTemplates({ style: 'couch' }, wishes),
  };
  if (wholeTemplatesByWishes.size >= maxWishes) wholeTemplatesByWishes.clear();
  wholeTemplatesByWishes.set(id, templates);
  return templates;
};

const wholeTemplatesByWishes = new Map<string, Readonly<Record<DocumentForm['style'], Templates>>>();

/** Who looks for the wishes that fit makes many. */
const maxWishes = 8;

/** Plans documents. The last plan is kept, since a document's size is asked for right before its bytes. */
const createPlanner = (facts: DocumentFacts, full: Templates): ((index: number) => Plan) => {
  let last: Plan | undefined;
  return (index) => {
    if (last?.index === index) return last;
    const status = facts.statusAt(index);
    const texts = {
      name: facts.names.nameAt(index),
      status,
      prepId: facts.names.prepIdAt(index),
      generation: status === facts.firstStatusAt(index) ? '1' : '2',
    };
    last = { index, texts, status, layout: layOut(facts, full, index, texts) };
    return last;
  };
};

const layOut = (facts: DocumentFacts, full: Templates, index: number, texts: Texts): Layout => {
  const { type, targetBytes } = facts.sizedTypeAt(index);
  const variant = integerAt(facts.keyAt(index), 0x1a900001, variants.length);
  const status = facts.firstStatusAt(index);
  const bytesWith = (tasks: number): number =>
    templateBytes(full(type, tasks, variant), texts, status, noFilling, pythonStyle);
  const { maxTasks } = facts.wishes;
  const tasks = isChain(type)
    ? tasksFor(targetBytes - bytesWith(1), taskBytes(full, type, variant), maxTasks)
    : 0;
  const room = targetBytes - bytesWith(tasks);
  const remarks = Math.max(0, Math.floor(facts.wishes.remarks * room));
  const lumiRanges = lumiRangesFor(room - remarks + lumiListBytes(0, pythonStyle), pythonStyle);
  return { type, tasks, variant, remarks, lumiRanges };
};

const noFilling = { lumiRanges: 0, remarks: 0 };

const isChain = (type: RequestType): boolean => type === 'TaskChain' || type === 'StepChain';

/** As many tasks as fill the room behind the first one: tasks of a chain have equal sizes but for their numbers. */
const tasksFor = (room: number, bytesEach: number, maxTasks: number): number =>
  Math.max(1, Math.min(maxTasks, 1 + Math.floor(room / bytesEach)));

/** Bytes that one more task adds, measured where its number has two digits: the most that a task takes. */
const taskBytes = (full: Templates, type: RequestType, variant: number): number =>
  full(type, 11, variant).size - full(type, 10, variant).size;

const createWriter = (
  facts: DocumentFacts,
  planAt: (index: number) => Plan,
  templates: Templates,
  style: JsonStyle,
): DocumentWriter => ({
  sizeAt: (index) => {
    const { texts, status, layout } = planAt(index);
    const template = templates(layout.type, layout.tasks, layout.variant);
    return templateBytes(template, texts, status, layout, style);
  },
  write: (index, target, offset) => {
    const { texts, status, layout } = planAt(index);
    const key = facts.keyAt(index);
    const writeText = (text: TextKind, buffer: Buffer, at: number): number => {
      if (text === 'lumiList') return writeLumiList(layout.lumiRanges, key, style, buffer, at);
      if (text === 'remarks') {
        buffer.fill('remark ', at, at + layout.remarks);
        return at + layout.remarks;
      }
      if (text === 'transitions') {
        return writeTransitions(status, facts.names.createdAt(index), key, style, buffer, at);
      }
      return at + buffer.write(texts[text], at, 'latin1');
    };
    const template = templates(layout.type, layout.tasks, layout.variant);
    return stampTemplate(template, { key, token: facts.tokenAt(index), writeText }, target, offset);
  },
});

const templateBytes = (
  { size, texts: times }: Template,
  texts: Texts,
  status: Status,
  { lumiRanges, remarks }: Pick<Layout, 'lumiRanges' | 'remarks'>,
  style: JsonStyle,
): number =>
  size +
  times.name * texts.name.length +
  times.status * status.length +
  times.prepId * texts.prepId.length +
  times.generation * texts.generation.length +
  times.remarks * remarks +
  times.lumiList * lumiListBytes(lumiRanges, style) +
  times.transitions * transitionsBytes(status, style);
