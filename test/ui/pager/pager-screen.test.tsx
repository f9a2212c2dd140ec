import { expect, test, vi } from 'vitest';
import { makeTheme } from '../../../src/report/theme.ts';
import { pagerKeys } from '../../../src/ui/pager/keys.ts';
import { PagerScreen } from '../../../src/ui/pager/pager-screen.tsx';
import { openScreen } from '../../support/screen.ts';

const theme = makeTheme('palette');
const lines = Array.from(
  { length: 300 },
  (_, i) =>
    `${theme.heat(`${i + 1}0ms`.padStart(8), (300 - i) / 300)}  ${theme.name(`example.com/acme/p${i % 7}.Run${i}`)}`,
);

async function open(columns: number, rows: number, { shown = lines, title = 'top', drawn = theme } = {}) {
  const onDone = vi.fn();
  const screen = await openScreen(<PagerScreen lines={shown} title={title} theme={drawn} onDone={onDone} />, {
    columns,
    rows,
    alternateScreen: true,
  });
  return { screen, onDone };
}

test('80 by 24', async () => {
  const { screen, onDone } = await open(80, 24);
  expect(screen.isAlternateScreen()).toBe(true);
  expect(screen.lines()).toHaveLength(24);
  expect(screen.lines()[0]).toBe('    10ms  example.com/acme/p0.Run0');
  expect(screen.lines()[22]).toBe('   230ms  example.com/acme/p1.Run22');
  expect(screen.lines()[23]).toBe('top  lines 1-23 of 300  7%  q back  h keys  / search  & choose lines  w wrap');
  expect(screen.styleAt(6, 0)).toMatchObject({ bold: true, color: 203 });
  expect(screen.isCursorVisible()).toBe(false);

  await screen.type('/Run12');
  expect(screen.lines()[23]).toBe('/Run12');
  expect(screen.cursor()).toEqual({ x: 6, y: 23 });
  expect(screen.isCursorVisible()).toBe(true);
  const row = screen.lines().findIndex((line) => line.endsWith('.Run12'));
  expect(screen.styleAt(screen.lines()[row].indexOf('Run12'), row)).toMatchObject({ inverse: true });
  expect(screen.styleAt(screen.lines()[row].indexOf('acme'), row)).toMatchObject({ inverse: false });
  await screen.type('z');
  expect(screen.lines()[23]).toBe('/Run12z  no match for Run12z');
  expect(screen.cursor()).toEqual({ x: 7, y: 23 });
  await screen.press('backspace', 'enter');
  expect(screen.isCursorVisible()).toBe(false);
  await screen.type('nn');
  expect(screen.lines()[23]).toMatch(/^top {2}lines \d+-\d+ of 300 {2}\d+% {2}\/Run12 {2}/);
  const other = screen.lines().findIndex((line) => line.endsWith('.Run120'));
  expect(screen.styleAt(screen.lines()[other].indexOf('Run12'), other)).toMatchObject({
    underline: true,
    inverse: false,
  });

  await screen.press('q');
  expect(onDone.mock.calls).toEqual([[{ type: 'back' }, [], expect.anything()]]);
  screen.close();
});

test('200 by 50', async () => {
  const { screen } = await open(200, 50);
  await screen.press('G');
  expect(screen.lines()).toHaveLength(50);
  expect(screen.lines()[48]).toBe('  3000ms  example.com/acme/p5.Run299');
  expect(screen.lines()[49]).toContain('lines 252-300 of 300  100%');
  screen.close();
});

test('20 by 5: cut lines, and the columns on the right', async () => {
  const { screen } = await open(20, 5);
  expect(screen.lines()).toEqual([
    '    10ms  example.c',
    '    20ms  example.c',
    '    30ms  example.c',
    '    40ms  example.c',
    'top  1-4 of 300 1%',
  ]);
  await screen.press('right', 'right', 'down');
  expect(screen.lines().slice(0, 4)).toEqual([1, 2, 3, 4].map((i) => `le.com/acme/p${i}.Run${i}`));
  await screen.press('^', 'w');
  expect(screen.lines().slice(0, 4)).toEqual([
    '    20ms  example.c',
    'om/acme/p1.Run1',
    '    30ms  example.c',
    'om/acme/p2.Run2',
  ]);
  screen.close();
});

test('500 by 200', async () => {
  const shown = Array.from({ length: 300 }, (_, i) => `${i} ${'wide '.repeat(120)}end`);
  const { screen } = await open(500, 200, { shown });
  expect(screen.lines()).toHaveLength(200);
  expect(screen.lines()[0]).toHaveLength(499);
  await screen.press('$');
  expect(screen.lines()[199]).toContain('lines 1-199 of 300');
  expect(screen.lines()[198]).toMatch(/wide end$/);
  screen.close();
});

test('is drawn again when the terminal changes its size', async () => {
  const { screen } = await open(80, 24);
  await screen.press('G');
  await screen.resize(60, 10);
  expect(screen.lines()).toHaveLength(10);
  expect(screen.lines()[0]).toContain('Run277');
  await screen.resize(100, 40);
  expect(screen.lines()).toHaveLength(40);
  expect(screen.lines()[38]).toContain('Run299');
  await screen.resize(2, 2);
  await screen.press('j', 'w', '/', 'x', 'enter', 'q');
  screen.close();
});

test('the key help is made from the keymap', async () => {
  const { screen } = await open(100, 40);
  await screen.press('h');
  for (const { help } of pagerKeys) expect(screen.text()).toContain(help);
  expect(screen.lines().at(-1)).toBe('Esc back  ↑↓ scroll');
  await screen.press('escape');
  expect(screen.text()).toContain('Run0');
  screen.close();
});

test('no output', async () => {
  const { screen, onDone } = await open(80, 24, { shown: [], title: 'tags' });
  expect(screen.lines().at(-1)).toMatch(/^tags {2}no lines {2}/);
  await screen.press('escape');
  expect(onDone).toHaveBeenCalledTimes(1);
  screen.close();
});

test('nothing in a line or typed can move the cursor', async () => {
  const { screen } = await open(80, 10, { shown: ['a\u001b[5;5Hb\u0007', '\u001b]0;title\u0007'] });
  await screen.press('/');
  await screen.paste('\u001b[2J');
  await screen.press('enter');
  expect(screen.lines().slice(0, 2)).toEqual(['a\\x1b[5;5Hb\\x07', '\\x1b]0;title\\x07']);
  expect(screen.output()).not.toContain('\u001b[5;5H');
  expect(screen.output()).not.toContain('\u0007');
  screen.close();
});

test('a search that takes a while goes on by itself, and keys are heard meanwhile', async () => {
  const shown = Array.from({ length: 300_000 }, (_, i) => `function ${i} of a great many with long names`);
  const { screen, onDone } = await open(80, 10, { shown });
  await screen.type('/29999.*names$');
  await screen.waitFor('function 29999 of');
  await screen.type('\r&99999.*names$\r');
  await screen.waitFor(/function 99999 of.*\n *function 199999 of.*\n *function 299999 of/);
  await screen.type('/no such line');
  await screen.press('q');
  expect(onDone).not.toHaveBeenCalled();
  screen.close();
});
