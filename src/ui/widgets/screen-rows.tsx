import { Box, Text, useIsScreenReaderEnabled, useStdout } from 'ink';
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { isTerminal } from '../terminal/is-terminal.ts';
import { type CursorPlace, onOverdrawn, Painter } from '../terminal/painter.ts';
import { useTerminalSize } from '../terminal/use-terminal-size.ts';

interface ScreenRowsProps {
  readonly rows: readonly string[];
  /** The rows there are not are blank. */
  readonly height: number;
  /** Where text is typed, if it is. */
  readonly cursor?: CursorPlace | undefined;
  /** The same said in words, for those who have the screen read to them. */
  readonly spoken?: readonly string[] | undefined;
}

/** A full screen of rows, each one text that is cut and coloured already. */
export function ScreenRows(props: ScreenRowsProps) {
  const { stdout } = useStdout();
  const isSpoken = useIsScreenReaderEnabled();
  if (isSpoken && props.spoken !== undefined) return <TextRows rows={props.spoken} />;
  if (isSpoken || !isTerminal(stdout)) return <TextRows rows={filled(props)} />;
  return <PaintedRows {...props} />;
}

function filled({ rows, height }: ScreenRowsProps): readonly string[] {
  return Array.from({ length: height }, (_, row) => rows[row] ?? '');
}

/** How long after a change of size Ink may still draw its blank rows over ours. */
const REPAINT_AFTER_MS = 60;

function PaintedRows(props: ScreenRowsProps) {
  const { stdout } = useStdout();
  const { columns, rows: lines } = useTerminalSize();
  const [painter] = useState(() => new Painter(stdout));
  const [, repaint] = useState(0);
  useLayoutEffect(() => painter.paint(filled(props), props.cursor));
  const drawAnew = useEffectEvent(() => {
    painter.forget();
    repaint((count) => count + 1);
  });
  const size = useRef({ columns, lines });
  useEffect(() => {
    if (size.current.columns === columns && size.current.lines === lines) return undefined;
    size.current = { columns, lines };
    drawAnew();
    const timer = setTimeout(() => drawAnew(), REPAINT_AFTER_MS);
    return () => clearTimeout(timer);
  }, [columns, lines]);
  useEffect(() => onOverdrawn(stdout, () => drawAnew()), [stdout]);
  useEffect(() => () => painter.end(), [painter]);
  return <Box height={props.height} />;
}

function TextRows({ rows }: { readonly rows: readonly string[] }) {
  return (
    <Box flexDirection="column">
      {rows.map((text, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is its place
        <Text key={row} wrap="truncate-end">
          {text || ' '}
        </Text>
      ))}
    </Box>
  );
}
