import { expect, test, vi } from 'vitest';
import type { ProfileView } from '../../../src/report/profile-view.ts';
import { makeTheme } from '../../../src/report/theme.ts';
import { BrowseScreen, type BrowseScreenProps } from '../../../src/ui/browse/browse-screen.tsx';
import { browseKeys } from '../../../src/ui/browse/keys.ts';
import { drawView } from '../../support/draw-view.ts';
import { openScreen } from '../../support/screen.ts';

const view = drawView(`
  main.main;main.run;main.(*Index).Add;runtime.mallocgc                         60
  main.main;main.run;main.(*Index).Add                                          20
  main.main;main.run;github.com/acme/platform/internal/codec.(*Reader).Parse    15
  main.main;time.Now                                                            5
`);

async function open(
  columns: number,
  rows: number,
  {
    pattern = '',
    shown = view,
    stop = async () => {},
  }: Partial<BrowseScreenProps> & { readonly shown?: ProfileView } = {},
) {
  const onDone = vi.fn();
  const screen = await openScreen(
    <BrowseScreen view={shown} pattern={pattern} theme={makeTheme('palette')} stop={stop} onDone={onDone} />,
    { columns, rows, alternateScreen: true },
  );
  return { screen, onDone };
}

const blank = (count: number) => Array.from({ length: count }, () => '');

test('80 by 24', async () => {
  const { screen, onDone } = await open(80, 24);
  await screen.press('j', 'e');
  expect(screen.isAlternateScreen()).toBe(true);
  expect(screen.lines()).toEqual([
    'cpu 100ns  depth 2  main.run',
    '        flat   flat%        cum    cum%  call tree',
    '           0      0%      100ns    100%  ▾ main.main',
    '>          0      0%       95ns  95.00%   ▾ main.run',
    '        20ns  20.00%       80ns  80.00%    ▾ main.(*Index).Add',
    '        60ns  60.00%       60ns  60.00%     · runtime.mallocgc',
    '        15ns  15.00%       15ns  15.00%    · …rm/internal/codec.(*Reader).Parse',
    '         5ns   5.00%        5ns   5.00%   · time.Now',
    ...blank(15),
    'q back  ? keys  / search  e heaviest path  f focus  i ignore  p peek  s source',
  ]);
  expect(screen.styleAt(5, 3)).toMatchObject({ inverse: true });
  expect(screen.isCursorVisible()).toBe(false);

  await screen.type('/parse');
  expect(screen.lines().at(-1)).toBe('/parse');
  expect(screen.cursor()).toEqual({ x: 6, y: 23 });
  expect(screen.isCursorVisible()).toBe(true);
  expect(screen.styleAt(screen.lines()[6].indexOf('Parse'), 6)).toMatchObject({ underline: true, inverse: false });
  await screen.press('enter', 's');
  expect(onDone.mock.calls).toEqual([
    [{ line: 'list ^github\\.com/acme/platform/internal/codec\\.\\(\\*Reader\\)\\.Parse$' }, []],
  ]);
  screen.close();
});

test('200 by 50: two cells per level, whole names', async () => {
  const { screen } = await open(200, 50, { pattern: 'Parse' });
  const lines = screen.lines();
  expect(lines).toHaveLength(50);
  expect(lines.slice(2, 7)).toEqual([
    '           0      0%      100ns    100%  ▾ main.main',
    '           0      0%       95ns  95.00%    ▾ main.run',
    '        20ns  20.00%       80ns  80.00%      ▸ main.(*Index).Add',
    '>       15ns  15.00%       15ns  15.00%      · github.com/acme/platform/internal/codec.(*Reader).Parse',
    '         5ns   5.00%        5ns   5.00%    · time.Now',
  ]);
  screen.close();
});

test('40 by 10', async () => {
  const { screen } = await open(40, 10, { pattern: 'nothing' });
  expect(screen.lines()).toEqual([
    'cpu 100ns  no function matches nothing',
    '     cum%  call tree',
    '>    100%  ▸ main.main',
    ...blank(6),
    'q back  ? keys  / search',
  ]);
  screen.close();
});

test('the key help is made from the keymap', async () => {
  const { screen } = await open(80, 40);
  await screen.press('?');
  for (const { help } of browseKeys) expect(screen.text()).toContain(help);
  await screen.press('q');
  expect(screen.text()).toContain('call tree');
  screen.close();
});

test('a terminal that is too small says so, and is drawn again when it grows', async () => {
  const { screen, onDone } = await open(29, 6);
  expect(screen.lines()).toEqual(['needs 30x6 cells; Esc leaves']);
  await screen.resize(60, 12);
  expect(screen.text()).toContain('main.main');
  await screen.resize(80, 5);
  expect(screen.lines()).toEqual(['needs 30x6 cells; Esc leaves']);
  await screen.press('q');
  expect(onDone.mock.calls).toEqual([[{ line: undefined }, []]]);
  screen.close();
});

test('nothing that a profile or a user says can move the cursor', async () => {
  const shown = drawView('main;a\u001b[2Jb\u0007\u202ec 5');
  const { screen } = await open(100, 20, { shown, pattern: '2J' });
  await screen.press('/');
  await screen.paste('\u001b[2J');
  expect(screen.text()).toContain('\\x1b[2Jb\\x07\\u202ec');
  expect(screen.output()).not.toContain('\u001b[2J');
  expect(screen.output()).not.toContain('\u0007');
  expect(screen.output()).not.toContain('\u202e');
  screen.close();
});

test('Ctrl-Z stops the program on the normal screen, and the tree is as it was when it goes on', async () => {
  let goOn = () => {};
  const stop = () =>
    new Promise<void>((resolve) => {
      goOn = resolve;
    });
  const { screen } = await open(80, 24, { stop });
  await screen.press('j');
  const before = screen.lines();
  await screen.press('ctrl+z');
  expect(screen.isAlternateScreen()).toBe(false);
  expect(screen.isRawMode()).toBe(false);
  goOn();
  await screen.waitFor('call tree');
  expect([screen.isAlternateScreen(), screen.isRawMode(), screen.lines()]).toEqual([true, true, before]);
  screen.close();
});

test('several keys in one piece are keys one after the other', async () => {
  const { screen, onDone } = await open(80, 24);
  await screen.type('ljlq');
  expect(onDone).toHaveBeenCalledTimes(1);
  screen.close();
});
