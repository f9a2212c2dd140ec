import { unreachable } from '../../base/errors.ts';
import { isActionName } from '../../shell/language/key-names.ts';
import { ESCAPE, type KeyPress, lineOfPaste, typedKeys } from '../terminal/key-press.ts';
import { actionOfKey, bindingOf } from '../terminal/keymap.ts';
import { closeMenu, complete, followTyping, selectCandidate, takeSelected } from './completion-menu.ts';
import { searchFor, selectMatch, startSearch, takeMatch } from './history-search.ts';
import { browseHistory, browseToEnd, recallLastWord, searchAgain, suggestionOf } from './history-walk.ts';
import { ACTIONS, keysOf, type PromptAction } from './keys.ts';
import {
  changeCase,
  type Direction,
  editorOf,
  erase,
  insert,
  kill,
  type LineEditor,
  move,
  redo,
  setText,
  transposeChars,
  transposeNames,
  type Unit,
  undo,
  yank,
  yankOlder,
} from './line-editor.ts';
import {
  EDIT,
  initialPrompt,
  type KeptLine,
  type PromptContext,
  type PromptMemory,
  type PromptResult,
  type PromptState,
  type SearchMode,
} from './model.ts';
import { askAboutPaste, insertText, joinPaste, pastedLines, printable } from './paste.ts';
import { onCharacter, pressNormal, startInserting, toNormal, type ViState } from './vi.ts';

/** A prompt with a line to begin with, after the keys that were typed before it was there. */
export function openPrompt({ text, cursor, typedAhead, memory }: PromptStart, context: PromptContext): PromptState {
  const start = { keys: context.keys, ...(memory === undefined ? {} : { memory }) };
  return pressKeys(initialPrompt(text, cursor, start), typedAhead, context);
}

export interface PromptStart extends KeptLine {
  readonly typedAhead: readonly KeyPress[];
  readonly memory?: PromptMemory | undefined;
}

/** The prompt after some keys. Those behind the end of the line are kept for the next one. */
export function pressKeys(before: PromptState, pressed: readonly KeyPress[], context: PromptContext): PromptState {
  const presses = before.vi === undefined ? pressed : pressed.flatMap(withEscape);
  let state = before;
  for (let i = 0; i < presses.length; ) {
    if (state.result !== undefined) return { ...state, typedAhead: [...state.typedAhead, ...presses.slice(i)] };
    // What other keys mean depends on the menu.
    if (!isTyped(presses[i], state)) state = followTyping(state, context);
    const { action, count } = nextAction(state, presses, i, context);
    state = action === undefined ? { ...state, hint: '' } : updatePrompt(state, action, context);
    i += count;
  }
  return followTyping(state, context);
}

/** With the keys of vi nobody presses Alt, but many press Escape and then quickly a letter, which looks the same. */
function withEscape(press: KeyPress): readonly KeyPress[] {
  if (press.char !== undefined) return [ESCAPE, ...typedKeys(press.char)];
  return press.name === 'alt+enter' ? [ESCAPE, ...typedKeys('\n')] : [press];
}

/** What the next key asks for, or the next few that type a word: one edit is as good as one for each letter. */
function nextAction(
  state: PromptState,
  presses: readonly KeyPress[],
  from: number,
  context: PromptContext,
): { readonly action: PromptAction | undefined; readonly count: number } {
  const press = presses[from];
  if (isTyped(press, state)) {
    let count = 1;
    let { text } = press;
    while (count < MOST_LETTERS && presses[from + count]?.text.trim() && text !== ' ') {
      text += presses[from + count++].text;
    }
    return { action: { type: 'insert', text }, count };
  }
  const binding = Object.hasOwn(context.bindings, press.name) ? context.bindings[press.name] : undefined;
  const isBindable = state.mode.type !== 'search' && state.mode.type !== 'paste';
  if (binding !== undefined && isBindable) return { action: { type: 'runBinding', binding }, count: 1 };
  return { action: actionOfKey(press, state, { keymap: keysOf, onText: viKey }), count: 1 };
}

const MOST_LETTERS = 64;

/** Letters that reach `actionOfKey` are those of vi's normal mode: where letters type, they do not get there. */
const viKey = (key: string): PromptAction => ({ type: 'viKey', key });

/** Whether a key types its text here. */
function isTyped({ name, text }: KeyPress, state: PromptState): boolean {
  const { mode, vi } = state;
  if (text === '' || mode.type === 'paste') return false;
  return mode.type === 'search' || (vi?.mode !== 'normal' && bindingOf(keysOf(state), name) === undefined);
}

