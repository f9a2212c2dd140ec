import type { LineCallee } from '../../analysis/line-callees.ts';
import { valueLabel } from '../../report/value-labels.ts';
import type { ViewAnswer, ViewQuestion } from '../../report/views/index.ts';
import type { SourceAnswer, SourceCode, SourceText } from '../../report/views/source.ts';
import { quotedWord } from '../../shell/language/words.ts';
import type { ScreenRequest } from '../../shell/outcome.ts';
import type { MouseUse, Movement, Reply, Room, ScreenSpec, SessionFacts, View } from '../screen/spec.ts';
import type { KeyHint } from '../widgets/key-help.ts';
import { quoted, type Target } from '../widgets/row-commands.ts';
import { drawSource } from './draw.ts';
import { type SourceAction, sourceKeys } from './keys.ts';
import { layoutOf, sourceWindow, TITLE_ROWS } from './layout.ts';
import {
  calleesOfLine,
  codeKey,
  codeOf,
  costOfLine,
  functionOf,
  goingInto,
  heaviestLine,
  initialState,
  type KnownCode,
  placeOf,
  type SourceState,
  selectedCallee,
  textOf,
} from './model.ts';
import { searchSource } from './search.ts';
import { atFunction, updateSource } from './update.ts';

type SourceRequest = Extract<ScreenRequest, { readonly type: 'source' }>;

const SPEC: ScreenSpec<SourceState, SourceAction> = {
  name: 'source',
  keys: sourceKeys,
  hints,
  update: updateSource,
  search: { type: 'jump', help: 'search the text', go: searchSource },
  commands: [
    'source',
    'browse',
    'bottomup',
    'sandwich',
    'flame',
    'top',
    'focus',
    'ignore',
    'hide',
    'tags',
    'peek',
    'list',
    'copy',
  ],
  target,
  draw: drawSource,
  crumbs,
  line: commandLine,
  describe,
  onMouse,
  wants: { question: nextQuestion, arrived },
};

/** The source of functions with the values of their lines. */
export const sourceView: View<SourceRequest, ViewQuestion<'source'>, SourceState, SourceAction> = {
  spec: SPEC,
  question: ({ pattern }) => ({ type: 'source', argument: { pattern } }),
  begin,
};

/** Finds the place again that was shown before what is shown changed. */
function begin(
  answer: SourceAnswer,
  { pattern }: SourceRequest,
  facts: SessionFacts,
  kept: SourceState | undefined,
): Reply<SourceState> {
  const begun = initialState(answer, pattern, facts);
  if (kept === undefined) return { own: begun };
  if (kept.opened === answer) return { own: { ...kept, facts } };
  const { visited, hasDetails, hasCode, left } = kept;
  const fresh: SourceState = { ...begun, visited, hasDetails, hasCode };
  const place = placeOf(kept);
  const shown = answer.functions.findIndex(({ name, file }) => name === place.name && file === place.file);
  if (shown === -1) return { own: { ...fresh, going: { ...goingInto(place, visited), line: place.line } } };
  return { own: { ...atFunction(fresh, shown, place.line), first: kept.first, left } };
}

function hints({ visited, answer, callee }: SourceState): readonly KeyHint[] {
  return [
    { key: '[ ]', word: 'hot lines' },
    { key: '→', word: callee === undefined ? 'callees' : 'its source' },
    ...(visited.length > 0 || callee !== undefined ? [{ key: '←', word: 'back' }] : []),
    ...(answer.functions.length > 1 ? [{ key: 'Tab', word: 'next function' }] : []),
    { key: 'e', word: 'edit' },
    { key: 'd', word: 'instructions' },
    { key: '< >', word: 'scroll' },
  ];
}

/** The callee that is selected, or else the function that the line belongs to. */
function target(state: SourceState): Target {
  const name = (selectedCallee(state) ?? costOfLine(state, state.line)?.fn ?? functionOf(state)).name;
  const pattern = `^${quoted(name)}$`;
  return { name, printed: printedPattern(state, name), function: pattern, frame: pattern };
}

/** What matches the names that other views print for a function; undefined where they print none. */
function printedPattern({ facts: { options } }: SourceState, name: string): string | undefined {
  switch (options.granularity) {
    case 'files':
      return undefined;
    case 'lines':
    case 'filefunctions':
      return `^${quoted(name)}(\\s|$)`;
    case 'addresses':
      return `^[0-9a-f]+\\s${quoted(name)}(\\s|$)`;
    default:
      return `^${quoted(name)}$`;
  }
}

function crumbs(state: SourceState): readonly string[] {
  const { shorten } = state.facts;
  return [...state.visited.map(({ name, line }) => `${shorten(name)}:${line}`), shorten(functionOf(state).name)];
}

function commandLine(state: SourceState): string {
  const { name, file } = functionOf(state);
  // No line can say a name with a line end in it.
  const isPlace = file !== '' && !/\p{Control}/u.test(file) && state.line !== heaviestLine(functionOf(state));
  return `source ${isPlace ? quotedWord(`${file}:${state.line}`) : `^${quoted(name)}$`}`;
}

