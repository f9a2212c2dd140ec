import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { browseKeys, keyHandling } from '../../../src/ui/browse/keys.ts';
import {
  type BrowseState,
  browseLayout,
  browseModel,
  headerText,
  initialBrowse,
  rowsInView,
} from '../../../src/ui/browse/model.ts';
import { update } from '../../../src/ui/browse/update.ts';
import { actionOfKey } from '../../../src/ui/terminal/keymap.ts';
import { drawView } from '../../support/draw-view.ts';

const view = drawView(`
  main;serve;parse;scan    30
  main;serve;parse         10
  main;serve;render        20
  main;report;render;flush 5
  idle;park                35
`);
const model = browseModel(view);
const SIZE = { columns: 80, rows: 24 };

/** Presses keys by their names; a text behind a quote is typed. */
function press(state: BrowseState, keys: readonly string[], size = SIZE): BrowseState {
  const names = keys.flatMap((key) => (key.startsWith("'") ? [...key.slice(1)] : [key]));
  return names.reduce((before, name) => {
    const text = [...name].length === 1 ? name : '';
    const action = actionOfKey({ name, text }, before, keyHandling);
    return action === undefined ? before : update(before, action, browseLayout(size).height);
  }, state);
}

const open = (pattern = '') => initialBrowse(model, pattern);

/** The rows as a tree, the selected one marked, matched letters in brackets; without their values. */
const drawn = (state: BrowseState, size = SIZE) =>
  rowsInView(state, browseLayout(size)).map(({ indent, pieces, isSelected }) => {
    const name = pieces.map(({ text, isMatched }) => (isMatched ? `[${text}]` : text)).join('');
    return `${isSelected ? '>' : ' '}${indent}${name}`;
  });

const rowsAfter = (...keys: string[]) => drawn(press(open(), keys));

const ALL = [' ▾ main', '  ▾ serve', '   ▾ parse', '    · scan', '   · render', '  ▸ report', ' ▸ idle'];

describe('opening', () => {
  test('the roots', () => {
    expect(rowsAfter()).toEqual(['>▸ main', ' ▸ idle']);
  });

  test('a single root is open down to where the stacks part', () => {
    const single = initialBrowse(browseModel(drawView('a;b;c 1\na;b;d 2')), '');
    expect(drawn(single)).toEqual(['>▾ a', '  ▾ b', '   · d', '   · c']);
    expect(drawn(initialBrowse(browseModel(drawView('a;b;c 1')), ''))).toEqual(['>▾ a', '  ▾ b', '   · c']);
  });

  test('at the heaviest match of a pattern, with its callees', () => {
    expect(drawn(open('^re'))).toEqual([' ▾ main', '  ▾ serve', '   ▸ parse', '>  · render', '  ▸ report', ' ▸ idle']);
    expect(drawn(open('port'))).toEqual([' ▾ main', '  ▸ serve', '> ▾ report', '   ▸ render', ' ▸ idle']);
  });

  test('a pattern that nothing matches, or that is none', () => {
    expect(open('xyz')).toMatchObject({ note: 'no function matches xyz', selected: 0 });
    expect(open('(').note).toContain('error parsing regexp');
    expect(drawn(open('xyz'))).toEqual(['>▸ main', ' ▸ idle']);
  });

  test('a profile without samples', () => {
    const empty = initialBrowse(browseModel(drawView('')), '');
    expect(empty.note).toBe('no samples');
    const keys = browseKeys
      .flatMap((binding) => binding.keys)
      .filter((key) => !['q', 'escape', 'ctrl+c'].includes(key));
    expect(drawn(press(empty, keys))).toEqual([]);
  });
});

