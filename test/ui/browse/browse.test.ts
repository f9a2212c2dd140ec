import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entryValues, shownCum } from '../../../src/analysis/entry-values.ts';
import { compareWithBase } from '../../../src/profile/compare.ts';
import { viewData } from '../../../src/report/profile-view.ts';
import { makeTheme } from '../../../src/report/theme.ts';
import { sandwich } from '../../../src/report/views/tree.ts';
import { browseView } from '../../../src/ui/browse/browse-view.ts';
import { pathOfNames } from '../../../src/ui/browse/kept-rows.ts';
import { type BrowseState, placeAt, rowCount, type TreeKind } from '../../../src/ui/browse/model.ts';
import { roomIn } from '../../../src/ui/screen/model.ts';
import { drawProfile } from '../../support/draw-profile.ts';
import { drive, inputOf, type TreeDriver } from './drive.ts';

const SHOP = `
  main;serve;parse;scan    30
  main;serve;parse         10
  main;serve;render        20
  main;report;render;flush 5
  idle;park                35
`;

const open = (pattern = '') => drive('browse', SHOP, { pattern });
const namesAfter = (...keys: string[]) =>
  open()
    .press(...keys)
    .names();
const THEME = makeTheme('none');
const selectedRow = ({ state }: TreeDriver) => placeAt(state.own, state.own.selected);
const noteOf = ({ state }: TreeDriver) => state.note || state.own.told;

const ALL = ['  ▾ main', '   ▾ serve', '    ▾ parse', '     · scan', '    · render', '   ▸ report', '  ▸ idle'];
/** The rows with another one selected. */
const at = (rows: readonly string[], row: number) => rows.map((text, i) => (i === row ? `>${text.slice(1)}` : text));

describe('opening', () => {
  test('the roots', () => {
    expect(open().names()).toEqual(['> ▸ main', '  ▸ idle']);
  });

  test('a single root is open down to where the stacks part', () => {
    expect(drive('browse', 'a;b;c 1\na;b;d 2').names()).toEqual(['> ▾ a', '   ▾ b', '    · d', '    · c']);
    expect(drive('browse', 'a;b;c 1').names()).toEqual(['> ▾ a', '   ▾ b', '    · c']);
  });

  test('at the heaviest match of a pattern, with its callees', () => {
    expect(open('^re').names()).toEqual([
      '  ▾ main',
      '   ▾ serve',
      '    ▸ parse',
      '>   · render',
      '   ▸ report',
      '  ▸ idle',
    ]);
    expect(open('port').names()).toEqual(['  ▾ main', '   ▸ serve', '>  ▾ report', '    ▸ render', '  ▸ idle']);
  });

  test('a pattern that nothing matches, or that is none', () => {
    expect(noteOf(open('xyz'))).toBe('no function matches xyz');
    expect(() => open('(')).toThrow('error parsing regexp');
    expect(open('xyz').names()).toEqual(['> ▸ main', '  ▸ idle']);
  });

  test('a profile without samples', () => {
    const empty = drive('browse', '');
    expect(noteOf(empty)).toBe('no samples');
    const keys = empty.spec.keys.flatMap((binding) => binding.keys).filter((key) => key !== 'escape');
    expect(empty.press(...keys.filter((key) => key !== 'r'), 'j', 'G', 'l', 'h').names()).toEqual([]);
  });
});

