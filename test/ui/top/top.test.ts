import fc from 'fast-check';
import { ValueType } from 'pprof-format';
import { describe, expect, test } from 'vitest';
import { textWidth } from '../../../src/base/text-width.ts';
import { compareWithBase } from '../../../src/profile/compare.ts';
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import type { Profile } from '../../../src/profile/tables.ts';
import { makeTheme } from '../../../src/report/theme.ts';
import { USUAL_ARRANGEMENT } from '../../../src/report/views/table-arrangement.ts';
import type { ScreenRequest } from '../../../src/shell/outcome.ts';
import type { TopRequest } from '../../../src/ui/top/model.ts';
import { topView } from '../../../src/ui/top/top-view.ts';
import { drawing, drawProfile } from '../../support/draw-profile.ts';
import { drawnShell } from '../../support/drawn-shell.ts';
import { randomProfile } from '../../support/random-profile.ts';
import { openTop } from './open-top.ts';

const SHOP = `
  main.main@/src/main.go:7;main.serve@/src/main.go:20;example.com/shop/db.(*Rows).Next@/src/db/rows.go:31     60
  main.main@/src/main.go:7;main.serve@/src/main.go:21;encoding/json.Marshal@/go/src/encoding/json/encode.go:9  25
  main.main@/src/main.go:8;example.com/shop/db.Open@/src/db/open.go:5                                    10
  main.main@/src/main.go:9                                                                                 5
`;

const LOOK = { theme: makeTheme('none'), searched: '' };

/** Folded stacks with two values each: bytes, then objects. */
function twoTypes(text: string): Profile {
  const rows = text.trim().split('\n');
  const drawn = drawing(rows.map((row) => row.replace(/ \d+$/, '')).join('\n'));
  const type = (name: string) => drawn.stringTable.dedup(name);
  drawn.sampleType = [
    new ValueType({ type: type('inuse_space'), unit: type('bytes') }),
    new ValueType({ type: type('inuse_objects'), unit: type('count') }),
  ];
  drawn.sample.forEach((sample, i) => void sample.value.push(BigInt(rows[i].split(' ').at(-1) ?? 0)));
  return decodeProfile(drawn.encode());
}

const blank = (count: number) => Array.from({ length: count }, () => '');

test('80 by 24', async () => {
  const screen = await openTop(SHOP);
  expect(screen.lines()).toEqual([
    'test.pb.gz › top',
    '       ▾flat   flat%    sum%        cum    cum%  [functions]',
    '>       60ns  60.00%  60.00%       60ns  60.00%  …mple.com/shop/db.(*Rows).Next',
    '        25ns  25.00%  85.00%       25ns  25.00%  encoding/json.Marshal',
    '        10ns  10.00%  95.00%       10ns  10.00%  example.com/shop/db.Open',
    '         5ns   5.00%    100%      100ns    100%  main.main',
    '           0      0%    100%       85ns  85.00%  main.serve',
    ...blank(15),
    '       100ns    100%  row 1 of 5',
    'q quit  ? keys  Enter menu  / filter  Tab group by  o order  f focus  s source',
  ]);
});

test('200 by 10: all that entries can be grouped by', async () => {
  const screen = await openTop(SHOP, { width: 200, height: 10 });
  expect(screen.body()[0]).toBe('       ▾flat   flat%    sum%        cum    cum%  [functions]  files  packages  lines');
  expect(screen.body()[1]).toBe('>       60ns  60.00%  60.00%       60ns  60.00%  example.com/shop/db.(*Rows).Next');
});

test('40 by 10: what the rows are ordered by keeps its columns', async () => {
  const screen = await openTop(SHOP, { width: 40, height: 10 });
  expect(screen.body().slice(0, 3)).toEqual([
    '       ▾flat   flat%  [functions]',
    '>       60ns  60.00%  …/db.(*Rows).Next',
    '        25ns  25.00%  …ing/json.Marshal',
  ]);
  await screen.press('o');
  expect(screen.body()[0]).toBe('        ▾cum    cum%  [functions]');
});