describe('moving', () => {
  test.each([
    [['right'], ['>▾ main', '  ▸ serve', '  ▸ report', ' ▸ idle']],
    [
      ['l', 'l'],
      [' ▾ main', '> ▸ serve', '  ▸ report', ' ▸ idle'],
    ],
    [
      ['l', 'l', 'h'],
      ['>▾ main', '  ▸ serve', '  ▸ report', ' ▸ idle'],
    ],
    [
      ['l', 'l', 'h', 'left'],
      ['>▸ main', ' ▸ idle'],
    ],
    [
      ['enter', 'space'],
      ['>▸ main', ' ▸ idle'],
    ],
    [['h'], ['>▸ main', ' ▸ idle']],
    [['up'], ['>▸ main', ' ▸ idle']],
    [
      ['j', 'j'],
      [' ▸ main', '>▸ idle'],
    ],
    [['G'], [' ▸ main', '>▸ idle']],
    [
      ['end', 'g'],
      ['>▸ main', ' ▸ idle'],
    ],
    [['e'], ALL.with(0, '>▾ main')],
    [['*', 'pagedown'], ALL.with(6, '>▸ idle')],
    [['e', 'j', 'j', 'j', 'l'], ALL.with(3, '>   · scan')],
    [['e', 'G', 'ctrl+u'], ALL.with(0, '>▾ main')],
    [['e', 'ctrl+d', 'pageup'], ALL.with(0, '>▾ main')],
  ])('%j', (keys, expected) => {
    expect(rowsAfter(...keys)).toEqual(expected);
  });

  test('the rows follow the selected one', () => {
    const low = { columns: 80, rows: 6 };
    const state = press(open(), ['e', 'j', 'j', 'j'], low);
    expect(drawn(state, low)).toEqual(['  ▾ serve', '   ▾ parse', '>   · scan']);
    expect(drawn(press(state, ['k'], low), low)).toEqual(['  ▾ serve', '>  ▾ parse', '    · scan']);
    expect(drawn(press(state, ['ctrl+u'], low), low)).toEqual(['  ▾ serve', '>  ▾ parse', '    · scan']);
    expect(drawn(press(state, ['G'], low), low)).toEqual(['   · render', '  ▸ report', '>▸ idle']);
  });
});

describe('searching', () => {
  test('every letter goes to the first match from where the search began', () => {
    expect(rowsAfter('/', "'r")).toEqual([' ▾ main', '> ▸ se[r]ve', '  ▸ [r]eport', ' ▸ idle']);
    expect(rowsAfter('/', "'re")).toEqual([
      ' ▾ main',
      '  ▾ serve',
      '   ▸ parse',
      '>  · [re]nder',
      '  ▸ [re]port',
      ' ▸ idle',
    ]);
    expect(rowsAfter('/', "'re", 'backspace')).toEqual(rowsAfter('/', "'r"));
    expect(rowsAfter('/', "'rep", 'ctrl+u')).toEqual(rowsAfter());
  });

  test('the next and the one before, in the whole tree', () => {
    const found = press(open(), ['/', "'render", 'enter']);
    expect(found).toMatchObject({ search: undefined, searched: 'render', note: '' });
    const next = press(found, ['n']);
    expect(drawn(next)).toEqual([
      ' ▾ main',
      '  ▾ serve',
      '   ▸ parse',
      '   · [render]',
      '  ▾ report',
      '>  ▸ [render]',
      ' ▸ idle',
    ]);
    const around = press(next, ['n']);
    expect(around).toMatchObject({ selected: 3, note: 'went on from the top' });
    expect(press(around, ['N'])).toMatchObject({ selected: 5, note: 'went on from the end' });
    expect(press(open(), ['/', "'render", 'down']).selected).toBe(
      press(open(), ['/', "'render", 'enter', 'n']).selected,
    );
  });

  test('giving up goes back to where the search began', () => {
    const before = press(open(), ['l', 'j']);
    const state = press(before, ['/', "'flush", 'escape']);
    expect(state).toMatchObject({ rows: before.rows, selected: before.selected, search: undefined, searched: '' });
  });

  test('nothing found', () => {
    const state = press(open(), ['/', "'xyz"]);
    expect(state).toMatchObject({ selected: 0, note: 'no match for xyz' });
    expect(drawn(state)).toEqual(rowsAfter());
    expect(press(open(), ['n']).note).toBe('/ searches first');
  });

  test('capitals count where there are any, signs are signs', () => {
    const types = initialBrowse(browseModel(drawView('main.(*Index).Add 2\nmain.(*index).add 1')), '');
    expect(press(types, ['/', "'*i"]).selected).toBe(0);
    expect(press(types, ['/', "'*I"]).selected).toBe(0);
    expect(press(types, ['j', '/', "'*I"]).selected).toBe(0);
    expect(press(types, ['j', '/', "'*i"]).selected).toBe(1);
    expect(press(types, ['/', "'.*x"]).note).toBe('no match for .*x');
  });

  test('an empty search keeps the one before', () => {
    expect(press(open(), ['/', "'render", 'enter', '/', 'enter']).searched).toBe('render');
  });

  test('keys of the tree are letters of the search', () => {
    expect(press(open(), ['/', "'q"])).toMatchObject({ result: undefined, note: 'no match for q' });
  });
});