describe('moving', () => {
  test.each([
    [['right'], ['> ▾ main', '   ▸ serve', '   ▸ report', '  ▸ idle']],
    [
      ['l', 'l'],
      ['  ▾ main', '>  ▸ serve', '   ▸ report', '  ▸ idle'],
    ],
    [
      ['l', 'l', 'h'],
      ['> ▾ main', '   ▸ serve', '   ▸ report', '  ▸ idle'],
    ],
    [
      ['l', 'l', 'h', 'left'],
      ['> ▸ main', '  ▸ idle'],
    ],
    [
      ['space', 'space'],
      ['> ▸ main', '  ▸ idle'],
    ],
    [['h'], ['> ▸ main', '  ▸ idle']],
    [['up'], ['> ▸ main', '  ▸ idle']],
    [
      ['j', 'j'],
      ['  ▸ main', '> ▸ idle'],
    ],
    [
      ['end', 'g'],
      ['> ▸ main', '  ▸ idle'],
    ],
    [['e'], at(ALL, 0)],
    [['*', 'pagedown'], at(ALL, 6)],
    [['e', 'j', 'j', 'j', 'l'], at(ALL, 3)],
    [['e', 'G', 'ctrl+u'], at(ALL, 0)],
    [
      ['E', 'C'],
      ['> ▾ main', '   ▸ serve', '   ▸ report', '  ▸ idle'],
    ],
    [
      ['E', 'C', 'C'],
      ['> ▸ main', '  ▸ idle'],
    ],
  ])('%j', (keys, expected) => {
    expect(namesAfter(...keys)).toEqual(expected);
  });

  test('everything below a row opens at once', () => {
    expect(namesAfter('E')).toEqual([
      '> ▾ main',
      '   ▾ serve',
      '    ▾ parse',
      '     · scan',
      '    · render',
      '   ▾ report',
      '    ▾ render',
      '     · flush',
      '  ▸ idle',
    ]);
  });
});

describe('searching', () => {
  test('every letter goes to the first match from where the search began', () => {
    expect(namesAfter('/', "'r")).toEqual(['  ▾ main', '>  ▸ serve', '   ▸ report', '  ▸ idle']);
    expect(namesAfter('/', "'re")).toEqual([
      '  ▾ main',
      '   ▾ serve',
      '    ▸ parse',
      '>   · render',
      '   ▸ report',
      '  ▸ idle',
    ]);
    expect(namesAfter('/', "'re", 'backspace')).toEqual(namesAfter('/', "'r"));
    expect(namesAfter('/', "'rep", 'ctrl+u')).toEqual(namesAfter());
  });

  test('the next and the one before, in the whole tree', () => {
    const next = open().press('/', "'render", 'enter', 'n');
    expect(next.names()).toEqual([
      '  ▾ main',
      '   ▾ serve',
      '    ▸ parse',
      '    · render',
      '   ▾ report',
      '>   ▸ render',
      '  ▸ idle',
    ]);
    expect(noteOf(next.press('n'))).toBe('went on from the top');
    expect(next.press('n').state.own.selected).toBe(3);
    expect(noteOf(next.press('n', 'N'))).toBe('went on from the end');
  });

  test('capitals count where there are any, signs are signs', () => {
    const types = drive('browse', 'main.(*Index).Add 2\nmain.(*index).add 1');
    expect(types.press('j', '/', "'*I").state.own.selected).toBe(0);
    expect(types.press('j', '/', "'*i").state.own.selected).toBe(1);
    expect(noteOf(types.press('/', "'.*x"))).toBe('no match for .*x');
  });

  test('from the leaves, and across both halves of a sandwich', () => {
    expect(drive('bottomup', SHOP).press('/', "'serve", 'enter').names().slice(0, 4)).toEqual([
      '  ▸ park',
      '  ▾ scan',
      '   ▾ parse',
      '>   ▸ serve',
    ]);
    const both = drive('sandwich', SHOP, { pattern: 'render' });
    expect(both.press('/', "'main", 'enter').names()).toEqual([
      '>  · main',
      '  ▾ report',
      '  ▸ serve',
      '  ── render',
      '  · flush',
    ]);
    expect(selectedRow(both.press('/', "'flush"))).toMatchObject({ part: 'below' });
    expect(selectedRow(both.press('/', "'flush", 'enter', '/', "'render"))).toMatchObject({ part: 'middle' });
  });
});