/** The prompt after a paste. Behind the end of the line it is kept as one line, so that nothing in it runs unseen. */
export function pasteText(state: PromptState, text: string, context: PromptContext): PromptState {
  if (state.result === undefined) return followTyping(updatePrompt(state, { type: 'paste', text }, context), context);
  return { ...state, typedAhead: [...state.typedAhead, ...typedKeys(lineOfPaste(text))] };
}

/** The prompt after one action. What was typed shows in the menu only after `followTyping`. */
export function updatePrompt(before: PromptState, action: PromptAction, context: PromptContext): PromptState {
  const state = carriedOut(before.hint === '' ? before : { ...before, hint: '' }, action, context);
  const stands = state.vi?.mode === 'normal' && state.mode.type !== 'search' && state.mode.type !== 'paste';
  return stands ? { ...state, editor: onCharacter(state.editor) } : state;
}

function carriedOut(state: PromptState, action: PromptAction, context: PromptContext): PromptState {
  const { mode, editor } = state;
  switch (action.type) {
    case 'insert':
      if (mode.type === 'search') return searchedFor(state, mode, mode.query + printable(action.text));
      return typed(insertText(state, printable(action.text)), state);
    case 'paste':
      return pasted(state, action.text);
    case 'erase':
      if (mode.type === 'search' && action.direction === 'back') {
        return searchedFor(state, mode, erase(editorOf(mode.query), 'back').text);
      }
      return typed({ ...state, editor: erase(editor, action.direction) }, state);
    case 'move':
      return moved(state, action.direction, action.unit, context);
    case 'kill':
      return edited(state, kill(editor, action.direction, action.unit));
    case 'yank':
      return edited(state, yank(editor));
    case 'yankOlder':
      return edited(state, yankOlder(editor));
    case 'yankLastWord':
      return edited(state, recallLastWord(state, context));
    case 'transposeChars':
      return edited(state, transposeChars(editor));
    case 'transposeNames':
      return edited(state, transposeNames(editor));
    case 'changeCase':
      return edited(state, changeCase(editor, action.letterCase));
    case 'undo':
      return edited(state, undo(editor));
    case 'redo':
      return edited(state, redo(editor));
    case 'history':
      return browseHistory(walking(state), action.direction, context);
    case 'historyEnd':
      return browseToEnd(walking(state), action.direction, context);
    case 'searchAgain':
      return searchAgain(walking(state), action.direction, context);
    case 'search':
      return mode.type === 'search' ? selectMatch(state, mode, action.direction) : startSearch(state, context);
    case 'takeMatch':
      return mode.type === 'search' ? takeMatch(state, mode) : state;
    case 'runMatch':
      if (mode.type !== 'search') return state;
      return mode.selected === undefined ? takeMatch(state, mode) : submitted(takeMatch(state, mode));
    case 'complete':
      return complete(state, context);
    case 'selectCandidate':
      return mode.type === 'menu' ? selectCandidate(state, mode, action.direction) : state;
    case 'takeCandidate':
      return mode.type === 'menu' ? takeSelected(state, mode) : state;
    case 'runPaste':
      return mode.type === 'paste' ? ended(state, { type: 'script', lines: mode.lines }) : state;
    case 'joinPaste':
      return mode.type === 'paste' ? joinPaste(state, mode) : state;
    case 'cancel':
      return cancelled(state);
    case 'clearLine':
      return cleared(state);
    case 'eraseOrEnd':
      return editor.text === '' ? ended(state, { type: 'end' }) : edited(state, erase(editor, 'forward'));
    case 'submit':
      return submitted(state);
    case 'find':
      return ended(state, { type: 'find', ...keptLine(editor) });
    case 'open':
      return ended(state, { type: 'open', ...keptLine(editor) });
    case 'clearScreen':
      return ended(state, { type: 'clear', ...keptLine(editor) });
    case 'suspend':
      return ended(state, { type: 'suspend', ...keptLine(editor) });
    case 'viNormal':
      return state.vi === undefined ? state : afterVi(state, toNormal(editor, state.vi));
    case 'viKey':
      return state.vi === undefined ? state : pressedVi(state, state.vi, action.key, context);
    case 'runBinding':
      return ranBinding(state, action.binding, context);
    default:
      return unreachable(action);
  }
}

const keptLine = ({ text, cursor }: LineEditor): KeptLine => ({ text, cursor });

