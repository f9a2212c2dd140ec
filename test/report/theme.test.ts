import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  type Palette,
  paletteOf,
  type Style,
  type Styles,
  type SyntaxRole,
  stylesOf,
} from '../../src/report/palettes.ts';
import { makeTheme, packageOf } from '../../src/report/theme.ts';
import { run } from '../support/run-program.ts';

const profile = join(import.meta.dirname, '../../examples/server/cpu.pb.gz');

const PALETTES: readonly Palette[] = ['dark', 'light', 'contrast', 'plain'];
const SYNTAX_ROLES = Object.keys(stylesOf('dark').basic.syntax) as SyntaxRole[];
const ENDS: Readonly<Record<string, string>> = { 1: '22', 2: '22', 4: '24', 7: '27' };
const name = { text: 'main.f', role: 'name' } as const;

const themes = () =>
  PALETTES.flatMap((palette) =>
    (['basic', 'palette'] as const).map((depth) => ({ depth, palette, theme: makeTheme({ depth, palette }) })),
  );

describe('colours', () => {
  test.each(['-top', '-tree', '-traces', '-tags', '-peek=json', '-list=main\\.', '-raw', '-comments'])(
    '%s without its colours is the plain text',
    async (report) => {
      const plain = await run([report, profile]);
      const coloured = await run(['-color=always', report, profile]);
      expect(stripVTControlCharacters(coloured.stdout)).toBe(plain.stdout);
      if (!['-raw', '-comments'].includes(report)) expect(coloured.stdout).not.toBe(plain.stdout);
    },
  );

  test('values are warmer the more they weigh, and packages differ', () => {
    const theme = makeTheme('basic');
    const heats = [0, 0.01, 0.1, 0.3, 0.9].map((share) => theme.heat('x', share));
    expect(new Set(heats).size).toBe(5);
    expect(theme.name('net/http.Get')).not.toBe(theme.name('encoding/json.Get').replace('encoding/json', 'net/http'));
  });

  test.each(PALETTES)('nothing is coloured where no colour is wanted: %s', (palette) => {
    const theme = makeTheme({ depth: 'none', palette });
    expect(theme.heat('a\u001b', 1)).toBe('a\\x1b');
    expect(theme.selected('a') + theme.ghost('b') + theme.syntax('error', 'c') + theme.line([name])).toBe('abcmain.f');
  });

  test.each(themes())('what $palette begins in $depth it ends, and all text is made safe', ({ theme }) => {
    const drawn = [
      ...[0, 0.01, 0.1, 0.3, 0.9].map((share) => theme.heat('x\u001b[2J', share)),
      ...[theme.faint, theme.heading, theme.matched, theme.selected, theme.error, theme.accent, theme.ghost].map(
        (draw) => draw('x\u001b[2J'),
      ),
      ...SYNTAX_ROLES.map((role) => theme.syntax(role, 'x\u001b[2J')),
      theme.name('main.f', 'x\u001b[2J'),
    ];
    for (const text of drawn) {
      expect(stripVTControlCharacters(text)).toBe('x\\x1b[2J');
      const [begun, ended] = text.split('x\\x1b[2J').map((codes) => codes.matchAll(/\[([\d;]+)m/g));
      expect(Array.from(begun, ([, code]) => ENDS[code.split(';')[0]] ?? '39').reverse()).toEqual(
        Array.from(ended, ([, code]) => code),
      );
    }
  });
});

describe('palettes', () => {
  test.each([
    ['dark', [0, 0, 0], 4.5],
    ['light', [255, 255, 255], 4.5],
    ['contrast', [0, 0, 0], 7],
  ] as const)('the colours of %s stand out from the background', (palette, background, least) => {
    const numbers = paletteColors(stylesOf(palette).palette);
    expect(numbers.length).toBeGreaterThan(3);
    for (const number of numbers)
      expect(contrast(colorOf(number), background), `colour ${number}`).toBeGreaterThanOrEqual(least);
  });

  test.each(['dark', 'light', 'contrast'] as const)(
    'eyes that cannot tell red from green see the heat of %s',
    (palette) => {
      const { heat } = stylesOf(palette).palette;
      const text = palette === 'light' ? [0, 0, 0] : [204, 204, 204];
      heat.slice(1).forEach((style, i) => {
        if (attributesOf(style) !== attributesOf(heat[i])) return;
        for (const eyes of [DEUTERANOPIA, PROTANOPIA]) {
          const [a, b] = [style, heat[i]].map((codes) => labOf(seenBy(eyes, colorOfStyle(codes) ?? text)));
          expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]), `step ${i + 1}`).toBeGreaterThan(20);
        }
      });
    },
  );

  test.each(PALETTES)('%s tells the steps of the heat apart', (palette) => {
    for (const styles of atBothDepths(palette)) {
      const distinct = new Set(styles.heat.map((style) => style.join(' ')));
      expect(distinct.size).toBeGreaterThanOrEqual(palette === 'plain' ? 4 : 5);
    }
  });

  test('nothing yellow, white or bright on light backgrounds', () => {
    const codes = stylesIn(stylesOf('light').basic).flat();
    expect(codes.filter((code) => ['33', '37'].includes(code) || Number(code) >= 90)).toEqual([]);
  });

  test('plain has no colours, but the selected row, matches and headings stand out', () => {
    const codes = new Set(stylesIn(stylesOf('plain').palette).flat());
    expect([...codes].sort()).toEqual(['1', '2', '4', '7']);
    expect(makeTheme({ depth: 'palette', palette: 'plain' }).selected('x')).toBe('\u001b[7mx\u001b[27m');
  });

  test('contrast has nothing faint', () => {
    for (const styles of atBothDepths('contrast')) expect(stylesIn(styles).flat()).not.toContain('2');
  });

  test.each([
    [undefined, 'dark'],
    ['', 'dark'],
    ['15;0', 'dark'],
    ['0;15', 'light'],
    ['0;7', 'light'],
    ['12;8', 'dark'],
    ['0;default;15', 'light'],
    ['15;default;0', 'dark'],
    ['0;default', 'dark'],
    ['15', 'dark'],
    ['0;115', 'dark'],
  ])('COLORFGBG=%s: a %s background', (value, expected) => {
    expect(paletteOf({ env: (variable) => (variable === 'COLORFGBG' ? value : undefined) })).toBe(expected);
  });
});