describe('the shape of the tree', () => {
  const RECURSIVE = 'main;a;a;a;b 5\nmain;a;c 3\nidle 1';

  test('direct recursion is one row when it is merged, and what was open stays open', () => {
    const merged = drive('browse', RECURSIVE).press('E', 'R');
    expect(merged.names()).toEqual(['> ▾ main', '   ▾ a', '    · b', '    · c', '  · idle']);
    expect(merged.screen()[1]).toContain('recursion merged');
    expect(merged.press('R').names()).toEqual([
      '> ▾ main',
      '   ▾ a',
      '    ▾ a',
      '     ▾ a',
      '      · b',
      '    · c',
      '  · idle',
    ]);
  });

  test('where a chain has little room, its last call has it', () => {
    const names = ['example.com/shop/first.Step', 'example.com/shop/second.Step', 'example.com/shop/third.Serve'];
    const chain = (columns: number) =>
      drive('browse', `${names.join(';')} 1`, { columns })
        .press('x')
        .names()[0]
        .trim();
    expect(chain(160)).toBe(`> · ${names.join(' › ')} (3 frames)`);
    expect(chain(124)).toBe(`> · ${names[0]} › … › ${names[2]} (3 frames)`);
    expect(chain(94)).toBe(`> · … › ${names[2]} (3 frames)`);
    expect(chain(80)).toBe(`> · … › ${names[2]} (3)`);
    expect(chain(76)).toBe(`> · ${names[2]} (3)`);
    expect(chain(70)).toBe('> · ….com/shop/third.Serve (3)');
  });

  test('calls that only lead to one another are one row', () => {
    const joined = open().press('E', 'x');
    expect(joined.names()).toEqual([
      '> ▾ main',
      '   ▾ serve',
      '    ▾ parse',
      '     · scan',
      '    · render',
      '   · report › render › flush (3 frames)',
      '  · idle › park (2 frames)',
    ]);
    expect(joined.press('x').names()).toEqual(at(ALL, 0));
    expect(joined.press('G', 'f').state.result).toEqual({ type: 'run', line: 'focus=^park$', effect: 'change' });
  });

  test('beginning further inside and going back out', () => {
    const inside = open('serve').press('z');
    expect(inside.names()).toEqual(['> ▾ serve', '   ▸ parse', '   · render']);
    expect(inside.screen()[0]).toBe('test › main › serve');
    expect(inside.rows()[0]).toContain('60ns  60.00%');
    const further = inside.press('j', 'z');
    expect(further.screen()[0]).toBe('test › main › serve › parse');
    expect(further.names()).toEqual(['> ▾ parse', '   · scan']);
    expect(further.press('backspace').names()).toEqual(['  ▾ serve', '>  ▸ parse', '   · render']);
    expect(further.press('0').names()).toEqual([
      '  ▾ main',
      '   ▾ serve',
      '>   ▸ parse',
      '    · render',
      '   ▸ report',
      '  ▸ idle',
    ]);
    expect(noteOf(open().press('Z'))).toBe('this is all of it');
  });

  test('search and heaviest rows stay inside of where the tree begins', () => {
    const inside = open('report').press('z');
    expect(noteOf(inside.press('/', "'idle"))).toBe('no match for idle');
    expect(selectedRow(inside.press('1'))?.node.flat).toBe(5);
  });

  test.each([
    ['1', 35, 'park'],
    ['2', 30, 'scan'],
    ['4', 10, 'parse'],
  ])('%s goes to the row with that rank by flat value', (key, flat, name) => {
    const there = open().press(key);
    expect(selectedRow(there)?.node.flat).toBe(flat);
    expect(there.names().find((row) => row.startsWith('>'))).toContain(name);
  });

  test('there may be fewer', () => {
    expect(noteOf(open().press('9'))).toBe('only 5 rows have a flat value');
    expect(selectedRow(drive('bottomup', SHOP).press('2'))?.node.cum).toBe(30);
  });
});

