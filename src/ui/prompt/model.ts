import type { Completion } from '../../shell/language/complete.ts';
import type { LineMark } from '../../shell/language/line-marks.ts';
import type { KeyPress } from '../terminal/key-press.ts';
import { editorOf, type LineEditor } from './line-editor.ts';
import { startInserting, type ViState } from './vi.ts';

/** How a prompt ends. `cursor` tells where editing went on, so that the same line can be shown again. */
export type PromptResult =
  /** `kept` is what was typed when a key with a line of its own was pressed: it belongs to the next prompt. */
  | { readonly type: 'line'; readonly line: string; readonly kept?: KeptLine }
  /** Several lines that were pasted, to run one after the other. */
  | { readonly type: 'script'; readonly lines: readonly string[] }
  | { readonly type: 'end' }
  | ({ readonly type: 'find' } & KeptLine)
  /** What was printed last, as a view. */
  | ({ readonly type: 'open' } & KeptLine)
  | ({ readonly type: 'clear' } & KeptLine)
  /** Ctrl-Z: the program is to be stopped. */
  | ({ readonly type: 'suspend' } & KeptLine);

export interface KeptLine {
  readonly text: string;
  readonly cursor: number;
}

/** What a prompt knows but does not change. */
export interface PromptContext {
  complete(line: string, cursor: number): Completion;
  /** What the parts of a line are, in order and apart from each other. */
  marksOf(line: string): readonly LineMark[];
  /** Oldest first. */
  readonly history: readonly string[];
  readonly keys: 'emacs' | 'vi';
  /** Whether completions show by themselves, or when Tab is pressed. */
  readonly menu: 'typing' | 'tab';
  /** Whether the line that may be meant is offered behind the cursor. */
  readonly suggestions: boolean;
  /** By the name of a key, as `keyNameOf` gives it: a line to run, or `:` and the name of an action. */
  readonly bindings: Readonly<Record<string, string>>;
}

/** Where a context says nothing else. */
export const DEFAULT_CONTEXT: Omit<PromptContext, 'complete' | 'history'> = {
  marksOf: () => [],
  keys: 'emacs',
  menu: 'typing',
  suggestions: true,
  bindings: {},
};

/** What is handed on from line to line. */
export interface PromptMemory {
  readonly kills: readonly string[];
  readonly lastQuery: string;
  readonly vi: Pick<ViState, 'find' | 'change'> | undefined;
}

export const NO_MEMORY: PromptMemory = { kills: [], lastQuery: '', vi: undefined };

export interface PromptState {
  readonly editor: LineEditor;
  readonly mode: PromptMode;
  /** With the keys of vi: where they are. */
  readonly vi: ViState | undefined;
  /** A note under the line, until the next key; empty for none. */
  readonly hint: string;
  /** What was searched for in earlier lines. */
  readonly lastQuery: string;
  /** Something was typed, and the menu does not follow yet: that waits for the last of the keys that came together. */
  readonly isMenuDue: boolean;
  /** The menu was closed, and stays so until the next word. */
  readonly isMenuClosed: boolean;
  readonly result: PromptResult | undefined;
  /** Keys that came after the end of this line. They belong to the next prompt. */
  readonly typedAhead: readonly KeyPress[];
}

export type PromptMode = { readonly type: 'edit' } | HistoryMode | SearchMode | MenuMode | PasteMode;

/** Going through earlier lines. */
export interface HistoryMode {
  readonly type: 'history';
  /** The entry that is shown. */
  readonly index: number;
  /** The unfinished line, for the way back. */
  readonly draft: LineEditor;
}

/** Searching in earlier lines; the editor shows the selected one. */
export interface SearchMode {
  readonly type: 'search';
  readonly query: string;
  /** All there are, the newest first. */
  readonly lines: readonly SearchedLine[];
  /** The best first. */
  readonly matches: readonly HistoryMatch[];
  readonly selected: number | undefined;
  readonly before: LineEditor;
}

/** An earlier line that matches. */
export interface HistoryMatch {
  readonly line: string;
  /** The letters that match, ascending. */
  readonly matched: readonly number[];
}

/** A line to search, ready for comparing. */
export interface SearchedLine {
  readonly line: string;
  readonly folded: string;
}

/** Choosing among completions; the editor shows the line with the selected one. */
export interface MenuMode {
  readonly type: 'menu';
  readonly completion: Completion;
  readonly selected: number | undefined;
  /** The line without any of them. */
  readonly before: LineEditor;
  /** Opened by itself, and goes by itself. */
  readonly isByItself: boolean;
}

/** Asking what to do with several pasted lines. */
export interface PasteMode {
  readonly type: 'paste';
  readonly pasted: readonly string[];
  /** The same with what stood in the line around them. */
  readonly lines: readonly string[];
}

export const EDIT: PromptMode = { type: 'edit' };

/** A prompt with a line to begin with. */
export function initialPrompt(
  text: string,
  cursor = text.length,
  {
    keys = 'emacs',
    memory = NO_MEMORY,
  }: { readonly keys?: PromptContext['keys']; readonly memory?: PromptMemory } = {},
): PromptState {
  const editor = editorOf(text, cursor, memory.kills);
  return {
    editor,
    mode: EDIT,
    vi: keys === 'vi' ? startInserting(editor, memory.vi) : undefined,
    hint: '',
    lastQuery: memory.lastQuery,
    isMenuDue: false,
    isMenuClosed: false,
    result: undefined,
    typedAhead: [],
  };
}

export function memoryOf({ editor, lastQuery, vi }: PromptState): PromptMemory {
  return { kills: editor.kills, lastQuery, vi: vi && { find: vi.find, change: vi.change } };
}
