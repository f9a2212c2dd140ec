import { Box, Text, useCursor } from 'ink';
import type { Theme } from '../../report/theme.ts';
import type { KeyPress } from '../terminal/key-press.ts';
import { useEnd } from '../terminal/use-end.ts';
import { useKeyPresses } from '../terminal/use-keymap.ts';
import { useStore } from '../terminal/use-store.ts';
import { useTerminalSize } from '../terminal/use-terminal-size.ts';
import { drawSelectedPieces } from '../widgets/draw-name.ts';
import type { LinePiece } from './line-window.ts';
import {
  DEFAULT_CONTEXT,
  memoryOf,
  type PromptContext,
  type PromptMemory,
  type PromptResult,
  type PromptState,
} from './model.ts';
import type { Choice, PromptLayout, PromptRow, PromptRows } from './prompt-row.ts';
import { finishedLine, rowsInView } from './rows.ts';
import type { StatusParts } from './status-text.ts';
import { openPrompt, pasteText, pressKeys } from './update.ts';

type Given = Pick<PromptContext, 'complete' | 'history'>;

export interface PromptProps extends Given, Partial<Omit<PromptContext, keyof Given>> {
  readonly prompt: string;
  readonly status: StatusParts;
  readonly initialText: string;
  /** Where editing starts; at the end of the text by default. */
  readonly initialCursor?: number;
  /** Keys from the prompt before that came too late for it; they are handled first. */
  readonly typedAhead?: readonly KeyPress[];
  /** What the prompt before handed on. */
  readonly memory?: PromptMemory | undefined;
  readonly theme: Theme;
  /** The form of a function's name to show in the menu; without, it is shown whole. */
  readonly shorten?: PromptLayout['shorten'];
  /**
   * Called once, after the last frame: the caller unmounts then. `typedAhead` are keys that came after the end of this
   * line: they go to the next prompt, and so does `memory`.
   */
  readonly onDone: (result: PromptResult, typedAhead: readonly KeyPress[], memory: PromptMemory) => void;
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
  memory,
  theme,
  shorten,
  onDone,
  ...given
}: PromptProps) {
  const { suggestions, ...context } = { ...DEFAULT_CONTEXT, ...given };
  // Without colours what is suggested would look like what is typed.
  const known: PromptContext = { ...context, suggestions: suggestions && theme.depth !== 'none' };
  const store = useStore(
    (state: PromptState, event: PromptEvent) =>
      event.type === 'keys' ? pressKeys(state, event.presses, known) : pasteText(state, event.text, known),
    () => openPrompt({ text: initialText, cursor: initialCursor, typedAhead, memory }, known),
  );
  useKeyPresses(
    (presses) => store.dispatch({ type: 'keys', presses }),
    (text) => store.dispatch({ type: 'paste', text }),
  );

  const { result } = store.state;
  useEnd(result, (end) => {
    const last = store.current();
    onDone(end, last.typedAhead, memoryOf(last));
  });

  const layout: PromptLayout = { prompt, status, ...useTerminalSize(), shorten };
  if (result?.type === 'line' || result?.type === 'end') {
    const text = result.type === 'line' ? result.line : '';
    const { prompt: shownPrompt, pieces } = finishedLine(text, layout, known.marksOf(text));
    return <Text wrap="hard">{theme.heading(shownPrompt) + drawPieces(pieces, theme)}</Text>;
  }
  return <LiveRows {...rowsInView(store.state, layout, known)} theme={theme} />;
}

function LiveRows({ rows, cursor, theme }: PromptRows & { readonly theme: Theme }) {
  const { setCursorPosition } = useCursor();
  setCursorPosition(cursor);
  return (
    <Box flexDirection="column">
      {rows.map((row, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is what stands at its place
        <Row key={i} text={drawRow(row, theme)} />
      ))}
    </Box>
  );
}

function drawRow(row: PromptRow, theme: Theme): string {
  switch (row.type) {
    case 'line':
      return theme.heading(row.prompt) + drawPieces(row.pieces, theme) + theme.ghost(row.ghost);
    case 'choice':
      return drawChoice(row.choice, theme);
    case 'faint':
      return theme.faint(row.text);
    case 'problem':
      return theme.error(row.text);
    case 'plain':
      return theme.line(row.text);
  }
}

function drawPieces(pieces: readonly LinePiece[], theme: Theme): string {
  return pieces
    .map(({ text, style }) => {
      if (style === undefined) return theme.line(text);
      return style === 'matched' ? theme.matched(text) : theme.syntax(style, text);
    })
    .join('');
}

/** The mark tells the selected row apart where there are no colours. */
function drawChoice({ pieces, help, isSelected }: Choice, theme: Theme): string {
  const drawn = isSelected
    ? drawSelectedPieces(pieces, theme)
    : pieces.map(({ text, isMatched }) => (isMatched ? theme.matched(text) : theme.accent(text))).join('');
  return `${isSelected ? '> ' : '  '}${drawn}${help === '' ? '' : `  ${theme.faint(help)}`}`;
}

/**
 * The rows fit already; cutting only matters for the frame drawn between a resize and the next of ours. Ink gives no row
 * to a text that is empty.
 */
function Row({ text }: { readonly text: string }) {
  return <Text wrap="truncate-end">{text === '' ? ' ' : text}</Text>;
}