describe('order', () => {
  test('the selected row stays the selected one', () => {
    const byName = open('parse').press('o', 'o');
    expect(byName.names()).toEqual([
      '  ▸ idle',
      '  ▾ main',
      '   ▸ report',
      '   ▾ serve',
      '>   ▾ parse',
      '     · scan',
      '    · render',
    ]);
    expect(byName.press('O').names()).toEqual([
      '  ▾ main',
      '   ▾ serve',
      '    · render',
      '>   ▾ parse',
      '     · scan',
      '   ▸ report',
      '  ▸ idle',
    ]);
    expect(byName.press('o').names()).toEqual(open('parse').names());
  });

  test('by flat values', () => {
    expect(drive('browse', 'a;x 9\na 1\nb 5').press('o').names()).toEqual(['  · b', '> ▸ a']);
  });
});

describe('values', () => {
  const textOf = (columns: number, ...keys: string[]) =>
    drive('browse', SHOP, { columns })
      .press('l', ...keys)
      .rows()
      .map((row) => row.replace(/ +[▾▸·].*/, ''));

  test('as the text reports print them, fewer where it is narrow', () => {
    expect(textOf(80)[1]).toBe('           0      0%       60ns  60.00%');
    expect(textOf(60)[1]).toBe('        60ns  60.00%');
    expect(textOf(40)[1]).toBe('   60.00%');
  });

  test('a percentage that has more digits than there is room for is said to be small, not cut', () => {
    const rows = drive('browse', 'main;a 1000000000\nmain;b 23').press('l').rows();
    expect(rows[2].trim()).toBe('23ns  <0.01%       23ns  <0.01%   · b');
    const shrunk = drive('browse', 'main;a 1000000000\nmain;b -23').press('l').rows();
    expect(shrunk[2].trim()).toMatch(/^-23ns {2}<0\.01% /);
  });

  test('shares of the caller', () => {
    expect(textOf(80, 'c')[1]).toBe('        60ns  60.00%   92.31%');
    expect(noteOf(drive('browse', SHOP).press('c', 'c'))).toBe('');
  });

  test('before, after and change, with signs', () => {
    const compared = compareWithBase(drawProfile('main;a 30\nmain;b 5\nmain;c 2'), {
      base: drawProfile('main;a 10\nmain;b 8\nmain;c 2'),
      isDiff: true,
      normalize: false,
    });
    expect(drive('browse', compared).screen().slice(1, 5)).toEqual([
      '      before      after     change change%  call tree',
      '>       20ns       37ns      +17ns  85.00%  ▾ main',
      '        10ns       30ns      +20ns    100%   · a',
      '         8ns        5ns       -3ns  15.00%   · b',
    ]);
    const byChange = drive('browse', compared).press('o', 'o', 'O');
    expect(byChange.names()).toEqual(['> ▾ main', '   · b', '   · c', '   · a']);
  });

  test('without a base of its own only the change is known', () => {
    const subtracted = drive('browse', 'main;a 20\nmain;b -3').press('c', 'c');
    expect(subtracted.screen().slice(1, 4)).toEqual([
      '      change change%  call tree',
      '>      +17ns  73.91%  ▾ main',
      '       +20ns  86.96%   · a',
    ]);
  });
});

