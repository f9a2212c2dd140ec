import { expect, test, vi } from 'vitest';
import { neighborsOf } from '../../../src/analysis/neighbors.ts';
import { makeTheme } from '../../../src/report/theme.ts';
import { FindScreen } from '../../../src/ui/find/find-screen.tsx';
import { typedKeys } from '../../../src/ui/terminal/key-press.ts';
import { drawView } from '../../support/draw-view.ts';
import { openScreen } from '../../support/screen.ts';

const view = drawView(`
  main.main;main.run;main.(*Index).Add;runtime.mallocgc  60
  main.main;main.run;main.(*Index).Add                   20
  main.main;main.run;github.com/acme/platform/codec.(*Reader).Parse  15
  main.main;time.Now                                     5
`);

async function open(columns: number, rows: number, { query = '', shown = view, typedAhead = '' } = {}) {
  const onDone = vi.fn();
  const screen = await openScreen(
    <FindScreen
      view={shown}
      query={query}
      theme={makeTheme('palette')}
      typedAhead={typedKeys(typedAhead)}
      findNeighbors={async (entry) => neighborsOf(shown.question, entry)}
      onDone={onDone}
    />,
    {
      columns,
      rows,
      alternateScreen: true,
    },
  );
  return { screen, onDone };
}

test('keys are for the screen from before it is there up to the one that ends it; the others are handed on', async () => {
  const { screen, onDone } = await open(80, 24, { typedAhead: 'ad' });
  await screen.type('d\rptop 5\r');
  const line = 'peek ^main\\.\\(\\*Index\\)\\.Add$';
  expect(onDone.mock.calls).toEqual([[{ line }, typedKeys('top 5\r')]]);
  screen.close();
});

test('80 by 24', async () => {
  const { screen, onDone } = await open(80, 24);
  await screen.type('add');
  await screen.waitFor('callees of main.(*Index).Add');
  expect(screen.isAlternateScreen()).toBe(true);
  expect(screen.lines()).toEqual([
    'find: add                                                      1 of 6 functions',
    '        flat   flat%        cum    cum%  cpu, 100ns in total',
    '>       20ns  20.00%       80ns  80.00%  main.(*Index).Add',
    ...Array.from({ length: 12 }, () => ''),
    '',
    'callers of main.(*Index).Add',
    '      80ns  80.00%  main.run',
    'callees of main.(*Index).Add',
    '      60ns  60.00%  runtime.mallocgc',
    '',
    '',
    '',
    'Esc back  Enter commands  ^F focus  ^X ignore  ^O peek  ^S source  ^T browse',
  ]);
  expect(screen.cursor()).toEqual({ x: 9, y: 0 });
  expect(screen.isCursorVisible()).toBe(true);
  expect(screen.styleAt(5, 2)).toMatchObject({ inverse: true });
  expect(screen.styleAt(55, 2)).toMatchObject({ underline: true });

  await screen.press('enter');
  expect(screen.isCursorVisible()).toBe(false);
  expect(screen.text()).toContain('> f  focus   keep only samples that go through it');
  await screen.press('p');
  expect(onDone.mock.calls).toEqual([[{ line: 'peek ^main\\.\\(\\*Index\\)\\.Add$' }, []]]);
  screen.close();
});

test('200 by 50: callers and callees side by side', async () => {
  const { screen } = await open(200, 50, { query: 'run' });
  await screen.waitFor('callees of main.run');
  const lines = screen.lines();
  expect(lines).toHaveLength(50);
  expect(lines[2]).toBe('>          0      0%       95ns  95.00%  main.run');
  expect(lines[34]).toMatch(/^callers of main\.run +│ callees of main\.run$/);
  expect(lines[35]).toMatch(/^ {6}95ns {2}95\.00% {2}main\.main +│ {7}80ns {2}80\.00% {2}main\.\(\*Index\)\.Add$/);
  screen.close();
});

test('40 by 10: the percentage, and what tells a name from others', async () => {
  const { screen } = await open(40, 10);
  expect(screen.lines()).toEqual([
    'find:                  6 of 6 functions',
    '     cum%  cpu, 100ns in total',
    '>    100%  main.main',
    '   95.00%  main.run',
    '   80.00%  main.(*Index).Add',
    '   60.00%  runtime.mallocgc',
    '   15.00%  …tform/codec.(*Reader).Parse',
    '    5.00%  time.Now',
    '',
    'Esc back  Enter commands  ^F focus',
  ]);
  screen.close();
});

test('a terminal that is too small says so, and is drawn again when it grows', async () => {
  const { screen, onDone } = await open(29, 6);
  expect(screen.lines()).toEqual(['needs 30x6 cells; Esc leaves']);
  await screen.resize(60, 12);
  expect(screen.text()).toContain('main.main');
  await screen.resize(20, 3);
  expect(screen.lines()).toEqual(['needs 30x6 cells; E']);
  await screen.press('escape');
  expect(onDone.mock.calls).toEqual([[{ line: undefined }, []]]);
  screen.close();
});

test('nothing that a profile or a user says can move the cursor', async () => {
  const shown = drawView('main;a\u001b[2Jb\u0007\u202ec 5');
  const { screen } = await open(100, 20, { query: 'a', shown });
  await screen.waitFor('callers of a');
  await screen.paste('\u001b[2J');
  expect(screen.text()).toContain('\\x1b[2Jb\\x07\\u202ec');
  expect(screen.output()).not.toContain('\u001b[2J');
  expect(screen.output()).not.toContain('\u0007');
  expect(screen.output()).not.toContain('\u202e');
  screen.close();
});

test('without colours the selected row is still marked', async () => {
  const screen = await openScreen(
    <FindScreen
      view={view}
      findNeighbors={async (entry) => neighborsOf(view.question, entry)}
      query=""
      theme={makeTheme('none')}
      onDone={() => {}}
    />,
    {
      alternateScreen: true,
    },
  );
  await screen.press('down');
  expect(screen.lines().filter((line) => line.startsWith('>'))).toEqual([
    '>          0      0%       95ns  95.00%  main.run',
  ]);
  for (let x = 0; x < 40; x++) expect(screen.styleAt(x, 3), `cell ${x}`).toMatchObject({ inverse: false, color: -1 });
  screen.close();
});
