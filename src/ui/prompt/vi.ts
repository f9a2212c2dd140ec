/**
 * Editing one line as vi does, beside the keys of emacs and on the same line editor. In insert mode keys type; Escape
 * leads to normal mode, where letters are commands, and the cursor stands on a character, never behind the last:
 *
 *     2dw     a count, an operator, a motion
 *     cf=     an operator and a motion that waits for a character
 *     dd      an operator twice: the whole line
 *     ci(     an operator and what is in something, or around it with `a`
 *
 * What is deleted or copied goes where Ctrl-Y and Alt-Y find it, too. An insertion is one step for undo.
 */
import { copy, type Direction, joinSteps, type LineEditor, move, moveTo, replace, undo } from './line-editor.ts';
import { type CharFind, firstWord, MOTION_KEYS, motionEnd, OBJECT_KEYS, objectSpan } from './vi-motions.ts';

export interface ViState {
  readonly mode: 'insert' | 'normal';
  /** The keys of a command that is not complete yet. */
  readonly keys: readonly string[];
  /** What `;` and `,` look for again. */
  readonly find: CharFind | undefined;
  /** What `.` does again. */
  readonly change: ViChange | undefined;
  /** Where insert mode began, for undoing and repeating what is typed in it. */
  readonly insertion: Insertion | undefined;
}

/** A change: its command, and what was typed where that led to insert mode. */
interface ViChange {
  readonly command: ViCommand;
  readonly typed: string;
}

interface Insertion {
  readonly command: ViCommand | undefined;
  readonly at: number;
  readonly text: string;
  /** How many steps could be undone before the command. */
  readonly steps: number;
}

interface ViCommand {
  readonly count: number | undefined;
  readonly operator: Operator | undefined;
  readonly key: string;
  /** The character that `f F t T r` wait for, or the text object behind `i` and `a`. */
  readonly char: string | undefined;
}

type Operator = 'd' | 'c' | 'y';

/** The line after a key, and what is to be done outside of it. */
export interface ViStep {
  readonly editor: LineEditor;
  readonly vi: ViState;
  readonly request?: ViRequest;
}

export type ViRequest =
  | { readonly type: 'history'; readonly direction: Direction }
  | { readonly type: 'search'; readonly direction: Direction }
  | { readonly type: 'searchAgain'; readonly direction: Direction };

/** Insert mode at the beginning of a line. What `;` and `.` do again is kept from the line before. */
export function startInserting(editor: LineEditor, before?: Pick<ViState, 'find' | 'change'>): ViState {
  const insertion = { command: undefined, at: editor.cursor, text: editor.text, steps: editor.undo.length };
  return { mode: 'insert', keys: [], find: before?.find, change: before?.change, insertion };
}

/** Escape: from insert to normal mode, the cursor on the character before it; in normal mode it drops a half command. */
export function toNormal(editor: LineEditor, vi: ViState): ViStep {
  const { insertion } = vi;
  if (vi.mode === 'normal' || insertion === undefined) {
    return { editor: onCharacter(editor), vi: { ...vi, mode: 'normal', keys: [] } };
  }
  const { command, at, text, steps } = insertion;
  const change = command === undefined ? vi.change : { command, typed: insertedText(text, at, editor.text) };
  return {
    editor: move(joinSteps(editor, steps), 'back', 'char'),
    vi: { ...vi, mode: 'normal', keys: [], change, insertion: undefined },
  };
}

/** What came into a text at a place; nothing where the text was changed elsewhere, too. */
function insertedText(before: string, at: number, after: string): string {
  const rest = before.slice(at);
  const isThere = after.startsWith(before.slice(0, at)) && after.endsWith(rest) && after.length >= before.length;
  return isThere ? after.slice(at, after.length - rest.length) : '';
}

/** In normal mode the cursor stands on a character wherever there is one. */
export function onCharacter(editor: LineEditor): LineEditor {
  const isBehind = editor.cursor === editor.text.length && editor.text !== '';
  return isBehind ? move(editor, 'back', 'char') : editor;
}

/** A key in normal mode: the character it types. */
export function pressNormal(editor: LineEditor, vi: ViState, key: string): ViStep {
  const keys = [...vi.keys, key];
  const command = commandOf(keys);
  if (command === 'unfinished') return { editor, vi: { ...vi, keys } };
  const idle: ViState = { ...vi, keys: [] };
  return command === 'unknown' ? { editor, vi: idle } : run(editor, idle, command);
}