describe('order', () => {
  const names = (lines: readonly string[]) =>
    lines.slice(1, 6).map((line) => `${line[0] === '>' ? '>' : ''}${line.replace(/^.*% {2}/, '')}`);

  test('the selection stays on its row', async () => {
    const screen = await openTop(SHOP, { width: 120, height: 12 });
    await screen.press('j', 'o');
    expect(names(screen.body())).toEqual([
      'main.main',
      'main.serve',
      'example.com/shop/db.(*Rows).Next',
      '>encoding/json.Marshal',
      'example.com/shop/db.Open',
    ]);
    await screen.press('O');
    expect(names(screen.body())[1]).toBe('>encoding/json.Marshal');
    await screen.press('right');
    expect(screen.body()[0]).toContain('[functions▾]');
    expect(names(screen.body())[0]).toBe('>encoding/json.Marshal');
  });

  test('a click on a heading orders by it, another turns it around; one on a tab groups', async () => {
    const screen = await openTop(SHOP, { width: 120, height: 12 });
    const x = (text: string) => screen.body()[0].indexOf(text) + 1;
    await screen.click(x('cum'), 1);
    expect(screen.body()[0]).toContain('▾cum');
    await screen.click(x('cum'), 1);
    expect(screen.body()[0]).toContain('▴cum');
    await screen.click(x('packages'), 1);
    expect(screen.body()[0]).toContain('[packages]');
    await screen.click(x('packages'), 1);
    expect(screen.body()[0]).toContain('[packages▾]');
    await screen.click(60, 4);
    expect(screen.body()[3]).toMatch(/^>/);
    await screen.click(60, 4, 'doubleclick');
    expect(screen.result()).toEqual({ type: 'run', line: 'browse ^main\\.', effect: 'open' });
  });

  test('-cum, or the option of the session', async () => {
    const screen = await openTop(SHOP, { request: { byCum: true } });
    expect(screen.body()[0]).toContain('▾cum');
    expect(screen.line()).toBe('top -i -cum');
    expect((await openTop(SHOP, { options: { sort: 'cum' } })).body()[0]).toContain('▾cum');
  });
});

describe('filter', () => {
  async function filtered(text: string) {
    const screen = await openTop(SHOP, { width: 120, height: 12 });
    await screen.press('/');
    await screen.type(text);
    const lines = screen.body();
    const rows = lines.slice(1, -1).filter((line) => line.includes('%'));
    return {
      screen,
      names: rows.map((line) => line.replace(/^.*% {2}/, '')),
      footer: lines[lines.length - 1].replace(/^.*% {2}/, ''),
    };
  }

  test.each([
    ['DB', ['example.com/shop/db.(*Rows).Next', 'example.com/shop/db.Open'], 'row 1 of 2 · 2 of 5 have DB'],
    ['next shop', ['example.com/shop/db.(*Rows).Next'], 'row 1 of 1 · 1 of 5 have next shop'],
    ['"Open"', ['example.com/shop/db.Open'], 'row 1 of 1 · 1 of 5 have "Open"'],
    ['"open', [], 'no row · 0 of 5 have "open"'],
    ['/^main\\.m/', ['main.main'], 'row 1 of 1 · 1 of 5 match /^main\\.m/'],
    ['~s.*n$', ['example.com/shop/db.Open'], 'row 1 of 1 · 1 of 5 match ~s.*n$'],
    ['jsnmrsh', ['encoding/json.Marshal'], 'row 1 of 1 · 1 of 5 are like jsnmrsh'],
    ['zzzz', [], 'no row · 0 of 5 are like zzzz'],
    ['', undefined, 'row 1 of 5'],
  ])('%s', async (text, expected, footer) => {
    const found = await filtered(text);
    if (expected !== undefined) expect(found.names).toEqual(expected);
    expect(found.footer).toBe(footer);
  });

  test('what is no pattern says so, and hides nothing', async () => {
    const { names, footer } = await filtered('~(');
    expect(names).toHaveLength(5);
    expect(footer).toBe('row 1 of 5 · error parsing regexp: missing closing ): `(`');
  });

  test('stays behind Enter, is changed by / and goes by 0', async () => {
    const { screen } = await filtered('json');
    await screen.press('enter', 'o', '/');
    expect(screen.lines().at(-1)).toBe('/json');
    await screen.press('backspace', 'backspace', 'enter');
    expect(screen.own().filter.text).toBe('js');
    await screen.press('0');
    expect(screen.own().rows).toHaveLength(5);
    expect(screen.body()[screen.own().selected + 1]).toContain('json.Marshal');
    await screen.press('0');
    expect(screen.note()).toBe('there is no filter');
  });

  test('Esc while it is typed takes it back', async () => {
    const { screen } = await filtered('json');
    await screen.press('escape');
    expect([screen.own().filter.text, screen.own().rows.length]).toEqual(['', 5]);
  });

  test('a text that hides all rows, and then none, leads back to the place', async () => {
    const screen = await openTop(SHOP);
    await screen.press('j', '/');
    await screen.type('"zz');
    expect(screen.own().rows).toHaveLength(0);
    await screen.press('backspace', 'backspace');
    expect(screen.body()[2]).toMatch(/^>.*json\.Marshal$/);
  });

  test('a pattern keeps the place in what is grouped otherwise', async () => {
    const screen = await openTop(SHOP);
    await screen.press('/');
    await screen.type('~.');
    await screen.press('enter', 'tab', 'j', 'tab', 'shift+tab');
    expect(screen.body()[2]).toMatch(/^>.*encode\.go$/);
  });

  test('holds for what is grouped otherwise', async () => {
    const { screen } = await filtered('json');
    await screen.press('enter', 'tab');
    expect(screen.body().at(1)).toContain('/go/src/encoding/json/encode.go');
    expect(screen.own().rows).toHaveLength(1);
  });
});