function describe(state: SourceState): readonly string[] {
  const { labels } = state.answer;
  const { name, file } = functionOf(state);
  const { line } = state;
  const cost = costOfLine(state, line);
  const values =
    cost === undefined
      ? 'no values'
      : `flat ${valueLabel(labels, cost.flat)}, cum ${valueLabel(labels, cost.cum)}${cost.isOther ? ` of ${cost.fn.name}` : ''}`;
  const source = textOf(state)?.source;
  const text = source?.type === 'found' ? source.lines[line - 1]?.trim() : source?.reason;
  const callees = calleesOfLine(state) ?? [];
  const spoken = ({ name: callee, cum }: LineCallee) => `${callee} ${valueLabel(labels, cum)}`;
  const selected = selectedCallee(state);
  return [
    `${name} in ${file === '' ? 'no file' : file}`,
    `line ${line}: ${values}`,
    ...(text === undefined ? [] : [text]),
    ...(selected === undefined
      ? callees.slice(0, 5).map((callee) => `calls ${spoken(callee)}`)
      : [`callee ${(state.callee ?? 0) + 1} of ${callees.length}: ${spoken(selected)}`]),
  ];
}

/** A click selects a line or a callee; two go into it. */
function onMouse(state: SourceState, { type, y }: MouseUse, room: Room): SourceAction | Movement | undefined {
  if (type !== 'click' && type !== 'doubleclick') return undefined;
  if (type === 'doubleclick') return { type: 'aside', by: 1 };
  const { problem, body, pane, paneShows } = layoutOf(state, room);
  const top = TITLE_ROWS + problem;
  const { first, end } = sourceWindow(state, body);
  const row = first + y - top;
  if (y >= top && row < end) return { type: 'selectRow', row };
  const callee = y - (top + body + 1);
  const hasCallees = pane > 0 && paneShows === 'callees';
  // What is scrolled in the list of callees is only so while one of those below is selected.
  if (hasCallees && callee >= 0 && callee < (calleesOfLine(state)?.length ?? 0) && state.callee === undefined)
    return { type: 'selectCallee', callee };
  return undefined;
}

/** What is not known yet of what is to be shown, the most wanted first. */
function nextQuestion(state: SourceState): ViewQuestion | undefined {
  const { going, hasCode, callees, pattern } = state;
  const { name, file } = functionOf(state);
  if (going !== undefined) return { type: 'source', argument: going.argument };
  if (textOf(state) === undefined) return { type: 'sourceText', argument: { pattern, file } };
  if (hasCode && codeOf(state) === undefined) return { type: 'sourceCode', argument: { name, file } };
  return file === '' || callees.has(file) ? undefined : { type: 'sourceCallees', argument: { pattern, file } };
}

function arrived(state: SourceState, question: ViewQuestion, answer: ViewAnswer | Error): Reply<SourceState> {
  switch (question.type) {
    case 'source':
      return there(state, answer as SourceAnswer | Error);
    case 'sourceText':
      return { own: withText(state, question.argument.file, answer as SourceText | Error) };
    case 'sourceCode': {
      const code: KnownCode = answer instanceof Error ? answer.message : (answer as SourceCode);
      return { own: { ...state, code: new Map(state.code).set(codeKey(question.argument), code) } };
    }
    case 'sourceCallees':
      return withCallees(state, question.argument.file, answer as readonly LineCallee[] | Error);
    default:
      return { own: state };
  }
}

function there(state: SourceState, answer: SourceAnswer | Error): Reply<SourceState> {
  const { going } = state;
  if (going === undefined) return { own: state };
  const waiting = { ...state, going: undefined };
  if (answer instanceof Error) return { own: waiting, note: answer.message };
  const texts = new Map(state.texts).set(answer.text.file, answer.text);
  const own = { ...waiting, answer, texts, pattern: going.argument.pattern, visited: going.visited };
  return { own: atFunction(own, answer.start, going.line) };
}

/** A file that cannot be asked for is one that is missing. */
function withText(state: SourceState, file: string, answer: SourceText | Error): SourceState {
  const text: SourceText =
    answer instanceof Error
      ? { file, source: { type: 'missing', reason: answer.message, tried: [] }, colors: undefined, functions: [] }
      : answer;
  return { ...state, texts: new Map(state.texts).set(file, text) };
}

function withCallees(state: SourceState, file: string, answer: readonly LineCallee[] | Error): Reply<SourceState> {
  const byLine = new Map<number, LineCallee[]>();
  for (const callee of answer instanceof Error ? [] : answer) {
    const known = byLine.get(callee.line);
    if (known === undefined) byLine.set(callee.line, [callee]);
    else known.push(callee);
  }
  const own = { ...state, callees: new Map(state.callees).set(file, byLine) };
  return answer instanceof Error ? { own, note: answer.message } : { own };
}
