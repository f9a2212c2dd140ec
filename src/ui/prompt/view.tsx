import { Box, Text, useCursor } from 'ink';
import { useEffect, useEffectEvent } from 'react';
import type { Theme } from '../../report/theme.ts';
import type { Completion } from '../../shell/language/complete.ts';
import type { KeyPress } from '../terminal/key-press.ts';
import { useKeyPresses } from '../terminal/use-keymap.ts';
import { useStore } from '../terminal/use-store.ts';
import { useTerminalSize } from '../terminal/use-terminal-size.ts';
import {
  finishedLine,
  type MenuRow,
  type PromptResult,
  type PromptRows,
  type PromptState,
  rowsInView,
} from './model.ts';
import type { StatusParts } from './status-text.ts';
import { openPrompt, pasteText, pressKeys } from './update.ts';

export interface PromptProps {
  readonly prompt: string;
  readonly status: StatusParts;
  readonly initialText: string;
  /** Where editing starts; at the end of the text by default. */
  readonly initialCursor?: number;
  /** Keys from the prompt before that came too late for it; they are handled first. */
  readonly typedAhead?: readonly KeyPress[];
  readonly complete: (line: string, cursor: number) => Completion;
  /** Oldest first. */
  readonly history: readonly string[];
  readonly theme: Theme;
  /**
   * Called once, after the last frame: the caller unmounts then. `typedAhead` are keys that came after the end of this
   * line, from fast typing or from further lines of a paste: they go to the next prompt.
   */
  readonly onDone: (result: PromptResult, typedAhead: readonly KeyPress[]) => void;
}

type PromptEvent =
  | { readonly type: 'keys'; readonly presses: readonly KeyPress[] }
  | { readonly type: 'paste'; readonly text: string };

/** One line to type, with what belongs below it. It is mounted anew for every line. */
export function Prompt({
  prompt,
  status,
  initialText,
  initialCursor = initialText.length,
  typedAhead = [],
  complete,
  history,
  theme,
  onDone,
}: PromptProps) {
  const context = { complete, history };
  const store = useStore(
    (state: PromptState, event: PromptEvent) =>
      event.type === 'keys' ? pressKeys(state, event.presses, context) : pasteText(state, event.text, context),
    () => openPrompt({ text: initialText, cursor: initialCursor, typedAhead }, context),
  );
  useKeyPresses(
    (presses) => store.dispatch({ type: 'keys', presses }),
    (text) => store.dispatch({ type: 'paste', text }),
  );

  const { result } = store.state;
  const finish = useEffectEvent((end: PromptResult) => onDone(end, store.current().typedAhead));
  useEffect(() => {
    if (result === undefined) return undefined;
    // A turn of the event loop later the rest of the same input has come in: it is typed ahead, not lost.
    const turn = setImmediate(() => finish(result));
    return () => clearImmediate(turn);
  }, [result]);

  const size = useTerminalSize();
  if (result?.type === 'line' || result?.type === 'end') {
    const { prompt: shownPrompt, line } = finishedLine(prompt, store.state.editor.text, size);
    return <Text wrap="hard">{theme.heading(shownPrompt) + theme.line(line)}</Text>;
  }
  return <LiveLine rows={rowsInView(store.state, prompt, status, size)} theme={theme} />;
}

function LiveLine({ rows, theme }: { readonly rows: PromptRows; readonly theme: Theme }) {
  const { prompt, before, after, matchLength, cursorX, status, menu, note } = rows;
  const { setCursorPosition } = useCursor();
  setCursorPosition({ x: cursorX, y: 0 });
  const match = after.slice(0, matchLength);
  return (
    <Box flexDirection="column">
      <Row
        text={theme.heading(prompt) + theme.line(before) + theme.matched(match) + theme.line(after.slice(matchLength))}
      />
      {status !== '' && <Row text={theme.faint(status)} />}
      {menu.map((row) => (
        <MenuLine key={row.index} row={row} theme={theme} />
      ))}
      {note !== '' && <Row text={theme.faint(note)} />}
    </Box>
  );
}

/** The mark tells the selected row apart where there are no colours. */
function MenuLine({ row: { text, help, isSelected }, theme }: { readonly row: MenuRow; readonly theme: Theme }) {
  const candidate = isSelected ? theme.selected(text) : theme.accent(text);
  return <Row text={`${isSelected ? '> ' : '  '}${candidate}  ${theme.faint(help)}`} />;
}

/** The rows fit already; cutting only matters for the frame drawn between a resize and the next of ours. */
function Row({ text }: { readonly text: string }) {
  return <Text wrap="truncate-end">{text}</Text>;
}