describe('grouping', () => {
  test('files, packages, lines, and back to the place', async () => {
    const screen = await openTop(SHOP, { width: 120, height: 12 });
    await screen.press('j', 'tab');
    expect(screen.body()[1]).toBe('>       60ns  60.00%  60.00%       60ns  60.00%  /src/db/rows.go');
    await screen.press('tab');
    expect(screen.body().slice(1, 4)).toEqual([
      '>       70ns  70.00%  70.00%       70ns  70.00%  example.com/shop/db',
      '        25ns  25.00%  95.00%       25ns  25.00%  encoding/json',
      '         5ns   5.00%    100%      100ns    100%  main',
    ]);
    expect(screen.lines()[0]).toBe('test.pb.gz › top › packages');
    await screen.press('tab');
    expect(screen.body()[4]).toContain('main.main /src/main.go:9');
    await screen.press('tab');
    expect(screen.body()[2]).toMatch(/^>.*json.Marshal$/);
    expect(screen.asked()).toEqual(['table', 'table', 'table']);
  });

  test('a line loses its directories before what line it is', async () => {
    const screen = await openTop(SHOP, { options: { granularity: 'lines' } });
    expect(screen.body()[1]).toBe('>       60ns  60.00%  60.00%       60ns  60.00%  …op/db.(*Rows).Next rows.go:31');
  });

  test('the session shows addresses: these are the first', async () => {
    const screen = await openTop(SHOP, { options: { granularity: 'addresses' }, width: 120 });
    expect(screen.body()[0]).toContain('[addresses]  functions  files  packages  lines');
  });

  test.each([
    [[], 'f', 'focus=^example\\.com/shop/db\\.\\(\\*Rows\\)\\.Next$'],
    [[], 's', 'source ^example\\.com/shop/db\\.\\(\\*Rows\\)\\.Next$'],
    [['tab'], 'f', 'focus=^/src/db/rows\\.go$'],
    [['tab'], 'b', 'browse ^example\\.com/shop/db\\.\\(\\*Rows\\)\\.Next$'],
    [['tab', 'tab'], 'f', 'focus=^example\\.com/shop/db\\.'],
    [['tab', 'tab'], 'S', 'sandwich ^example\\.com/shop/db\\.'],
    [['tab', 'tab', 'tab'], 's', 'source /src/db/rows.go:31'],
    [['tab', 'tab', 'tab'], 'i', 'ignore=^example\\.com/shop/db\\.\\(\\*Rows\\)\\.Next$'],
  ])('%j then %s: %s', async (keys, key, line) => {
    const screen = await openTop(SHOP);
    await screen.press(...keys, key);
    expect(screen.result()).toMatchObject({ type: 'run', line });
  });
});