describe('a sandwich', () => {
  test('callers above, callees below, the function of the report in the middle', () => {
    expect(drive('sandwich', SHOP, { pattern: 'render' }).rows()).toEqual([
      '                            5ns   5.00%  ▸ report',
      '                           20ns  20.00%  ▸ serve',
      '>       20ns  20.00%       25ns  25.00%  ── render',
      '         5ns   5.00%        5ns   5.00%  · flush',
    ]);
  });

  test('callers open upwards, and the selected row stays selected', () => {
    const up = drive('sandwich', SHOP, { pattern: 'parse' }).press('k', 'l');
    expect(up.names()).toEqual(['   · main', '> ▾ serve', '  ── parse', '  · scan']);
    expect(up.press('l').names()).toEqual(['>  · main', '  ▾ serve', '  ── parse', '  · scan']);
    expect(up.press('h').names()).toEqual(['> ▸ serve', '  ── parse', '  · scan']);
    expect(up.press('h', 'h').names()).toEqual(['  ▸ serve', '> ── parse', '  · scan']);
  });

  test('tab goes to the next function that matches, z to the one that is selected, Z back', () => {
    const first = drive('sandwich', SHOP, { pattern: '^(serve|render)$' });
    expect(first.screen()[0]).toBe('test › serve (1 of 2 matches)');
    expect(first.press('tab').screen()[0]).toBe('test › render (2 of 2 matches)');
    expect(first.press('tab', 'tab').names()).toEqual(first.names());
    const scan = first.press('G', 'k', 'z');
    expect(scan.names()).toEqual(['  ▸ serve', '> ── parse', '  · scan']);
    expect(scan.press('Z').names()).toEqual(first.names());
  });

  test('a function whose growth and shrinking cancel out has a sandwich too', () => {
    expect(drive('sandwich', 'main;a;b 3\nmain;a;c -3', { pattern: '^a$' }).names()).toEqual([
      '  · main',
      '> ── a',
      '  · b',
      '  · c',
    ]);
  });

  test('a pattern that nothing matches is an error in the words of pprof', () => {
    expect(() => drive('sandwich', SHOP, { pattern: 'xyz' })).toThrow('no matches found for regexp: xyz');
  });

  test('its value is the cum value of the report', () => {
    const input = inputOf('main;a;b;a 3\nmain;b;a;b 4\nc 1');
    const { data, matches, trees } = sandwich(input, { pattern: 'a', mergesRecursion: false });
    expect(trees.map(({ root }) => root.cum)).toEqual([[7], [7]]);
    expect(shownCum(entryValues(viewData(input).question), matches[0])).toBe(7);
    expect(data.labels.total).toBe(8);
  });
});

