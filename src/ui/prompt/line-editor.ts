/**
 * Editing one line as readline does in its emacs mode, as plain data. Positions count UTF-16 units, as everywhere in
 * JavaScript, but the cursor only ever stands between characters as a reader sees them: `e` with a combining accent, a
 * flag, a family emoji are one step and one deletion.
 */
export interface LineEditor {
  readonly text: string;
  readonly cursor: number;
  /** Texts that were cut out, newest first. Ctrl-Y brings back the first, Alt-Y the others. */
  readonly kills: readonly string[];
  /** What undoing goes back to, newest first. */
  readonly undo: readonly Snapshot[];
  /** What was undone, the last first; nothing once there is another edit. */
  readonly redo: readonly Snapshot[];
  /** What came just before, where the next edit depends on it. */
  readonly last: LastEdit;
}

interface Snapshot {
  readonly text: string;
  readonly cursor: number;
}

type LastEdit =
  | { readonly type: 'none' }
  /** Letters typed in a row are taken back together, word by word. */
  | { readonly type: 'typed' }
  /** Cuts in a row add to one text. */
  | { readonly type: 'killed' }
  /** A text brought back can be exchanged for an older one. */
  | { readonly type: 'yanked'; readonly start: number; readonly kill: number }
  /** So can the last word of an earlier line: the one at this place of the history. */
  | { readonly type: 'recalled'; readonly start: number; readonly line: number };

const NONE: LastEdit = { type: 'none' };

const KILLS_KEPT = 30;

/** The longest line. No command needs as much; a file pasted by mistake has more. */
export const LINE_LIMIT = 5000;

export type Direction = 'back' | 'forward';

/** How far a move or a deletion goes. */
export type Unit =
  /** One character as a reader sees it. */
  | 'char'
  /** A run of letters and digits: one part of `encoding/json.(*Decoder).Decode`. */
  | 'name'
  /** A run without spaces. */
  | 'word'
  | 'line';

/** A line to edit. `kills` are what was cut out of others. */
export function editorOf(text: string, cursor = text.length, kills: readonly string[] = []): LineEditor {
  return { text, cursor: snapped(text, cursor), kills, undo: [], redo: [], last: NONE };
}

/** Puts typed or pasted text in at the cursor. */
export function insert(editor: LineEditor, text: string, { pasted = false } = {}): LineEditor {
  if (text === '') return editor;
  const continues = !pasted && editor.last.type === 'typed' && text !== ' ';
  const edited = replace(editor, { start: editor.cursor, end: editor.cursor, text });
  return { ...edited, undo: continues ? editor.undo : edited.undo, last: pasted ? NONE : { type: 'typed' } };
}

/** Puts a text in place of a part of the line, with the cursor behind it. One step for undo. */
export function replace(
  editor: LineEditor,
  { start, end, text }: { readonly start: number; readonly end: number; readonly text: string },
): LineEditor {
  return edited(editor, editor.text.slice(0, start) + text + editor.text.slice(end), start + text.length);
}

/** A whole other line, with the cursor at its end. */
export function setText(editor: LineEditor, text: string): LineEditor {
  return text === editor.text && editor.cursor === text.length ? editor : edited(editor, text, text.length);
}

export function move(editor: LineEditor, direction: Direction, unit: Unit): LineEditor {
  return moveTo(editor, target(editor, direction, unit));
}

export function moveTo(editor: LineEditor, cursor: number): LineEditor {
  return { ...editor, cursor: snapped(editor.text, cursor), last: NONE };
}

/** Deletes without keeping what goes: for Backspace and Delete. */
export function erase(editor: LineEditor, direction: Direction): LineEditor {
  const [start, end] = spanTo(editor, direction, 'char');
  return start === end ? editor : replace(editor, { start, end, text: '' });
}

/** Cuts out text that Ctrl-Y can bring back. Cuts in a row are kept as one text. */
export function kill(editor: LineEditor, direction: Direction, unit: Unit): LineEditor {
  const [start, end] = spanTo(editor, direction, unit);
  if (start === end) return editor;
  const cut = editor.text.slice(start, end);
  const [newest = '', ...older] = editor.kills;
  const kills =
    editor.last.type === 'killed'
      ? [direction === 'back' ? cut + newest : newest + cut, ...older]
      : copy(editor, start, end).kills;
  return { ...replace(editor, { start, end, text: '' }), kills, last: { type: 'killed' } };
}

/** Keeps a part of the line as if it had been cut out. */
export function copy(editor: LineEditor, start: number, end: number): LineEditor {
  if (start === end) return editor;
  return { ...editor, kills: [editor.text.slice(start, end), ...editor.kills].slice(0, KILLS_KEPT) };
}

/** Brings back the text cut out last. */
export function yank(editor: LineEditor): LineEditor {
  return editor.kills.length === 0 ? editor : putKill(editor, { start: editor.cursor, end: editor.cursor, kill: 0 });
}

/** Right after `yank`: takes the text cut out before that instead, and so on around. */
export function yankOlder(editor: LineEditor): LineEditor {
  const { last, cursor } = editor;
  if (last.type !== 'yanked') return editor;
  return putKill(editor, { start: last.start, end: cursor, kill: (last.kill + 1) % editor.kills.length });
}

function putKill(
  editor: LineEditor,
  { start, end, kill }: { readonly start: number; readonly end: number; readonly kill: number },
): LineEditor {
  return { ...replace(editor, { start, end, text: editor.kills[kill] }), last: { type: 'yanked', start, kill } };
}