describe('marks', () => {
  test('commands are for all marked rows', async () => {
    const screen = await openTop(SHOP);
    await screen.press('m', ' ');
    expect(
      screen
        .body()
        .slice(1, 4)
        .map((line) => line.slice(0, 2)),
    ).toEqual([' *', ' *', '> ']);
    expect(screen.body().at(-1)).toContain('row 3 of 5 · 2 marked');
    await screen.press('f');
    expect(screen.result()).toMatchObject({
      line: 'focus=^example\\.com/shop/db\\.\\(\\*Rows\\)\\.Next$|^encoding/json\\.Marshal$',
    });
  });

  test('M clears them', async () => {
    const screen = await openTop(SHOP);
    await screen.press('M');
    expect(screen.note()).toBe('nothing is marked');
    await screen.press('m', 'M', '1', 'y');
    expect(screen.result()).toEqual({ type: 'copy', text: 'example.com/shop/db.(*Rows).Next' });
  });
});

test('a digit selects the row of that place in the order', async () => {
  const screen = await openTop(SHOP);
  await screen.press('3');
  expect(screen.body()[3]).toMatch(/^>.*db\.Open$/);
  await screen.press('9');
  expect(screen.own().selected).toBe(4);
});

describe('words of the command', () => {
  test('select as those of top do', async () => {
    const request = { focus: 'serve', ignore: 'json' };
    const screen = await openTop(SHOP, { request });
    expect(screen.body()[1]).toContain('60ns');
    expect(screen.own().rows).toHaveLength(3);
    expect(screen.line()).toBe('top -i serve -(json)');
    expect(screen.lines()[0]).toBe('test.pb.gz › top › serve › -json');
  });

  test('a filter that is set later takes their place, and gives it back', async () => {
    const request = { focus: 'serve' };
    const first = await openTop(SHOP, { request });
    const focused = await openTop(SHOP, { request, options: { focus: 'Open' }, kept: first.own() });
    expect(focused.own().rows).toHaveLength(2);
    expect(focused.line()).toBe('top -i');
    const undone = await openTop(SHOP, { request, kept: focused.own() });
    expect(undone.own().rows).toHaveLength(4);
    expect(undone.line()).toBe('top -i serve');
  });

  test('what is no word is quoted', async () => {
    expect((await openTop(SHOP, { request: { focus: '12', ignore: 'a b' } })).line()).toBe("top -i '12' -'a b'");
  });

  /** What the shell opens for a line. */
  async function requestOf(line: string): Promise<TopRequest> {
    const opened: ScreenRequest[] = [];
    const shell = drawnShell(SHOP, {
      showScreen: async (screen) => {
        opened.push(screen);
        return undefined;
      },
    });
    await shell.type(line);
    const [request] = opened;
    if (request?.type !== 'top') throw new Error(`${line} opens no table`);
    return request;
  }

  test.each([
    [[], 'top -i'],
    [['tab'], 'top -i -files'],
    [['tab', 'tab', 'O'], 'top -i 3 -packages -reverse'],
    [['shift+tab', 'o'], 'top -i 2 -lines -cum'],
    [['o', 'o'], 'top -i 2 -sort=name'],
    [['o', 'o', 'O'], 'top -i 4 -sort=name -reverse'],
  ] as const)('%j: the line of the table opens the same one', async (keys, line) => {
    const screen = await openTop(SHOP);
    await screen.press(...keys);
    expect(screen.line()).toBe(line);
    const again = await openTop(SHOP, { request: await requestOf(line) });
    expect(again.body()).toEqual(screen.body());
    expect(again.line()).toBe(line);
  });

  test.each(['json', 'cum', 'mine', 'files', 'reverse', 'sort=flat', 'a b', 'i'])(
    'what is ignored is ignored again, also where it is called like a flag: %s',
    async (ignore) => {
      const line = (await openTop(SHOP, { request: { focus: 'serve', ignore } })).line();
      const request = await requestOf(line);
      expect(request).toMatchObject({ focus: 'serve', byCum: false, arrangement: USUAL_ARRANGEMENT });
      expect([ignore, `(${ignore})`]).toContain(request.ignore);
    },
  );

  test('the order of the session is no word; another one is', async () => {
    const screen = await openTop(SHOP, { options: { sort: 'cum', granularity: 'files' } });
    expect(screen.line()).toBe('top -i');
    await screen.press('left', 'tab');
    expect(screen.line()).toBe('top -i -packages -sort=flat');
  });

  test('a number is the row that is selected, as far as there are so many', async () => {
    const third = await openTop(SHOP, { request: await requestOf('top -i 3 -cum') });
    expect(third.line()).toBe('top -i 3 -cum');
    const last = await openTop(SHOP, { request: await requestOf('top -i 999') });
    const [, row] = /(\d+)$/.exec(last.line()) ?? [];
    await last.press('j');
    expect(last.line()).toBe(`top -i ${row}`);
    expect((await openTop(SHOP, { request: await requestOf('top -i 3 nothing_is_called_so') })).line()).toBe(
      'top -i nothing_is_called_so',
    );
  });

  test('a column that there is not', async () => {
    await expect(requestOf('top -i -sort=falt')).rejects.toMatchObject({
      message: 'top -i: no column is called "falt"',
      hint: 'did you mean -sort=flat?',
    });
  });
});