describe('what can be done with rows', () => {
  test.each([
    [['f'], 'focus=^main$', 'change'],
    [['j', 'i'], 'ignore=^idle$', 'change'],
    [['j', 'm', 'g', 'm', 'H'], 'hide=^idle$|^main$', 'change'],
    [['l', 'l', 'p'], 'peek ^serve$', 'print'],
    [['s'], 'source ^main$', 'open'],
    [['B'], 'bottomup ^main$', 'open'],
    [['S'], 'sandwich ^main$', 'open'],
    [['r'], 'hide=^runtime\\.', 'change'],
  ])('%j', (keys, line, effect) => {
    expect(open().press(...keys).state.result).toEqual({ type: 'run', line, effect });
  });

  test('the runtime is shown again, and what else is hidden stays hidden', () => {
    const lineWith = (hide: string) => drive('browse', SHOP, { options: { hide } }).press('r').state.result;
    expect(lineWith('^runtime\\.')).toMatchObject({ line: 'hide=' });
    expect(lineWith('x|^runtime\\.')).toMatchObject({ line: 'hide=x' });
    expect(lineWith('x')).toMatchObject({ line: 'hide=x|^runtime\\.' });
  });

  test('marks are of functions, and are cleared', () => {
    const marked = open('render').press('m', 'G', 'k', 'l');
    expect(marked.names().filter((row) => row[1] === '*')).toEqual([' *  · render', ' *  ▸ render']);
    expect(
      marked
        .press('M')
        .names()
        .filter((row) => row[1] === '*'),
    ).toEqual([]);
  });

  test('the line that opens the view as it stands', () => {
    const lineOf = ({ spec, state }: TreeDriver) => spec.line(state.own);
    expect(lineOf(open())).toBe('browse');
    expect(lineOf(open('serve').press('z'))).toBe('browse ^serve$');
    expect(lineOf(drive('bottomup', SHOP).press('j'))).toBe('bottomup ^scan$');
    expect(lineOf(drive('sandwich', SHOP, { pattern: 'p' }).press('tab'))).toBe('sandwich ^park$');
  });

  test('a click selects, or opens and closes at the mark', () => {
    const tree = open();
    expect(tree.mouse('click', 60, 2).names()).toEqual(['  ▸ main', '> ▸ idle']);
    const mark = tree.rows()[0].indexOf('▸');
    const opened = tree.mouse('click', mark, 1);
    expect(opened.names()).toEqual(['> ▾ main', '   ▸ serve', '   ▸ report', '  ▸ idle']);
    const inner = opened.mouse('click', mark + 1, 3);
    expect(inner.names()).toEqual(['  ▾ main', '   ▸ serve', '>  ▾ report', '    ▸ render', '  ▸ idle']);
    expect(inner.mouse('doubleclick', mark + 1, 3).names()).toEqual(opened.mouse('click', 60, 3).names());
    expect(tree.mouse('click', 60, 9).state).toBe(tree.state);
  });

  test('a double click zooms in, and out again where the tree begins', () => {
    const zoomed = open().press('right').mouse('doubleclick', 60, 2);
    expect(zoomed.names()).toEqual(['> ▾ serve', '   ▸ parse', '   · render']);
    expect(zoomed.mouse('doubleclick', 60, 1).names()).toEqual(['  ▾ main', '>  ▸ serve', '   ▸ report', '  ▸ idle']);
    const middle = drive('sandwich', SHOP, { pattern: '^serve$' }).mouse('doubleclick', 60, 3);
    expect(middle.spec.crumbs(middle.state.own)).toEqual(['serve', 'parse']);
  });

  test('a click on a heading orders by it, another one backwards', () => {
    const tree = open();
    const [headings] = tree.spec.draw(tree.state.own, roomIn({ columns: 80, rows: 24 }), {
      theme: THEME,
      searched: '',
    });
    const ordered = (heading: string, from = tree) => from.mouse('click', headings.indexOf(heading), 0);
    const orderOf = ({ state }: TreeDriver) => state.own.settings.order;
    expect(orderOf(ordered('flat%'))).toEqual({ by: 'flat', isReversed: false });
    expect(orderOf(ordered('call tree'))).toEqual({ by: 'name', isReversed: false });
    expect(orderOf(ordered('cum%'))).toEqual({ by: 'cum', isReversed: true });
    expect(orderOf(ordered('cum%', ordered('cum%')))).toEqual({ by: 'cum', isReversed: false });
    const byCaller = tree.press('c').mouse('click', 28, 0);
    expect(orderOf(byCaller)).toEqual({ by: 'cum', isReversed: false });
  });

  test('in words', () => {
    const { spec, state } = open('serve');
    expect(spec.describe(state.own)).toEqual(['serve', 'flat 0, 0%, cum 60ns, 60.00%', 'open, depth 2, row 2 of 6']);
  });
});

describe('coming back', () => {
  const left = open().press('E', '/', "'flush", 'enter', 'x', 'c', 'm');

  test('the same answer is shown as it was left', () => {
    const { own } = left.state;
    const again = browseView.begin(own.model.answer, { type: 'browse', pattern: '' }, own.model.facts, own).own;
    expect(again).toMatchObject({ below: own.below, selected: own.selected, marked: own.marked });
  });

  test('another answer is opened by names', () => {
    const kept: BrowseState = open().press('E', '/', "'parse", 'enter', 'm').state.own;
    const focused = drive('browse', 'other;deep 90\nmain;serve;parse;scan 30\nmain;serve;render 1', {
      kept: { ...kept, selected: 2 },
    });
    expect(focused.names()).toEqual([
      '  ▸ other',
      '  ▾ main',
      '   ▾ serve',
      '>*  ▾ parse',
      '     · scan',
      '    · render',
    ]);
  });

  test('where the selected row is gone its nearest caller is selected', () => {
    const kept: BrowseState = open('scan').state.own;
    expect(drive('browse', 'main;serve;render 1\nx 5', { kept }).names()).toEqual([
      '  · x',
      '  ▾ main',
      '>  ▾ serve',
      '    · render',
    ]);
  });
});

