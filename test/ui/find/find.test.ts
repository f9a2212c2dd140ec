import { describe, expect, test } from 'vitest';
import { neighborsOf } from '../../../src/analysis/neighbors.ts';
import { findKeys, keyHandling, keyHints } from '../../../src/ui/find/keys.ts';
import {
  type FindState,
  findLayout,
  findModel,
  initialFind,
  menuRows,
  neighborRows,
  rowsInView,
} from '../../../src/ui/find/model.ts';
import { update } from '../../../src/ui/find/update.ts';
import { actionOfKey } from '../../../src/ui/terminal/keymap.ts';
import { drawView } from '../../support/draw-view.ts';

const view = drawView(`
  main.main;main.run;main.(*Index).Add;runtime.mallocgc  60
  main.main;main.run;main.(*Index).Add                   20
  main.main;main.run;main.parse                          15
  main.main;time.Now                                     5
  main.main;main.idle                                    0
`);
const model = findModel(view);
const SIZE = { columns: 80, rows: 24 };

/** Presses keys by their names; a text of several letters is typed. */
function press(state: FindState, ...keys: string[]): FindState {
  const names = keys.flatMap((key) => (key.startsWith("'") ? [...key.slice(1)] : [key]));
  return names.reduce((before, name) => {
    const text = name.length === 1 ? name : '';
    const action = actionOfKey({ name, text }, before, keyHandling);
    return action === undefined ? before : update(before, action, findLayout(SIZE, before).listHeight);
  }, state);
}

const open = (query = '') => initialFind(model, query);

/** The rows of the list, with the selected one marked and the matched letters in brackets. */
const drawn = (state: FindState, size = SIZE) =>
  rowsInView(state, findLayout(size, state)).rows.map(({ cells, pieces, isSelected }) => {
    const name = pieces.map(({ text, isMatched }) => (isMatched ? `[${text}]` : text)).join('');
    return `${isSelected ? '>' : ' '}${cells.map(({ text }) => text).join(' ')}  ${name}`;
  });

describe('the list', () => {
  test('without a query: the functions that have a value, by cum', () => {
    expect(drawn(open())).toEqual([
      '>         0      0%      100ns    100%  main.main',
      '          0      0%       95ns  95.00%  main.run',
      '       20ns  20.00%       80ns  80.00%  main.(*Index).Add',
      '       60ns  60.00%       60ns  60.00%  runtime.mallocgc',
      '       15ns  15.00%       15ns  15.00%  main.parse',
      '        5ns   5.00%        5ns   5.00%  time.Now',
    ]);
  });

  test('every key searches', () => {
    expect(drawn(press(open(), "'add"))).toEqual(['>      20ns  20.00%       80ns  80.00%  main.(*Index).[Add]']);
    expect(drawn(press(open(), "'addx", 'backspace'))).toHaveLength(1);
    expect(drawn(press(open('add'), 'ctrl+u'))).toHaveLength(6);
  });

  test('narrow terminals keep cum, then the percentage', () => {
    expect(drawn(open('parse'), { columns: 50, rows: 10 })).toEqual(['>      15ns  15.00%  main.[parse]']);
    expect(drawn(open('parse'), { columns: 40, rows: 10 })).toEqual(['> 15.00%  main.[parse]']);
  });

  test('the count on the right, and the headings', () => {
    expect(rowsInView(open('main'), findLayout(SIZE, open()))).toMatchObject({
      prompt: 'find: ',
      before: 'main',
      count: '4 of 6 functions',
      headings: '        flat   flat%        cum    cum%  cpu, 100ns in total',
      cursorX: 10,
    });
  });
});

describe('selecting', () => {
  const selectedName = (state: FindState) =>
    drawn(state)
      .find((row) => row.startsWith('>'))
      ?.split('  ')
      .at(-1);

  test.each([
    [['down'], 'main.run'],
    [['down', 'ctrl+n', 'ctrl+p'], 'main.run'],
    [['up'], 'main.main'],
    [['pagedown'], 'time.Now'],
    [['pagedown', 'pageup'], 'main.main'],
    [['down', 'down', 'left', 'home'], 'main.(*Index).Add'],
  ])('%j', (keys, name) => {
    expect(selectedName(press(open(), ...keys))).toBe(name);
  });

  test('another query selects its best match', () => {
    expect(press(open(), 'down', 'down', "'p")).toMatchObject({ selected: 0, first: 0 });
  });
});

