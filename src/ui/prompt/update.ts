import { unreachable } from '../../base/errors.ts';
import { type KeyPress, lineOfPaste, typedKeys } from '../terminal/key-press.ts';
import { actionOfKey } from '../terminal/keymap.ts';
import { complete, narrowed, selectCandidate, takeSelected } from './completion-menu.ts';
import { browseHistory, searchFor, searchOn, startSearch } from './history-walk.ts';
import { keysOf, type PromptAction } from './keys.ts';
import { editorOf, erase, insert, kill, type LineEditor, move, setText, undo, yank, yankOlder } from './line-editor.ts';
import { EDIT, initialPrompt, type PromptContext, type PromptResult, type PromptState } from './model.ts';

/** A prompt with a line to begin with, after the keys that were typed before it was there. */
export function openPrompt(start: PromptStart, context: PromptContext): PromptState {
  return pressKeys(initialPrompt(start.text, start.cursor), start.typedAhead, context);
}

export interface PromptStart {
  readonly text: string;
  readonly cursor: number;
  readonly typedAhead: readonly KeyPress[];
}

/** The prompt after some keys. Those behind the end of the line are kept for the next one. */
export function pressKeys(before: PromptState, presses: readonly KeyPress[], context: PromptContext): PromptState {
  let state = before;
  for (let i = 0; i < presses.length; i++) {
    if (state.result !== undefined) return { ...state, typedAhead: [...state.typedAhead, ...presses.slice(i)] };
    const action = actionOfKey(presses[i], state, { keymap: keysOf, onText: insertion });
    state = action === undefined ? { ...state, hint: '' } : updatePrompt(state, action, context);
  }
  return state;
}

const insertion = (text: string): PromptAction => ({ type: 'insert', text });

/** The prompt after a paste. Behind the end of the line it is kept as one line, so that nothing in it runs unseen. */
export function pasteText(state: PromptState, text: string, context: PromptContext): PromptState {
  if (state.result === undefined) return updatePrompt(state, { type: 'paste', text }, context);
  return { ...state, typedAhead: [...state.typedAhead, ...typedKeys(lineOfPaste(text))] };
}

export function updatePrompt(before: PromptState, action: PromptAction, context: PromptContext): PromptState {
  const state = before.hint === '' ? before : { ...before, hint: '' };
  const { mode, editor } = state;
  switch (action.type) {
    case 'insert':
      if (mode.type === 'search') return searchFor(state, mode, mode.query + printable(action.text), context);
      return inserted(state, printable(action.text), context);
    case 'paste':
      if (mode.type === 'search') return searchFor(state, mode, mode.query + pastedLines(action.text)[0], context);
      return inserted(state, pastedLines(action.text).join('\n'), context, { pasted: true });
    case 'erase':
      if (mode.type !== 'search' || action.direction === 'forward') {
        return typed(state, erase(editor, action.direction), context);
      }
      return searchFor(state, mode, withoutLast(mode.query), context);
    case 'move':
      return edited(state, move(editor, action.direction, action.unit));
    case 'kill':
      return edited(state, kill(editor, action.direction, action.unit));
    case 'yank':
      return edited(state, yank(editor));
    case 'yankOlder':
      return edited(state, yankOlder(editor));
    case 'undo':
      return edited(state, undo(editor));
    case 'history':
      return browseHistory(mode.type === 'history' ? state : { ...state, mode: EDIT }, action.direction, context);
    case 'search':
      return mode.type === 'search' ? searchOn(state, mode, action.direction, context) : startSearch(state, context);
    case 'complete':
      return complete(state, context);
    case 'selectCandidate':
      return mode.type === 'menu' ? selectCandidate(state, mode, action.direction, context) : state;
    case 'takeCandidate':
      return mode.type === 'menu' ? takeSelected(state, mode) : state;
    case 'leaveSearch':
      return { ...state, mode: EDIT };
    case 'cancel':
      return mode.type === 'menu' || mode.type === 'search' ? { ...state, editor: mode.before, mode: EDIT } : state;
    case 'clearLine':
      if (editor.text === '') return { ...state, mode: EDIT, hint: 'Ctrl-D or quit leaves the shell' };
      return { ...state, editor: setText(editor, ''), mode: EDIT };
    case 'eraseOrEnd':
      return editor.text === '' ? ended(state, { type: 'end' }) : edited(state, erase(editor, 'forward'));
    case 'submit':
      return submitted(state);
    case 'find':
      return ended(state, { type: 'find', text: editor.text, cursor: editor.cursor });
    case 'clearScreen':
      return ended(state, { type: 'clear', text: editor.text, cursor: editor.cursor });
    default:
      return unreachable(action);
  }
}

/** The longest line, all lines of a paste together. No command needs as much; a file pasted by mistake has more. */
const LINE_LIMIT = 5000;

function inserted(
  state: PromptState,
  text: string,
  context: PromptContext,
  how: { readonly pasted?: boolean } = {},
): PromptState {
  const isTooLong = state.editor.text.length + text.length > LINE_LIMIT;
  if (isTooLong) return { ...state, hint: `a line ends at ${LINE_LIMIT} characters` };
  return typed(state, insert(state.editor, text, how), context);
}

/** After an edit: whatever was going on is over. Only moves within an earlier line leave it the one shown. */
function edited(state: PromptState, editor: LineEditor): PromptState {
  const stays = state.mode.type === 'history' && editor.text === state.editor.text;
  return { ...state, editor, mode: stays ? state.mode : EDIT };
}

/** After typing or deleting a character: as `edited`, but a menu of completions follows. */
function typed(state: PromptState, editor: LineEditor, context: PromptContext): PromptState {
  const { mode } = state;
  if (mode.type === 'menu' && mode.selected === undefined) return narrowed({ ...state, editor }, mode, context);
  return edited(state, editor);
}

function ended(state: PromptState, result: PromptResult): PromptState {
  return { ...state, mode: EDIT, result };
}

/**
 * Enter. A paste can have brought several lines: the first is run, the others are as if typed after it, so that one
 * look and one Enter run them all.
 */
function submitted(state: PromptState): PromptState {
  const [line, ...others] = state.editor.text.split('\n');
  const typedAhead = others.flatMap((other) => typedKeys(`${other}\n`));
  return { ...ended(state, { type: 'line', line }), editor: editorOf(line), typedAhead };
}

/** What pasted text puts in: its lines that are not empty, tabs as spaces. */
function pastedLines(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => printable(line.replaceAll('\t', ' ')));
  const filled = lines.filter((line) => line.trim() !== '');
  return filled.length === 0 ? [lines[0]] : filled;
}

function printable(text: string): string {
  return text.replace(/\p{Control}/gu, '');
}

function withoutLast(text: string): string {
  return erase(editorOf(text), 'back').text;
}