describe('commands', () => {
  test.each([
    [['f'], 'focus=^main$'],
    [['j', 'i'], 'ignore=^idle$'],
    [['l', 'l', 'p'], 'peek ^serve$'],
    [['s'], 'list ^main$'],
    [['q'], undefined],
    [['escape'], undefined],
    [['ctrl+c'], undefined],
  ])('%j end the screen', (keys, line) => {
    expect(press(open(), keys).result).toEqual({ line });
  });

  test('the screen stays as it ended', () => {
    const ended = press(open(), ['q']);
    expect(press(ended, ['j', 'f'])).toBe(ended);
  });

  test('help is shown, scrolled, and left', () => {
    expect(press(open(), ['?']).help).toBe(0);
    expect(press(open(), ['?', 'j', 'j', 'k'], { columns: 40, rows: 10 }).help).toBe(1);
    expect(press(open(), ['?', 'space', 'space', 'space'], { columns: 40, rows: 10 }).help).toBe(browseKeys.length - 7);
    expect(press(open(), ['?', 'q'])).toMatchObject({ help: undefined, result: undefined });
  });
});

describe('values', () => {
  const cells = (columns: number) =>
    rowsInView(press(open(), ['l']), browseLayout({ columns, rows: 24 })).map((row) =>
      row.cells.map(({ text }) => text).join(' '),
    );

  test('as the text reports print them', () => {
    expect(cells(80)).toEqual([
      '         0      0%       65ns  65.00%',
      '         0      0%       60ns  60.00%',
      '         0      0%        5ns   5.00%',
      '         0      0%       35ns  35.00%',
    ]);
    expect(cells(60)[1]).toBe('      60ns  60.00%');
    expect(cells(40)[1]).toBe(' 60.00%');
  });

  test('colours follow the share of the total', () => {
    expect(rowsInView(open(), browseLayout(SIZE))[0].cells.map(({ share }) => share)).toEqual([0, 0.65]);
  });
});

describe('deep trees', () => {
  const names = Array.from({ length: 60 }, (_, i) => `f${i}`);
  const deep = initialBrowse(browseModel(drawView(`${names.join(';')} 1\n${names.slice(0, 50).join(';')} 1`)), '');

  test('move to the left, and say how deep what is further out stands', () => {
    const size = { columns: 40, rows: 10 };
    const state = press(deep, ['G', ...Array.from({ length: 25 }, () => 'k')], size);
    expect(drawn(state, size)).toEqual([
      '>‹          ▾ f34',
      ' ‹           ▾ f35',
      ' ‹            ▾ f36',
      ' ‹             ▾ f37',
      ' ‹              ▾ f38',
      ' ‹               ▾ f39',
      ' ‹              ›▾ f40',
    ]);
    expect(drawn(press(deep, ['G'], { columns: 40, rows: 40 }), { columns: 40, rows: 40 })[0]).toBe(' ‹24▾ f23');
  });

  test('the header has the depth and the whole name', () => {
    expect(headerText(press(deep, ['G']), 60)).toEqual({ title: 'cpu 2ns', rest: 'depth 60  f59' });
    expect(headerText(open('xyz'), 24)).toEqual({ title: 'cpu 100ns', rest: 'no function …' });
  });
});

const key = fc.oneof(
  fc.constantFrom(
    ...browseKeys.flatMap(({ keys }) => keys).filter((name) => !/^(q|f|i|p|s|escape|ctrl\+c)$/.test(name)),
  ),
  fc.constantFrom('/', 'enter', 'escape', 'backspace', 'r', 'e', 'x', '日'),
);
const terminal = fc.record({ columns: fc.integer({ min: 1, max: 120 }), rows: fc.integer({ min: 1, max: 30 }) });

test('whatever is pressed, the selected row is on the screen and every row fits', () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 40 }), terminal, terminal, (keys, size, resized) => {
      const state = press(open(), keys, size);
      expect(state.selected).toBeGreaterThanOrEqual(0);
      expect(state.selected).toBeLessThan(state.rows.length);
      for (const shown of [size, resized]) {
        const layout = browseLayout(shown);
        const rows = rowsInView(state, layout);
        expect(rows.filter(({ isSelected }) => isSelected)).toHaveLength(1);
        expect(rows.length).toBeLessThanOrEqual(layout.height);
        if (shown.columns < 30) continue;
        for (const { cells, indent, pieces } of rows) {
          const text = cells.map((cell) => cell.text).join(' ') + indent + pieces.map((piece) => piece.text).join('');
          expect(text.length + 4).toBeLessThanOrEqual(layout.width);
        }
      }
    }),
  );
});