/** Inserts the last word of an earlier line, or puts it in place of the one of a later line that was inserted just now. */
export function recallWord(editor: LineEditor, word: string, line: number): LineEditor {
  const start = editor.last.type === 'recalled' ? editor.last.start : editor.cursor;
  return { ...replace(editor, { start, end: editor.cursor, text: word }), last: { type: 'recalled', start, line } };
}

/** Exchanges the characters before and after the cursor, at the end of the line the last two, and moves on. */
export function transposeChars(editor: LineEditor): LineEditor {
  const { text, cursor } = editor;
  const middle = cursor === text.length ? charBefore(text, cursor) : cursor;
  const start = charBefore(text, middle);
  if (start === middle) return editor;
  const end = charAfter(text, middle);
  return replace(editor, { start, end, text: text.slice(middle, end) + text.slice(start, middle) });
}

/** Exchanges the name at or behind the cursor, at the end of the line the last one, with the one before it. */
export function transposeNames(editor: LineEditor): LineEditor {
  const { text, cursor } = editor;
  const names = Array.from(text.matchAll(NAMES), (run) => ({ start: run.index, end: run.index + run[0].length }));
  const behind = names.findIndex(({ end }) => end > cursor);
  const second = behind === -1 ? names.length - 1 : behind;
  if (second < 1) return editor;
  const [a, b] = [names[second - 1], names[second]];
  const exchanged = text.slice(b.start, b.end) + text.slice(a.end, b.start) + text.slice(a.start, a.end);
  return replace(editor, { start: a.start, end: b.end, text: exchanged });
}

export type LetterCase = 'upper' | 'lower' | 'capital';

/** The letters from the cursor to the end of the name in another case; the cursor goes there. */
export function changeCase(editor: LineEditor, letterCase: LetterCase): LineEditor {
  const [start, end] = spanTo(editor, 'forward', 'name');
  if (start === end) return editor;
  return replace(editor, { start, end, text: inCase(editor.text.slice(start, end), letterCase) });
}

function inCase(text: string, letterCase: LetterCase): string {
  if (letterCase === 'upper') return text.toUpperCase();
  const lower = text.toLowerCase();
  return letterCase === 'lower' ? lower : lower.replace(/\p{L}/u, (letter) => letter.toUpperCase());
}

/** Takes back the last edit; moves of the cursor are not edits. */
export function undo(editor: LineEditor): LineEditor {
  const [before, ...older] = editor.undo;
  if (before === undefined) return editor;
  return { ...editor, ...before, undo: older, redo: [snapshotOf(editor), ...editor.redo], last: NONE };
}

/** Makes the edit again that was taken back last. */
export function redo(editor: LineEditor): LineEditor {
  const [after, ...others] = editor.redo;
  if (after === undefined) return editor;
  return { ...editor, ...after, undo: [snapshotOf(editor), ...editor.undo], redo: others, last: NONE };
}

/** Makes one step for undo of all edits since there were so many steps. */
export function joinSteps(editor: LineEditor, steps: number): LineEditor {
  const added = editor.undo.length - steps;
  return added < 2 ? editor : { ...editor, undo: editor.undo.slice(added - 1) };
}

const snapshotOf = ({ text, cursor }: LineEditor): Snapshot => ({ text, cursor });

/** The part of the line from the cursor as far as a deletion would go. */
function spanTo(editor: LineEditor, direction: Direction, unit: Unit): readonly [start: number, end: number] {
  const other = target(editor, direction, unit);
  return direction === 'back' ? [other, editor.cursor] : [editor.cursor, other];
}

/** The line after an edit; unchanged where it would become too long. */
function edited(editor: LineEditor, text: string, cursor: number): LineEditor {
  if (text.length > LINE_LIMIT && text.length > editor.text.length) return editor;
  const undo = [snapshotOf(editor), ...editor.undo];
  return { ...editor, text, cursor: snapped(text, cursor), undo, redo: [], last: NONE };
}

function target({ text, cursor }: LineEditor, direction: Direction, unit: Unit): number {
  const isBack = direction === 'back';
  switch (unit) {
    case 'char':
      return isBack ? charBefore(text, cursor) : charAfter(text, cursor);
    case 'line':
      return isBack ? 0 : text.length;
    case 'name':
    case 'word': {
      const runs = unit === 'name' ? NAMES : WORDS;
      return snapped(
        text,
        isBack ? startOfLastRun(text.slice(0, cursor), runs) : cursor + endOfFirstRun(text.slice(cursor), runs),
      );
    }
  }
}

const NAMES = /[\p{L}\p{M}\p{N}_]+/gu;
const WORDS = /\S+/gu;

function startOfLastRun(text: string, runs: RegExp): number {
  let start = 0;
  for (const run of text.matchAll(runs)) start = run.index;
  return start;
}

function endOfFirstRun(text: string, runs: RegExp): number {
  for (const run of text.matchAll(runs)) return run.index + run[0].length;
  return text.length;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function charBefore(text: string, cursor: number): number {
  return cursor === 0 ? 0 : (graphemes.segment(text).containing(cursor - 1)?.index ?? 0);
}

function charAfter(text: string, cursor: number): number {
  const char = graphemes.segment(text).containing(cursor);
  return char === undefined ? text.length : char.index + char.segment.length;
}

/** The position itself, or the end of the character it falls into: an edit can make one character out of two. */
function snapped(text: string, cursor: number): number {
  if (cursor <= 0) return 0;
  if (cursor >= text.length) return text.length;
  return graphemes.segment(text).containing(cursor)?.index === cursor ? cursor : charAfter(text, cursor);
}
