import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeTheme } from '../../../src/report/theme.ts';
import { type CursorPlace, onOverdrawn, Painter, tellOverdrawn } from '../../../src/ui/terminal/painter.ts';
import { type FakeTerminal, openTerminal } from '../../support/screen.ts';

const theme = makeTheme('palette');

/** A painter on a terminal that is read by an emulator. */
function painted(size = { columns: 40, rows: 6 }) {
  const terminal = openTerminal(size);
  const painter = new Painter(terminal.stdout);
  return {
    terminal,
    painter,
    /** What a frame writes. */
    async paint(rows: readonly string[], cursor?: CursorPlace): Promise<string> {
      const before = terminal.output().length;
      painter.paint(rows, cursor);
      await shown(terminal);
      return terminal.output().slice(before);
    },
  };
}

/** Until the emulator has taken in what was written. */
const shown = ({ stdout }: FakeTerminal) => new Promise<void>((resolve) => void stdout.write('', () => resolve()));

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with it
const ROW_BEGINNINGS = /\u001b\[(\d+);1H/g;

/** The rows that a frame writes, from 0. */
const rowsIn = (written: string) => [...written.matchAll(ROW_BEGINNINGS)].map(([, row]) => Number(row) - 1);

const CLEARS_ALL = ['\u001b[2J', '\u001b[3J', '\u001b[J', '\u001bc'];

describe('a frame', () => {
  test('writes only the rows that differ from those before', async () => {
    const { terminal, paint } = painted();
    expect(rowsIn(await paint(['one', 'two', 'three']))).toEqual([0, 1, 2]);
    expect(rowsIn(await paint(['one', '2', 'three']))).toEqual([1]);
    expect(terminal.lines()).toEqual(['one', '2', 'three']);
    expect(await paint(['one', '2', 'three'])).toBe('');
  });

  test('is one write that the terminal shows at once', async () => {
    const { paint } = painted();
    const written = await paint(['one', 'two']);
    expect(written.startsWith('\u001b[?2026h')).toBe(true);
    expect(written.endsWith('\u001b[?2026l')).toBe(true);
    expect(written.match(/\?2026/g)).toHaveLength(2);
  });

  test('that is shorter leaves nothing of the longer text in its row', async () => {
    const { terminal, paint } = painted();
    await paint(['a long row of text', theme.selected('and a coloured one')]);
    await paint(['short', 'plain']);
    expect(terminal.lines()).toEqual(['short', 'plain']);
    expect(terminal.styleAt(7, 1).inverse).toBe(false);
  });

  test('does not scroll, nor run into the next row, where a row is wider than the screen', async () => {
    const { terminal, paint } = painted({ columns: 10, rows: 3 });
    await paint(['first', 'second', 'x'.repeat(25)]);
    expect(terminal.scrollback()).toEqual(['first', 'second', 'x'.repeat(10)]);
    // Wrapping is on again for what others write.
    terminal.stdout.write('\u001b[1;1H123456789012');
    await shown(terminal);
    expect(terminal.lines().slice(0, 2)).toEqual(['1234567890', '12cond']);
  });

  test('has a cursor only where one is asked for', async () => {
    const { terminal, painter, paint } = painted();
    await paint(['one', '/json']);
    expect(terminal.isCursorVisible()).toBe(false);
    await paint(['one', '/json'], { x: 5, y: 1 });
    expect(terminal.isCursorVisible()).toBe(true);
    expect(terminal.cursor()).toEqual({ x: 5, y: 1 });
    expect(rowsIn(await paint(['one', '/json'], { x: 2, y: 1 }))).toEqual([]);
    expect(terminal.cursor()).toEqual({ x: 2, y: 1 });
    painter.end();
    expect(terminal.isCursorVisible()).toBe(false);
    expect(terminal.lines()).toEqual(['one', '/json']);
  });
});

test('another size is drawn anew when what stood there is forgotten', async () => {
  const { terminal, painter, paint } = painted({ columns: 12, rows: 4 });
  await paint(['one', 'two', 'three', 'four']);
  await terminal.resize(6, 2);
  painter.forget();
  expect(rowsIn(await paint(['1', '2']))).toEqual([0, 1]);
  expect(terminal.lines()).toEqual(['1', '2']);
  await terminal.resize(20, 5);
  painter.forget();
  expect(rowsIn(await paint(['one', 'two', 'three', 'four', 'five']))).toEqual([0, 1, 2, 3, 4]);
  expect(terminal.lines()).toEqual(['one', 'two', 'three', 'four', 'five']);
});

test('the terminal shows the last frame, whatever came before, and is never cleared', async () => {
  const cells = fc.constantFrom('', 'a', '日本', 'b c', theme.accent('red'), theme.selected('inverse'), '▸ x');
  const rows = fc.array(
    fc.array(cells, { maxLength: 4 }).map((parts) => parts.join('')),
    { minLength: 6, maxLength: 6 },
  );
  const cursors = fc.option(fc.record({ x: fc.nat(30), y: fc.nat(5) }), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(rows, cursors), { minLength: 1, maxLength: 8 }), async (frames) => {
      const { terminal, paint } = painted();
      let before: readonly string[] = [];
      for (const [frame, cursor] of frames) {
        const written = await paint(frame, cursor);
        for (const clear of CLEARS_ALL) expect(written).not.toContain(clear);
        const changed = frame.flatMap((row, y) => (row === before[y] ? [] : [y]));
        const placed = cursor?.x === 0 && written !== '' ? [cursor.y] : [];
        expect(rowsIn(written)).toEqual([...changed, ...placed]);
        before = frame;
      }
      const alone = painted();
      await alone.paint(before);
      expect(terminal.lines()).toEqual(alone.terminal.lines());
      for (let x = 0; x < 12; x++) expect(terminal.styleAt(x, 0)).toEqual(alone.terminal.styleAt(x, 0));
    }),
    { numRuns: 40 },
  );
});

test('those who draw on a terminal are told when somebody else has used it, until they listen no more', () => {
  const stream = {};
  const told: string[] = [];
  const stop = onOverdrawn(stream, () => told.push('first'));
  onOverdrawn(stream, () => told.push('second'));
  onOverdrawn({}, () => told.push('another terminal'));
  tellOverdrawn(stream);
  stop();
  tellOverdrawn(stream);
  expect(told).toEqual(['first', 'second', 'second']);
});