describe('short names', () => {
  const shorten = (text: string) => text.replace(/^.*\//, '');
  const long = 'github.com/acme/db.(*DB).Get';
  const full = makeTheme('palette');
  const short = makeTheme({ depth: 'palette', shorten });

  test('names are drawn short in the colour of the whole name', () => {
    expect(short.name(long)).toBe(full.name(long).replace(long, 'db.(*DB).Get'));
    expect(short.line(['1 ', { text: long, role: 'name' }])).toBe(`1 ${short.name(long)}`);
    expect(makeTheme({ depth: 'none', shorten }).line([{ text: long, role: 'name' }])).toBe('db.(*DB).Get');
  });

  test('what a screen shows of a name is left as it is', () => {
    expect(short.name(long, '…acme/db')).toBe(full.name(long).replace(long, '…acme/db'));
  });

  test('other text stays', () => {
    expect(short.line([long, { text: long, role: 'emphasis' }])).toBe(
      full.line([long, { text: long, role: 'emphasis' }]),
    );
  });
});

test.each([
  ['net/http.(*conn).serve', 'net/http'],
  ['main.main', 'main'],
  ['github.com/acme/db/v2.(*DB[go.shape.int]).Get', 'github.com/acme/db/v2'],
  ['example.com/a.b/c.Do[...]', 'example.com/a.b/c'],
  ['std::vector::push_back', 'std'],
  ['splitRow', 'splitRow'],
  ['0000000000401000 main.main /a.go:1', 'main'],
  ['com.acme.Shop$Inner.run', 'com'],
])('the package of %s is %s', (name, expected) => expect(packageOf(name)).toBe(expected));

function atBothDepths(palette: Palette): readonly Styles[] {
  const { basic, palette: all } = stylesOf(palette);
  return [basic, all];
}

function stylesIn({ heat, packages, syntax, ...others }: Styles): readonly Style[] {
  return [...heat, ...packages, ...Object.values(syntax), ...Object.values(others)];
}

function paletteColors(styles: Styles): number[] {
  return stylesIn(styles)
    .flat()
    .filter((code) => code.startsWith('38;5;'))
    .map((code) => Number(code.slice('38;5;'.length)));
}

const attributesOf = (style: Style) => style.filter((code) => !code.startsWith('38;')).join(' ');

function colorOfStyle(style: Style): readonly number[] | undefined {
  const code = style.find((candidate) => candidate.startsWith('38;5;'));
  return code === undefined ? undefined : colorOf(Number(code.slice('38;5;'.length)));
}

/** Red, green and blue of one of xterm's 256 colours, behind the first 16: a cube, then greys. */
function colorOf(number: number): readonly number[] {
  expect(number).toBeGreaterThanOrEqual(16);
  if (number >= 232) return [0, 0, 0].map(() => 8 + 10 * (number - 232));
  const place = number - 16;
  return [Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6].map((step) =>
    step === 0 ? 0 : 55 + 40 * step,
  );
}

/** As WCAG 2.1 defines it, from 1 to 21. */
function contrast(a: readonly number[], b: readonly number[]): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: readonly number[]): number {
  const [red, green, blue] = color.map(linear);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** Machado, Oliveira and Fernandes 2009, severity 1: rows of a matrix for linear red, green and blue. */
const DEUTERANOPIA = [
  [0.367322, 0.860646, -0.227968],
  [0.280085, 0.672501, 0.047413],
  [-0.01182, 0.04294, 0.968881],
];
const PROTANOPIA = [
  [0.152286, 1.052583, -0.204868],
  [0.114503, 0.786281, 0.099216],
  [-0.003882, -0.048116, 1.051998],
];

/** Linear red, green and blue, 0 to 1. */
function seenBy(eyes: readonly (readonly number[])[], color: readonly number[]): number[] {
  const light = color.map(linear);
  return eyes.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, weight, i) => sum + weight * light[i], 0),
      ),
    ),
  );
}

/** CIELAB, where a distance of about 2 can just be seen. */
function labOf([red, green, blue]: readonly number[]): number[] {
  const x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047;
  const y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883;
  const [fx, fy, fz] = [x, y, z].map((t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116));
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}