/** A walk through earlier lines begins at the line as it is, whatever else was going on. */
function walking(state: PromptState): PromptState {
  return state.mode.type === 'history' ? state : { ...state, mode: EDIT };
}

/** After an edit: whatever was going on is over. Only moves within an earlier line leave it the one shown. */
function edited(state: PromptState, editor: LineEditor): PromptState {
  const stays = state.mode.type === 'history' && editor.text === state.editor.text;
  const { query = '' } = state.mode.type === 'search' ? state.mode : {};
  const lastQuery = query === '' ? state.lastQuery : query;
  const isMenuClosed = state.isMenuClosed && editor.text !== '';
  return { ...state, editor, lastQuery, isMenuClosed, mode: stays ? state.mode : EDIT };
}

/** After typing or deleting a character: as `edited`, but a menu follows. One that was closed comes back with the next word. */
function typed(after: PromptState, before: PromptState): PromptState {
  const { editor } = after;
  if (editor.text === before.editor.text) return after;
  const keepsMenu = before.mode.type === 'menu' && before.mode.selected === undefined;
  const isNewWord = editor.text === '' || /[\s=|,]$/.test(editor.text.slice(0, editor.cursor));
  const state = keepsMenu ? after : { ...edited(before, editor), hint: after.hint };
  return { ...state, isMenuDue: true, isMenuClosed: after.isMenuClosed && !isNewWord };
}

/** What is looked for is a few words; a whole file pasted into a search is not. */
const QUERY_LIMIT = 200;

function searchedFor(state: PromptState, search: SearchMode, query: string): PromptState {
  if (query.length > QUERY_LIMIT) return state;
  return searchFor(state, search, query);
}

function pasted(state: PromptState, text: string): PromptState {
  const { mode } = state;
  const lines = pastedLines(text);
  if (mode.type === 'search') return searchedFor(state, mode, mode.query + lines[0]);
  if (lines.length > 1) return askAboutPaste({ ...edited(state, state.editor), mode: EDIT }, lines);
  return typed(insertText({ ...state, mode: mode.type === 'paste' ? EDIT : mode }, lines[0], { pasted: true }), state);
}

/** A move, which at the end of the line takes what is suggested behind it: all of it, or a name. */
function moved(state: PromptState, direction: Direction, unit: Unit, context: PromptContext): PromptState {
  const { editor } = state;
  const suggestion = direction === 'forward' ? suggestionOf(state, context) : '';
  if (suggestion === '') return edited(state, move(editor, direction, unit));
  const taken = unit === 'name' || unit === 'word' ? move(editorOf(suggestion, 0), 'forward', unit).cursor : undefined;
  return edited(state, insert(editor, suggestion.slice(0, taken), { pasted: true }));
}

function cancelled(state: PromptState): PromptState {
  const { mode } = state;
  if (mode.type === 'menu') return closeMenu(state, mode);
  if (mode.type === 'search') return { ...state, editor: mode.before, mode: EDIT };
  return { ...state, mode: EDIT };
}

function cleared(state: PromptState): PromptState {
  const editor = setText(state.editor, '');
  const vi = state.vi && startInserting(editor, state.vi);
  const hint = state.editor.text === '' ? 'Ctrl-D or quit leaves the shell' : '';
  return { ...state, editor, vi, hint, mode: EDIT, isMenuClosed: false };
}

function pressedVi(state: PromptState, vi: ViState, key: string, context: PromptContext): PromptState {
  const step = pressNormal(state.editor, vi, key);
  const after = afterVi(state, step);
  return step.request === undefined ? after : carriedOut(after, step.request, context);
}

function afterVi(
  state: PromptState,
  { editor, vi }: { readonly editor: LineEditor; readonly vi: ViState },
): PromptState {
  return { ...edited(state, editor), vi };
}

/** A key that the user has bound: to `:` and the name of an action, or to a line. */
function ranBinding(state: PromptState, binding: string, context: PromptContext): PromptState {
  if (!binding.startsWith(':')) {
    return ended(state, { type: 'line', line: binding, kept: keptLine(state.editor) });
  }
  const name = binding.slice(1).trim();
  if (!isActionName(name)) return { ...state, hint: `no action of the line is called ${name}` };
  return carriedOut(state, ACTIONS[name], context);
}

function submitted(state: PromptState): PromptState {
  return ended(state, { type: 'line', line: state.editor.text });
}

function ended(state: PromptState, result: PromptResult): PromptState {
  return { ...state, mode: EDIT, result };
}
