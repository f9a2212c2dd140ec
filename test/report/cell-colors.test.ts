import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type CellColor, type CellColors, cellColorsOf, type Ground } from '../../src/report/cell-colors.ts';
import type { Palette } from '../../src/report/palettes.ts';
import { makeTheme } from '../../src/report/theme.ts';

const COLORED = [
  ['dark', 4.5],
  ['light', 4.5],
  ['contrast', 7],
] as const;
const name = (text: string): Ground => ({ type: 'package', name: text });

describe('cells', () => {
  test.each(COLORED)('text stands out from its ground: %s', (palette, least) => {
    for (const { text, ground } of allColors(palette)) {
      const [a, b] = [text, ground].map((code) => luminance(Number(code.split(';')[2])));
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      expect(contrast, `${text} on ${ground}`).toBeGreaterThanOrEqual(least);
    }
  });

  test.each(COLORED)('what is selected, found, gathered and changed looks different: %s', (palette) => {
    const { selected, matched, gathered, same, grown, shrunk } = colorsOf(palette);
    const grounds = [selected, matched, gathered, same, ...grown, ...shrunk].map(({ ground }) => ground);
    expect(new Set(grounds).size).toBe(grounds.length);
  });

  test.each(['dark', 'light'] as const)('the sixteen colours of %s never have text on itself', (palette) => {
    for (const { text, edge } of colorsIn(cellColorsOf(palette, 'basic'))) expect(text).not.toBe(edge);
  });

  test('a colour is written once for as long as it stays', () => {
    const theme = makeTheme('palette');
    const [a, b] = [name('net/http.Get'), name('main.main')].map((ground) => theme.cellColor(ground));
    const row = theme.cells([
      { text: 'ab', color: a },
      { text: 'cd', color: a },
      { text: 'ef', color: b },
      { text: '▌', color: b, isEdge: true },
      { text: '  ', color: undefined },
    ]);
    expect(row.split('\u001b')).toHaveLength(1 + 5);
    expect(stripVTControlCharacters(row)).toBe('abcdef▌  ');
    expect(row.endsWith('\u001b[m  ')).toBe(true);
  });

  test.each(['none', 'basic', 'palette'] as const)('text is made safe, and a row ends without colours: %s', (depth) => {
    const theme = makeTheme({ depth, palette: depth === 'basic' ? 'plain' : 'dark' });
    const row = theme.cells([{ text: 'a\u001b[2J', color: theme.cellColor({ type: 'selected' }) }]);
    expect(stripVTControlCharacters(row)).toBe('a\\x1b[2J');
    expect(row.includes('\u001b')).toBe(depth !== 'none');
    if (depth !== 'none') expect(row.endsWith('\u001b[m')).toBe(true);
  });

  test('warmth and change go by steps', () => {
    const theme = makeTheme('palette');
    const heat = [0, 0.01, 0.1, 0.3, 0.9].map((share) => theme.cellColor({ type: 'heat', share })?.ground);
    const change = [-1, -0.1, 0, 0.1, 1].map((share) => theme.cellColor({ type: 'change', share })?.ground);
    expect([new Set(heat).size, new Set(change).size]).toEqual([5, 5]);
  });
});

test.each(['dark', 'light', 'contrast', 'plain'] as const)('what changed has a colour by its sign: %s', (palette) => {
  const theme = makeTheme({ depth: 'palette', palette });
  const [grown, same, shrunk] = [1, 0, -1].map((sign) => theme.change('x', sign));
  expect(new Set([grown, same, shrunk]).size).toBe(3);
  expect(same).toBe('x');
  expect(makeTheme('none').change('a\u001b', 1)).toBe('a\\x1b');
});

function colorsOf(palette: Palette): CellColors {
  const colors = cellColorsOf(palette, 'palette');
  if (colors === undefined) throw new Error(`${palette} has no colours`);
  return colors;
}

const allColors = (palette: Palette) => colorsIn(colorsOf(palette));

function colorsIn(colors: CellColors | undefined): readonly CellColor[] {
  return Object.values(colors ?? {}).flat();
}

/** The relative luminance of one of xterm's 256 colours behind the first 16, as WCAG 2.1 defines it. */
function luminance(color: number): number {
  const place = color - 16;
  const channels =
    color >= 232
      ? [0, 0, 0].map(() => 8 + 10 * (color - 232))
      : [Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6].map((step) => (step === 0 ? 0 : 55 + 40 * step));
  const [red, green, blue] = channels.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