describe('commands', () => {
  const lineOf = (...keys: string[]) => press(open('add'), ...keys).result;

  test.each([
    [['ctrl+f'], 'focus=^main\\.\\(\\*Index\\)\\.Add$'],
    [['alt+i'], 'ignore=^main\\.\\(\\*Index\\)\\.Add$'],
    [['ctrl+o'], 'peek ^main\\.\\(\\*Index\\)\\.Add$'],
    [['ctrl+s'], 'list ^main\\.\\(\\*Index\\)\\.Add$'],
    [['ctrl+t'], 'browse ^main\\.\\(\\*Index\\)\\.Add$'],
    [['enter', 'enter'], 'focus=^main\\.\\(\\*Index\\)\\.Add$'],
    [['enter', 'down', 'down', 'enter'], 'peek ^main\\.\\(\\*Index\\)\\.Add$'],
    [['enter', 'up', 'enter'], 'browse ^main\\.\\(\\*Index\\)\\.Add$'],
    [['enter', 's'], 'list ^main\\.\\(\\*Index\\)\\.Add$'],
    [['escape'], undefined],
    [['ctrl+c'], undefined],
    [['enter', 'ctrl+c'], undefined],
  ])('%j end the screen', (keys, line) => {
    expect(lineOf(...keys)).toEqual({ line });
  });

  test('the menu can be closed again, and takes no text', () => {
    expect(press(open('add'), 'enter', 'x', 'escape')).toMatchObject({ menu: undefined, result: undefined });
    expect(press(open('add'), 'enter', 'x').query.text).toBe('add');
  });

  test('without a match there is nothing to do anything with', () => {
    const state = press(open('zzz'), 'enter');
    expect(state).toMatchObject({ menu: undefined, note: 'no function is selected', result: undefined });
    expect(rowsInView(state, findLayout(SIZE, state)).count).toBe('no function is selected');
    expect(press(state, 'backspace').note).toBe('');
  });

  test('the screen stays as it ended', () => {
    const ended = press(open('add'), 'ctrl+f');
    expect(press(ended, 'x', 'escape')).toBe(ended);
  });

  test('the menu says what each does', () => {
    const state = press(open('add'), 'enter', 'down');
    expect(
      menuRows(state, findLayout(SIZE, state)).map(({ text, isSelected }) => `${isSelected ? '>' : ' '}${text}`),
    ).toEqual([
      ' f  focus   keep only samples that go through it',
      '>i  ignore  drop the samples that go through it',
      ' p  peek    print its callers and callees',
      ' s  source  print its source, with values',
      ' b  browse  open the call tree at it',
    ]);
    const low = findLayout({ columns: 40, rows: 6 }, state);
    expect(menuRows({ ...state, menu: 4 }, low).map(({ text }) => text)).toEqual([
      'b  browse  open the call tree at it',
    ]);
  });

  test('every key that is named at the bottom is bound', () => {
    for (const { key } of keyHints(open()).filter(({ key }) => key.startsWith('^'))) {
      expect(
        findKeys.some(({ keys }) => keys.includes(`ctrl+${key[1].toLowerCase()}`)),
        key,
      ).toBe(true);
    }
  });
});

describe('callers and callees', () => {
  const entry = view.names.indexOf('main.run');
  const neighbors = { entry, ...neighborsOf(view.question, entry) };
  const rows = (side: 'callers' | 'callees', height: number, width = 60) =>
    neighborRows(model, side, neighbors, { width, height }).map((row) =>
      row.type === 'neighbor' ? `${row.cell.text}  ${row.pieces.map(({ text }) => text).join('')}` : row.text,
    );

  test('the heaviest first', () => {
    expect(rows('callers', 5)).toEqual(['callers of main.run', '      95ns  95.00%  main.main']);
    expect(rows('callees', 5)).toEqual([
      'callees of main.run',
      '      80ns  80.00%  main.(*Index).Add',
      '      15ns  15.00%  main.parse',
    ]);
  });

  test('what does not fit is counted', () => {
    expect(rows('callees', 2)).toEqual(['callees of main.run', '  … 2 more']);
    expect(rows('callees', 1)).toEqual(['callees of main.run']);
    expect(rows('callees', 0)).toEqual([]);
    expect(rows('callees', 3, 24)).toEqual([
      'callees of main.run',
      '      80ns  80.00%  mai…',
      '      15ns  15.00%  mai…',
    ]);
  });

  test('none', () => {
    const main = view.names.indexOf('main.main');
    const none = neighborRows(
      model,
      'callers',
      { entry: main, ...neighborsOf(view.question, main) },
      { width: 60, height: 4 },
    );
    expect(none).toEqual([
      { type: 'heading', text: 'callers of main.main' },
      { type: 'note', text: '  none: stacks begin with it' },
    ]);
  });
});

test('a profile without samples', () => {
  const empty = initialFind(findModel(drawView('')), '');
  expect(drawn(press(empty, 'down', 'a', 'enter'))).toEqual([]);
});
