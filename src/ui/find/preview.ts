/** What is shown of the selected match below the list: what it calls or has in it, or the source around its hottest line. */
import type { Neighbors as FoundNeighbors } from '../../analysis/neighbors.ts';
import { abs, compare, type Int64 } from '../../base/int64.ts';
import { packageOf } from '../../report/theme.ts';
import type { ViewAnswer, ViewQuestion } from '../../report/views/index.ts';
import { quoted } from '../widgets/row-commands.ts';
import { type FindModel, type Match, nameOf, valuesOf } from './matches.ts';
import { type FindState, idOf, selectedMatch, tagChoices } from './model.ts';

/** A name with what it weighs. */
export interface WeighedName {
  readonly name: string;
  readonly weight: Int64;
  readonly isFunction: boolean;
}

/** Names under a heading. */
export interface PreviewList {
  readonly heading: string;
  readonly names: readonly WeighedName[];
  /** What is said where there are none. */
  readonly none: string;
}

export interface PreviewLine {
  readonly number: number;
  readonly text: string;
  /** Undefined where nothing was sampled. */
  readonly values: { readonly flat: Int64; readonly cum: Int64 } | undefined;
}

export type Preview =
  | { readonly type: 'lists'; readonly lists: readonly PreviewList[] }
  | {
      readonly type: 'source';
      readonly heading: string;
      readonly lines: readonly PreviewLine[];
      readonly hottest: number;
    }
  | { readonly type: 'note'; readonly text: string };

/** What the answer to a question becomes. */
type Shown = 'calls' | 'source' | 'functions';

/** What has to be asked before a preview can be shown. */
export interface PreviewQuestion {
  readonly question: ViewQuestion;
  readonly shown: Shown;
}

/** That of a state; undefined where nothing has to be asked. */
export function previewQuestion(state: FindState): PreviewQuestion | undefined {
  const match = selectedMatch(state);
  switch (match?.kind) {
    case 'functions':
      return functionQuestion(state, state.model.search.entries[match.index]);
    case 'files': {
      const question = { type: 'source', argument: { pattern: nameOf(state.model, match) } } as const;
      return { question, shown: state.preview === 'calls' ? 'functions' : 'source' };
    }
    default:
      return undefined;
  }
}

function functionQuestion({ model, preview }: FindState, entry: number): PreviewQuestion | undefined {
  if (preview === 'calls') return { question: { type: 'neighbors', argument: entry }, shown: 'calls' };
  const { functionName } = model.view.question.table.entries[entry];
  if (functionName === '') return undefined;
  return { question: { type: 'source', argument: { pattern: `^${quoted(functionName)}$` } }, shown: 'source' };
}

/** What was found out about a match. */
export interface PreviewAnswer extends PreviewQuestion {
  readonly about: string;
  readonly answer: ViewAnswer | Error;
}

/** Which preview an answer is for. */
export function aboutOf(state: FindState): string {
  const match = selectedMatch(state);
  return match === undefined ? '' : `${state.preview} ${idOf(match)}`;
}

/** The preview of the selected match. `answer` may still be that to the question before. */
export function previewOf(state: FindState, answer: PreviewAnswer | undefined): Preview | undefined {
  const match = selectedMatch(state);
  if (match === undefined) return undefined;
  if (match.kind === 'functions' || match.kind === 'files') return answer && answered(state.model, answer);
  return {
    type: 'lists',
    lists: [match.kind === 'tags' ? otherValues(state.model, match) : members(state.model, match)],
  };
}

function answered(model: FindModel, { question, shown, answer }: PreviewAnswer): Preview {
  if (answer instanceof Error) return { type: 'note', text: answer.message };
  switch (shown) {
    case 'calls':
      return calls(model, (question as ViewQuestion<'neighbors'>).argument, answer as FoundNeighbors);
    case 'functions':
      return { type: 'lists', lists: [functionsOf(answer as SourceAnswer)] };
    case 'source':
      return source(answer as SourceAnswer);
  }
}

type SourceAnswer = ViewAnswer<ViewQuestion<'source'>>;

/** The functions of a file; there is always one at least. */
function functionsOf({ functions }: SourceAnswer): PreviewList {
  return {
    heading: `functions of ${functions[0].file}`,
    names: functions.map(({ name, cum }) => ({ name, weight: cum, isFunction: true })),
    none: 'none',
  };
}

function calls({ view }: FindModel, entry: number, { callers, callees }: FoundNeighbors): Preview {
  const name = view.shorten(view.names[entry]);
  const named = (neighbors: FoundNeighbors['callers']) =>
    neighbors.map((neighbor) => ({ name: view.names[neighbor.entry], weight: neighbor.weight, isFunction: true }));
  return {
    type: 'lists',
    lists: [
      { heading: `callers of ${name}`, names: named(callers), none: 'none: stacks begin with it' },
      { heading: `callees of ${name}`, names: named(callees), none: 'none: stacks end with it' },
    ],
  };
}

function source({ functions, start, text }: SourceAnswer): Preview {
  const { name, file, lines, firstLine, lastLine } = functions[start];
  if (text.source.type === 'missing') return { type: 'note', text: `${name}: ${text.source.reason}` };
  const [hottest = firstLine] = [...lines]
    .sort(([, a], [, b]) => compare(abs(b.flat), abs(a.flat)) || compare(abs(b.cum), abs(a.cum)))
    .map(([line]) => line);
  const end = Math.min(lastLine, text.source.lines.length);
  const shown = text.source.lines.slice(firstLine - 1, end);
  return {
    type: 'source',
    heading: `${name} in ${file}`,
    lines: shown.map((line, i) => ({ number: firstLine + i, text: line, values: lines.get(firstLine + i) })),
    hottest: Math.max(0, hottest - firstLine),
  };
}

/** No preview has room for more. */
const MOST_MEMBERS = 20;

/** The heaviest functions of a package. */
function members(model: FindModel, match: Match): PreviewList {
  const name = nameOf(model, match);
  const { index } = model.search;
  const names: WeighedName[] = [];
  for (let position = 0; position < index.names.length && names.length < MOST_MEMBERS; position++) {
    const member = index.names[position];
    if (!member.startsWith(name) || packageOf(member) !== name) continue;
    const { cum } = valuesOf(model, { kind: 'functions', index: index.givenAt[position] });
    names.push({ name: member, weight: cum, isFunction: true });
  }
  return { heading: `functions of ${name}`, names, none: 'none' };
}

/** The values of a key. */
function otherValues(model: FindModel, match: Match): PreviewList {
  const [{ tagKey }] = tagChoices(model, [match]);
  const names = tagKey.values.slice(0, MOST_MEMBERS).map(({ text, amount }) => ({
    name: `${tagKey.key}=${text}`,
    weight: amount,
    isFunction: false,
  }));
  return { heading: `values of ${tagKey.key}`, names, none: 'none' };
}