const OPERATORS: ReadonlySet<string> = new Set('dcy');
/** Motions that wait for a character. */
const FINDING: ReadonlySet<string> = new Set('fFtT');
const SINGLE: ReadonlySet<string> = new Set('xXsSDCYpPu~.iaIAjknN/');

/** Reads the keys of a command: counts multiply, as in `2d3w`. */
function commandOf(keys: readonly string[]): ViCommand | 'unfinished' | 'unknown' {
  let at = 0;
  const readCount = () => {
    const start = at;
    while (/^[0-9]$/.test(keys[at] ?? '') && (at > start || keys[at] !== '0')) at++;
    return at === start ? undefined : Math.min(MOST_TIMES, Number(keys.slice(start, at).join('')));
  };
  const count = readCount();
  const operator = OPERATORS.has(keys[at]) ? (keys[at++] as Operator) : undefined;
  const times = operator === undefined ? undefined : readCount();
  if (at === keys.length) return 'unfinished';
  const key = keys[at];
  const isFind = FINDING.has(key);
  const isObject = operator !== undefined && (key === 'i' || key === 'a');
  const isMotion = MOTION_KEYS.has(key) || isFind;
  const isKnown = isMotion || (operator === undefined ? key === 'r' || SINGLE.has(key) : key === operator || isObject);
  if (!isKnown) return 'unknown';
  const waits = isFind || isObject || key === 'r';
  if (waits && at + 1 === keys.length) return 'unfinished';
  const char = waits ? keys[at + 1] : undefined;
  if (isObject && !OBJECT_KEYS.has(char ?? '')) return 'unknown';
  const product = count === undefined && times === undefined ? undefined : (count ?? 1) * (times ?? 1);
  return { count: product, operator, key, char };
}

/** A larger count than any line has use for. */
const MOST_TIMES = 10_000;

/** Commands that are short for an operator and a motion. */
const SHORT: Readonly<Record<string, Pick<ViCommand, 'operator' | 'key'>>> = {
  x: { operator: 'd', key: 'l' },
  X: { operator: 'd', key: 'h' },
  s: { operator: 'c', key: 'l' },
  S: { operator: 'c', key: 'c' },
  D: { operator: 'd', key: '$' },
  C: { operator: 'c', key: '$' },
  Y: { operator: 'y', key: 'y' },
};

function run(editor: LineEditor, vi: ViState, command: ViCommand): ViStep {
  const { key, operator, count = 1, char } = command;
  const short = operator === undefined ? SHORT[key] : undefined;
  if (short !== undefined) return operate(editor, vi, { ...command, ...short }, command);
  if (operator !== undefined) return operate(editor, vi, command, command);
  switch (key) {
    case 'i':
      return insertAt(editor, vi, command, editor.cursor);
    case 'a':
      return insertAt(editor, vi, command, move(editor, 'forward', 'char').cursor);
    case 'I':
      return insertAt(editor, vi, command, firstWord(editor.text));
    case 'A':
      return insertAt(editor, vi, command, editor.text.length);
    case 'p':
      return changed(put(editor, count, move(editor, 'forward', 'char').cursor), vi, command);
    case 'P':
      return changed(put(editor, count, editor.cursor), vi, command);
    case 'r':
      return changed(
        exchange(editor, count, () => char ?? ''),
        vi,
        command,
      );
    case '~':
      return changed(exchange(editor, count, otherCase, { movesOn: true }), vi, command);
    case 'u':
      return { editor: onCharacter(repeat(count, editor, undo)), vi };
    case '.':
      return again(editor, vi, command.count);
    case 'j':
    case 'k':
      return { editor, vi, request: { type: 'history', direction: key === 'k' ? 'back' : 'forward' } };
    case '/':
      return { editor, vi, request: { type: 'search', direction: 'back' } };
    case 'n':
    case 'N':
      return { editor, vi, request: { type: 'searchAgain', direction: key === 'n' ? 'back' : 'forward' } };
    default:
      return go(editor, vi, command);
  }
}

function repeat(count: number, editor: LineEditor, step: (editor: LineEditor) => LineEditor): LineEditor {
  let result = editor;
  for (let i = 0; i < count; i++) {
    const next = step(result);
    if (next === result) break;
    result = next;
  }
  return result;
}

/** A motion alone. */
function go(editor: LineEditor, vi: ViState, { key, count = 1, char }: ViCommand): ViStep {
  const find = findOf(key, char) ?? vi.find;
  const end = motionEnd(editor.text, editor.cursor, { key, count, find });
  const moved = end === undefined ? editor : onCharacter(moveTo(editor, end.to));
  return { editor: moved, vi: { ...vi, find } };
}