test('comes back by names to where it was', async () => {
  const first = await openTop(SHOP, { width: 120 });
  await first.press('tab', 'tab', 'j', 'o', '/');
  await first.type('o');
  await first.press('enter');
  const again = await openTop(SHOP, { width: 120, options: { focus: 'serve' }, kept: first.own() });
  expect(again.body().slice(0, 4)).toEqual([
    '        flat   flat%    sum%       ▾cum    cum%  functions  files  [packages]  lines',
    '        60ns  60.00%  60.00%       60ns  60.00%  example.com/shop/db',
    '>       25ns  25.00%  85.00%       25ns  25.00%  encoding/json',
    '',
  ]);
});

describe('comparisons', () => {
  const before = drawProfile('a;b 10\na;c 30\na;gone 5');
  const after = drawProfile('a;b 25\na;c 10\na;new 5');

  test('with a base: before and after beside the change', async () => {
    const compared = compareWithBase(after, { base: before, isDiff: true, normalize: false });
    const screen = await openTop(compared, { width: 80, height: 11 });
    expect(screen.body().slice(0, 6)).toEqual([
      '      before      after    ▾change change%  [functions]  files  packages  lines',
      '>       30ns       10ns      -20ns  44.44%  c',
      '        10ns       25ns      +15ns  33.33%  b',
      '         5ns          0       -5ns  11.11%  gone',
      '           0        5ns       +5ns  11.11%  new',
      '           0          0          0      0%  a',
    ]);
    await screen.press('o');
    expect(screen.body().slice(0, 5)).toEqual([
      '      before      after   ±▾change change%  [functions]  files  packages  lines',
      '        10ns       25ns      +15ns  33.33%  b',
      '           0        5ns       +5ns  11.11%  new',
      '           0          0          0      0%  a',
      '         5ns          0       -5ns  11.11%  gone',
    ]);
    await screen.press('c');
    expect(screen.body()[0]).toBe('      before      after    ▾change change%  [functions]  files  packages  lines');
    expect(screen.body()[1]).toBe('>       30ns       10ns      -20ns  44.44%  c');
  });

  test('without one, signs tell what has grown', async () => {
    const compared = compareWithBase(after, { base: before, isDiff: false, normalize: false });
    const screen = await openTop(compared, { width: 80, height: 11 });
    expect(
      screen
        .body()
        .slice(1, 3)
        .map((line) => line.slice(0, 13)),
    ).toEqual(['>      -20ns ', '       +15ns ']);
  });
});