describe('deep trees', () => {
  const names = Array.from({ length: 60 }, (_, i) => `f${i}`);
  const deep = `${names.join(';')} 1\n${names.slice(0, 50).join(';')} 1`;

  test('move to the left, and say how deep what is further out stands', () => {
    const there = drive('browse', deep, { columns: 40, rows: 11 }).press('G', ...Array.from({ length: 25 }, () => 'k'));
    expect(there.names()).toEqual([
      '> ‹          ▾ f34',
      '  ‹           ▾ f35',
      '  ‹            ▾ f36',
      '  ‹             ▾ f37',
      '  ‹              ▾ f38',
      '  ‹               ▾ f39',
      '  ‹              ›▾ f40',
    ]);
  });
});

const keys = fc.constantFrom(
  ...'jkhlgGeECRxoOcmMzZ0123459nN/'.split(''),
  ...['space', 'tab', 'pagedown', 'pageup', 'ctrl+d', 'ctrl+u', 'enter', 'escape', 'backspace', 'up', 'down'],
);
const stacks = fc.array(
  fc.tuple(
    fc.array(fc.constantFrom('a', 'b', 'c', 'render'), { minLength: 1, maxLength: 6 }),
    fc.integer({ min: -5, max: 20 }),
  ),
  { minLength: 1, maxLength: 10 },
);

test('whatever is pressed, a row is selected, it is on the screen, and every row fits', () => {
  const kinds = fc.constantFrom<TreeKind>('browse', 'bottomup', 'sandwich');
  const sizes = fc.record({ columns: fc.integer({ min: 30, max: 120 }), rows: fc.integer({ min: 4, max: 30 }) });
  fc.assert(
    fc.property(stacks, kinds, sizes, fc.array(keys, { maxLength: 30 }), (drawing, kind, size, pressed) => {
      const total = drawing.map(([stack, value]) => `${stack.join(';')} ${value === 0 ? 1 : value}`).join('\n');
      const pattern = kind === 'sandwich' ? drawing[0][0][0] : '';
      let driver = drive(kind, total, { ...size, pattern });
      for (const key of pressed) {
        if (driver.state.result !== undefined) break;
        driver = driver.press(key);
        const { own } = driver.state;
        expect(own.job).toBeUndefined();
        expect(own.selected).toBeGreaterThanOrEqual(0);
        expect(own.selected).toBeLessThan(Math.max(1, rowCount(own)));
        const lines = driver.screen();
        expect(lines.length).toBeLessThanOrEqual(size.rows);
        for (const line of lines) expect(line.length).toBeLessThan(size.columns);
        const drawn = driver.spec.draw(own, roomIn(size), { theme: THEME, searched: '' });
        expect(drawn.filter((line) => line.startsWith('>'))).toHaveLength(rowCount(own) === 0 ? 0 : 1);
      }
    }),
  );
});

test('another order, chains and columns leave the selected function selected', () => {
  const path = ({ state: { own } }: TreeDriver) => {
    const place = placeAt(own, own.selected);
    return place && pathOfNames(place.node, own.below.source.root, own.model.view.names);
  };
  fc.assert(
    fc.property(stacks, fc.array(fc.constantFrom('l', 'j', 'e', 'G'), { maxLength: 8 }), (drawing, opening) => {
      const drawn = drawing.map(([stack, value]) => `${stack.join(';')} ${value === 0 ? 1 : value}`).join('\n');
      const opened = drive('browse', drawn).press(...opening);
      for (const keys of [['o'], ['o', 'o'], ['O'], ['c']]) expect(path(opened.press(...keys))).toEqual(path(opened));
      expect(path(opened.press('x'))?.slice(0, path(opened)?.length)).toEqual(path(opened));
    }),
  );
});