function findOf(key: string, char: string | undefined): CharFind | undefined {
  return char === undefined || !FINDING.has(key) ? undefined : { key: key as CharFind['key'], char };
}

/** An operator over a motion or over the whole line. `typed` is the command as it is repeated. */
function operate(editor: LineEditor, vi: ViState, command: ViCommand, typed: ViCommand): ViStep {
  const { operator, char, key } = command;
  const find = findOf(key, char) ?? vi.find;
  const span = spanOf(editor, command, find);
  const next: ViState = { ...vi, find };
  if (span === undefined) {
    // In an empty line there is nothing to change, but something to insert.
    const inserts = operator === 'c' && editor.text === '';
    return inserts ? insertAt(editor, next, typed, editor.cursor) : { editor, vi: next };
  }
  const [start, end] = span;
  const copied = copy(editor, start, end);
  if (operator === 'y') return { editor: onCharacter(moveTo(copied, key === 'y' ? editor.cursor : start)), vi: next };
  const cut = start === end ? moveTo(copied, start) : replace(copied, { start, end, text: '' });
  return operator === 'c' ? insertAt(cut, next, typed, cut.cursor, editor.undo.length) : changed(cut, next, typed);
}

type Span = readonly [start: number, end: number];

/** What an operator takes; undefined where its motion leads nowhere. */
function spanOf(editor: LineEditor, command: ViCommand, find: CharFind | undefined): Span | undefined {
  const { text, cursor } = editor;
  const { operator, key, count = 1, char = '' } = command;
  if (key === operator) return text === '' ? undefined : [0, text.length];
  if (key === 'i' || key === 'a') return objectSpan(text, cursor, { key: char, isAround: key === 'a' });
  // On a word `cw` changes what `e` goes over, and not the blanks behind it.
  const isChangeOfWord = operator === 'c' && /^[wW]$/.test(key) && /^\S/.test(text.slice(cursor));
  const end = motionEnd(text, cursor, { key: isChangeOfWord ? `c${key}` : key, count, find });
  if (end === undefined) return undefined;
  if (end.to < cursor) return [end.to, cursor];
  return [cursor, end.isInclusive ? move(moveTo(editor, end.to), 'forward', 'char').cursor : end.to];
}

function changed(editor: LineEditor, vi: ViState, command: ViCommand): ViStep {
  return { editor: onCharacter(editor), vi: { ...vi, change: { command, typed: '' } } };
}

function insertAt(editor: LineEditor, vi: ViState, command: ViCommand, at: number, steps = editor.undo.length): ViStep {
  const there = moveTo(editor, at);
  const insertion: Insertion = { command, at: there.cursor, text: there.text, steps };
  return { editor: there, vi: { ...vi, mode: 'insert', insertion } };
}

/** `p` and `P`: the text cut out last, the cursor on its last character. */
function put(editor: LineEditor, count: number, at: number): LineEditor {
  const text = (editor.kills[0] ?? '').repeat(count);
  const edited = text === '' ? editor : replace(editor, { start: at, end: at, text });
  return edited === editor ? editor : move(edited, 'back', 'char');
}

/** Puts other characters in place of so many from the cursor on; does nothing where there are not as many, for `r`. */
function exchange(
  editor: LineEditor,
  count: number,
  other: (char: string) => string,
  { movesOn = false } = {},
): LineEditor {
  let end = editor;
  let text = '';
  for (let i = 0; i < count; i++) {
    const next = move(end, 'forward', 'char');
    if (next.cursor === end.cursor) {
      if (!movesOn) return editor;
      break;
    }
    text += other(editor.text.slice(end.cursor, next.cursor));
    end = next;
  }
  if (text === '') return editor;
  const edited = replace(editor, { start: editor.cursor, end: end.cursor, text });
  return movesOn ? edited : move(edited, 'back', 'char');
}

function otherCase(char: string): string {
  return char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase();
}

/** `.`: the last change at the cursor, with another count if there is one. */
function again(editor: LineEditor, vi: ViState, count: number | undefined): ViStep {
  const { change } = vi;
  if (change === undefined) return { editor, vi };
  const command = count === undefined ? change.command : { ...change.command, count };
  const done = run(editor, vi, command);
  if (done.vi.mode === 'normal') return done;
  const { cursor } = done.editor;
  const typed =
    change.typed === '' ? done.editor : replace(done.editor, { start: cursor, end: cursor, text: change.typed });
  return toNormal(typed, done.vi);
}