describe('values beside', () => {
  const heap = twoTypes(`
    main;big    1024 1
    main;small  512 64
  `);

  test('a table that opens ordered by them begins at the row that has most', async () => {
    const arrangement = { ...USUAL_ARRANGEMENT, sortKey: 'flatBeside' } as const;
    const options = { sample_index: 'inuse_space' };
    const screen = await openTop(heap, { width: 120, height: 8, options, request: { arrangement } });
    expect(screen.body()[1]).toBe('>       512B         64       512B            64  small');
    expect(screen.line()).toBe('top -i -sort=flat_beside');
    const changes = { ...USUAL_ARRANGEMENT, sortKey: 'cumGrowth' } as const;
    // A column the profile does not have: the nearest one that it has.
    const none = await openTop(heap, { options, request: { arrangement: changes } });
    expect(none.body()[0]).toContain('▾cum');
  });

  test('objects stand beside bytes, and rows can be ordered by them', async () => {
    const screen = await openTop(heap, { width: 120, height: 8, options: { sample_index: 'inuse_space' } });
    await screen.press('c');
    expect(screen.asked()).toEqual(['tableBeside']);
    expect(screen.body().slice(0, 3)).toEqual([
      '       ▾flat    objects        cum   cum objects  [functions]  files  packages  lines',
      '>      1024B          1      1024B             1  big',
      '        512B         64       512B            64  small',
    ]);
    await screen.press('o');
    expect(screen.body().slice(0, 3)).toEqual([
      '        flat   ▾objects        cum   cum objects  [functions]  files  packages  lines',
      '        512B         64       512B            64  small',
      '>      1024B          1      1024B             1  big',
    ]);
    await screen.press('c');
    expect(screen.body()[0]).toContain('▾flat');
  });

  test('of another sample type it is the other way around', async () => {
    const options = { sample_index: 'inuse_space' };
    const first = await openTop(heap, { width: 120, options });
    await first.press('c', 'o');
    const other = await openTop(heap, { width: 120, options: { sample_index: 'inuse_objects' }, kept: first.own() });
    expect(other.body()[0]).toContain(' flat     ▾space ');
    expect(other.body()[1]).toContain(' big');
  });
});

test('nothing to show', async () => {
  const screen = await openTop('', { request: { focus: 'nothing' } });
  expect(screen.body()[1]).toBe('  no samples');
  await screen.press('m', 'enter', 'f', 'o', 'tab', 'G', 'O');
  expect(screen.body()[1]).toBe('  no samples');
});

test('in words', async () => {
  const screen = await openTop(SHOP);
  await screen.press('m', 'k');
  expect(screen.spoken()).toEqual([
    'top',
    'row 1 of 5, marked: example.com/shop/db.(*Rows).Next',
    'flat 60ns, flat% 60.00%, cum 60ns, cum% 60.00%',
    'functions by flat, 100ns in total',
  ]);
});

test('nothing that a profile says can move the cursor', async () => {
  const screen = await openTop('main;a\u001b[2Jb\u0007\u202ec 5');
  await screen.press('/');
  await screen.type('[2j');
  expect(screen.lines().join('\n')).toContain('\\x1b[2Jb\\x07\\u202ec');
});

test('any keys in any room: rows of the room, a selection among them, no throw', async () => {
  const keys = fc.array(
    fc.constantFrom(
      ...[
        'j',
        'k',
        'G',
        'g',
        'o',
        'O',
        'c',
        'tab',
        'shift+tab',
        'm',
        'M',
        '/',
        'a',
        '~',
        '"',
        'enter',
        'escape',
        '0',
        '5',
      ],
      ...['pagedown', 'ctrl+u', 'left', 'right', 'f', '?'],
    ),
    { maxLength: 25 },
  );
  const room = fc.record({ width: fc.integer({ min: 30, max: 130 }), height: fc.integer({ min: 6, max: 30 }) });
  await fc.assert(
    fc.asyncProperty(randomProfile, keys, room, async ({ bytes }, pressed, { width, height }) => {
      const profile = decodeProfile(bytes);
      fc.pre(profile.valueTypes.length > 0);
      const screen = await openTop(profile, { width, height });
      await screen.press(...pressed);
      const { rows, selected } = screen.own();
      expect(selected).toBeLessThan(Math.max(1, rows.length));
      expect(selected).toBeGreaterThanOrEqual(0);
      const body = topView.spec.draw(screen.own(), { width: width - 1, height: height - 2 }, LOOK);
      expect(body.length).toBeLessThanOrEqual(height - 2);
      for (const line of body) expect(textWidth(line)).toBeLessThan(width);
    }),
    { numRuns: 60 },
  );
});
