import { Label } from 'pprof-format';
import { describe, expect, test } from 'vitest';
import { compareWithBase } from '../../../src/profile/compare.ts';
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import { DEFAULT_OPTIONS } from '../../../src/report/options.ts';
import { viewProfile } from '../../../src/report/profile-view.ts';
import { prepareReport } from '../../../src/report/request.ts';
import { makeTheme } from '../../../src/report/theme.ts';
import { viewAnswer } from '../../../src/report/views/index.ts';
import { places } from '../../../src/report/views/places.ts';
import { makeReportHost } from '../../../src/shell/report-host.ts';
import { drawFind, findLayout, scopeAt, spokenFind } from '../../../src/ui/find/draw.ts';
import { findKeys, keyHandling, keyHints } from '../../../src/ui/find/keys.ts';
import { nameOf, valuesOf } from '../../../src/ui/find/matches.ts';
import { commandsFor, type FindState, initialFind, matchesIn } from '../../../src/ui/find/model.ts';
import { aboutOf, previewOf, previewQuestion } from '../../../src/ui/find/preview.ts';
import { update } from '../../../src/ui/find/update.ts';
import type { SessionFacts } from '../../../src/ui/screen/spec.ts';
import { actionOfKey } from '../../../src/ui/terminal/keymap.ts';
import { drawing } from '../../support/draw-profile.ts';
import { fakeHost } from '../../support/fake-host.ts';

const drawn = drawing(`
  main.main@/src/main.go:3;main.run@/src/main.go:9;acme/store.(*Index).Add@/src/store/index.go:12  80
  main.main@/src/main.go:3;main.run@/src/main.go:9;acme/store/disk.Parse@/src/store/disk/parse.go:4  15
  main.main@/src/main.go:3;time.Now@/go/time/time.go:7  5
`);
drawn.sample[0].label = [
  new Label({ key: drawn.stringTable.dedup('route'), str: drawn.stringTable.dedup('cart') }),
  new Label({ key: drawn.stringTable.dedup('user'), str: drawn.stringTable.dedup('ann') }),
];
drawn.sample[1].label = [new Label({ key: drawn.stringTable.dedup('route'), str: drawn.stringTable.dedup('db') })];
const profile = decodeProfile(drawn.encode());

const input = {
  profile,
  options: DEFAULT_OPTIONS,
  host: makeReportHost(fakeHost({}), { source: '', explains: false }),
  notify: () => {},
};
const view = viewProfile(input);
const PLACES = await places(input);
const facts: SessionFacts = {
  options: DEFAULT_OPTIONS,
  sampleTypes: ['cpu', 'wall'],
  sampleType: 'cpu',
  trail: [],
  shorten: (name) => name,
};
const SIZE = { columns: 80, rows: 24 };

/** Presses keys by their names; a text behind an apostrophe is typed. */
function press(state: FindState, ...keys: string[]): FindState {
  const names = keys.flatMap((key) => (key.startsWith("'") ? [...key.slice(1)] : [key]));
  return names.reduce((before, name) => {
    const action = actionOfKey({ name, text: name.length === 1 ? name : '' }, before, keyHandling);
    return action === undefined ? before : update(before, action, findLayout(SIZE, before).listHeight);
  }, state);
}

const openAll = (query = '') => update(initialFind({ view, facts, query }), { type: 'places', places: PLACES }, 10);
const names = (state: FindState) => matchesIn(state).map((match) => nameOf(state.model, match));
const rows = (state: FindState, size = SIZE) =>
  drawFind(state, findLayout(size, state), undefined, makeTheme('none')).rows.map((row) => row.trimEnd());

describe('what is found', () => {
  test('all kinds in one list, with their counts by scope', () => {
    expect(rows(openAll('store')).slice(0, 3)).toEqual([
      `find: store${'6 of 16'.padStart(68)}`,
      '[all 16] functions 5  files 4  packages 4  tags 3',
      '        flat   flat%        cum    cum%  cpu, 100ns in total',
    ]);
    expect(new Set(names(openAll('store')))).toEqual(
      new Set([
        'acme/store',
        '/src/store/index.go',
        'acme/store.(*Index).Add',
        'acme/store/disk',
        'acme/store/disk.Parse',
        '/src/store/disk/parse.go',
      ]),
    );
  });

  test('functions can be searched before the others are known', () => {
    expect(names(initialFind({ view, facts, query: 'add' }))).toEqual(['acme/store.(*Index).Add']);
  });

  test.each([
    [['tab'], ['main.main', 'main.run', 'acme/store.(*Index).Add', 'acme/store/disk.Parse', 'time.Now']],
    [
      ['tab', 'tab'],
      ['/src/main.go', '/src/store/index.go', '/src/store/disk/parse.go', '/go/time/time.go'],
    ],
    [
      ['tab', 'tab', 'tab'],
      ['main', 'acme/store', 'acme/store/disk', 'time'],
    ],
    [['shift+tab'], ['route=cart', 'user=ann', 'route=db']],
  ])('%j: the heaviest first', (keys, wanted) => {
    expect(names(press(openAll(), ...keys))).toEqual(wanted);
  });

  test('exactly: as it is typed, signs and capitals', () => {
    expect(names(press(openAll('(*Index)'), 'ctrl+t'))).toEqual(['acme/store.(*Index).Add']);
    expect(names(press(openAll('(*index)'), 'ctrl+t'))).toEqual([]);
  });

  test('by pattern; a broken one says what is wrong', () => {
    expect(names(press(openAll('^main\\.'), 'ctrl+t', 'ctrl+t', 'tab'))).toEqual(['main.main', 'main.run']);
    expect(rows(press(openAll('main('), 'ctrl+t', 'ctrl+t'))[0]).toContain('error parsing regexp: missing');
  });
});

describe('commands', () => {
  const lineOf = (state: FindState, ...keys: string[]) => {
    const { result, note } = press(state, ...keys);
    return result?.type === 'run' ? `${result.effect}: ${result.line}` : (result?.type ?? note);
  };

  test.each([
    ['functions', 'add', ['ctrl+f'], 'change: focus=^acme/store\\.\\(\\*Index\\)\\.Add$'],
    ['functions', 'add', ['enter', 'enter'], 'change: focus=^acme/store\\.\\(\\*Index\\)\\.Add$'],
    ['functions', 'add', ['enter', 'p'], 'print: peek ^acme/store\\.\\(\\*Index\\)\\.Add$'],
    ['functions', 'add', ['ctrl+s'], 'open: source ^acme/store\\.\\(\\*Index\\)\\.Add$'],
    ['functions', 'add', ['alt+y'], 'copy'],
    ['functions', 'zzz', ['enter'], 'nothing is selected'],
    ['packages', 'acme/store', ['alt+i'], 'change: ignore=^acme/store\\.'],
    ['packages', 'acme/store', ['ctrl+s'], 'source is not for what is chosen'],
    ['files', 'main', ['ctrl+f'], 'change: focus=^/src/main\\.go$'],
    ['tags', 'cart', ['ctrl+f'], 'change: tagfocus=route=^cart$'],
    ['tags', 'route', ['ctrl+space', 'ctrl+space', 'ctrl+f'], 'change: tagfocus=route=.*'],
    ['tags', '', ['ctrl+space', 'ctrl+space', 'alt+i'], 'change: tagignore=^(route:cart|user:ann)$'],
    ['functions', 'add', ['escape'], 'back'],
    ['functions', 'add', ['ctrl+c'], 'leave'],
    ['functions', 'add', ['alt+v'], 'change: sample_index=wall'],
    ['functions', 'add', ['alt+u'], 'change: undo'],
  ] as const)('%s %j %j', (scope, query, keys, line) => {
    expect(lineOf({ ...openAll(query), scope }, ...keys)).toBe(line);
  });

  test('marks stay while other names are searched, and commands are for all of them', () => {
    const state = press(openAll('add'), 'tab', 'ctrl+space', 'ctrl+u', "'now", 'alt+m');
    expect(lineOf(state, 'ctrl+f')).toBe('change: focus=^acme/store\\.\\(\\*Index\\)\\.Add$|^time\\.Now$');
    expect(rows(state)[0]).toContain('2 marked');
    expect(lineOf(state, 'alt+c', 'ctrl+f')).toBe('change: focus=^time\\.Now$');
  });

  test('a function and a tag have no filter in common', () => {
    const state = press({ ...openAll('add'), scope: 'functions' }, 'ctrl+space');
    const both = press({ ...state, scope: 'tags' }, 'ctrl+u', 'ctrl+space');
    expect(commandsFor(both)).toEqual(['copy']);
    expect(lineOf(both, 'ctrl+f')).toBe('focus is not for what is chosen');
  });

  test("what a package's focus leaves weighs what its row says", async () => {
    PLACES.packages.names.forEach((name, index) => {
      const at = matchesIn({ ...openAll(name), mode: 'exact', scope: 'packages' }).findIndex(
        (match) => match.index === index,
      );
      const { result } = press({ ...openAll(name), mode: 'exact', scope: 'packages', selected: at }, 'ctrl+f');
      const focus = result?.type === 'run' ? result.line.slice('focus='.length) : '';
      const request = prepareReport({
        ...input,
        options: { ...DEFAULT_OPTIONS, focus },
        defaults: {},
        argument: undefined,
      });
      const left = Array.from(request.shownValues.column as Float64Array).reduce((a, b) => a + b, 0);
      expect(left, focus).toBe(PLACES.packages.cum[index]);
    });
  });
});

describe('files', () => {
  const files = drawing(`
    main.run@/src/a b.go:3;main.hot@/src/a b.go:30;time.Now@/go/time/time.go:7  80
    main.run@/src/a b.go:4                                                      15
    main.init@/lib/plain:1                                                       5
  `);
  const asked = { ...input, profile: decodeProfile(files.encode()) };
  const atFile = async (query: string) => {
    const begun = initialFind({ view: viewProfile(asked), facts, query: '' });
    const known = update(begun, { type: 'places', places: await places(asked) }, 10);
    return press({ ...known, scope: 'files' }, `'${query}`);
  };
  const previewed = async (state: FindState) => {
    const wanted = previewQuestion(state);
    if (wanted === undefined) throw new Error('nothing is asked');
    const answer = await viewAnswer(asked, wanted.question);
    return previewOf(state, { ...wanted, about: aboutOf(state), answer });
  };

  test('are one row each, however many functions they have; a sample counts once', async () => {
    const state = await atFile('');
    expect(names(state)).toEqual(['/src/a b.go', '/go/time/time.go', '/lib/plain']);
    expect(matchesIn(state).map((match) => valuesOf(state.model, match).cum)).toEqual([95, 80, 5]);
  });

  test('what a focus on one leaves weighs what its row says', async () => {
    const state = await atFile('');
    matchesIn(state).forEach((match, selected) => {
      const { result } = press({ ...state, selected }, 'ctrl+f');
      const focus = result?.type === 'run' ? result.line.slice('focus='.length) : '';
      const options = { ...DEFAULT_OPTIONS, focus };
      const { shownValues } = prepareReport({ ...asked, options, defaults: {}, argument: undefined });
      const left = Array.from(shownValues.column as Float64Array).reduce((a, b) => a + b, 0);
      expect(left, focus).toBe(valuesOf(state.model, match).cum);
    });
  });

  test.each([
    ['a b', ['main.run 95', 'main.hot 80']],
    ['plain', ['main.init 5']],
  ])('the preview of %j has its functions, the heaviest first', async (query, wanted) => {
    const preview = await previewed(await atFile(query));
    const lists = preview?.type === 'lists' ? preview.lists : [];
    expect(lists.flatMap((list) => list.names).map(({ name, weight }) => `${name} ${weight}`)).toEqual(wanted);
  });

  test('or its source', async () => {
    const reason = 'open /src/a b.go: no such file or directory';
    expect(await previewed(press(await atFile('a b'), 'ctrl+o'))).toMatchObject({
      type: 'note',
      text: expect.stringContaining(reason.slice(0, 4)),
    });
  });

  test.each([
    ['a b', "source '/src/a b.go'"],
    ['plain', 'source /lib/plain'],
  ])('the source of %j is opened where it is hottest', async (query, line) => {
    expect(press(await atFile(query), 'ctrl+s').result).toMatchObject({ line, effect: 'open' });
  });
});

describe('the screen', () => {
  test('a click on the row of scopes means the one that stands there', () => {
    const state = openAll();
    const row = rows(state)[1];
    for (const scope of ['functions', 'files', 'packages', 'tags'] as const) {
      expect(scopeAt(state, row.indexOf(scope))).toBe(scope);
    }
    expect(scopeAt(state, 0)).toBe('all');
    expect(scopeAt(state, 79)).toBeUndefined();
  });

  test('every key that is named at the bottom is bound', () => {
    for (const { key } of keyHints(openAll()).filter(({ key }) => key.startsWith('^'))) {
      const name = `ctrl+${key.slice(1).toLowerCase()}`;
      expect(
        findKeys.some(({ keys }) => keys.includes(name)),
        key,
      ).toBe(true);
    }
  });

  test.each([
    [30, 6],
    [40, 10],
    [80, 24],
    [200, 50],
  ])('%d by %d: as many rows as there are, none too wide', (columns, height) => {
    for (const state of [openAll(), press(openAll('store'), 'enter'), press(openAll(), 'tab', 'ctrl+space')]) {
      const shown = rows(state, { columns, rows: height });
      expect(shown).toHaveLength(height);
      for (const row of shown) expect(row.length, row).toBeLessThan(columns);
    }
  });

  test('what changed since a base has its sign, and the base is no tag', async () => {
    const base = decodeProfile(drawing('main.main;main.run  30\nmain.main  20').encode());
    const compared = compareWithBase(decodeProfile(drawing('main.main;main.run  40\nmain.main  5').encode()), {
      base,
      isDiff: true,
      normalize: false,
    });
    const asked = { ...input, profile: compared };
    const begun = initialFind({ view: viewProfile(asked), facts, query: '' });
    const state = update(begun, { type: 'places', places: await places(asked) }, 10);
    expect(rows(press(state, 'tab')).slice(1, 5)).toEqual([
      ' all 3 [functions 2] files 0  packages 1  tags 0',
      '        flat   flat%        cum    cum%  cpu, 50ns in total',
      '>      +10ns  20.00%      +10ns  20.00%  main.run',
      '       -15ns  30.00%       -5ns  10.00%  main.main',
    ]);
    expect(spokenFind(press(state, 'tab'))[1]).toBe('match 1 of 2: main.run, +10ns, 20.00%');
  });

  test.each([
    [openAll('zzzz'), 'no names are like zzzz'],
    [press(openAll('zzzz'), 'tab', 'ctrl+t'), 'no functions contain zzzz'],
    [press(openAll('^zzzz'), 'tab', 'tab', 'ctrl+t', 'ctrl+t'), 'no files match ^zzzz'],
    [press(initialFind({ view, facts, query: '' }), 'shift+tab'), 'adding up files, packages and tags …'],
  ])('an empty list says why (%#)', (state, reason) => {
    expect(rows(state)[3]).toBe(`  ${reason}`);
    expect(press(state, 'enter').note).toBe('nothing is selected');
  });

  test('it goes on where it was left', () => {
    const left = press(openAll('main'), 'tab', 'ctrl+t', 'down', 'ctrl+space');
    const again = initialFind({ view, search: left.model.search, facts, query: '', kept: left });
    expect(again).toMatchObject({ scope: 'functions', mode: 'exact', result: undefined });
    expect(again.query.text).toBe('main');
    expect(names(again)).toEqual(names(left));
  });

  test('marks of all kinds hold for other data, those of a filtered name as soon as it is there again', async () => {
    const marked = press(openAll(), 'tab', "'now", 'ctrl+space', 'ctrl+u', 'tab', "'parse", 'ctrl+space');
    const focused = { ...input, options: { ...DEFAULT_OPTIONS, focus: 'disk' } };
    const without = initialFind({ view: viewProfile(focused), facts, query: '', kept: marked });
    // Of a file nobody knows yet whether it is there, so that no command is run for a part of what is marked.
    expect(rows(without)[0]).toContain('2 marked');
    expect(press(without, 'ctrl+f')).toMatchObject({ note: 'what is marked is still being looked for' });
    const left = update(without, { type: 'places', places: await places(focused) }, 10);
    expect(rows(left)[0]).toContain('1 marked');
    expect(press(left, 'ctrl+f').result).toMatchObject({ line: 'focus=^/src/store/disk/parse\\.go$' });
    const back = initialFind({ view: viewProfile(input), facts, query: '', kept: left });
    const again = update(back, { type: 'places', places: await places(input) }, 10);
    expect(rows(again)[0]).toContain('2 marked');
    expect(commandsFor(again)).toEqual(['focus', 'ignore', 'hide', 'source', 'top', 'copy']);
  });

  test.each([
    ['functions', 2],
    ['packages', 1],
    ['tags', 2],
  ] as const)('in other data the same of the %s is selected', async (scope, downs) => {
    const left = press({ ...openAll(), scope }, ...Array.from({ length: downs }, () => 'down'));
    const back = initialFind({ view: viewProfile(input), facts, query: '', kept: left });
    const again = update(back, { type: 'places', places: await places(input) }, 10);
    expect(names(again)[again.selected]).toBe(names(left)[downs]);
  });

  test('a key that comes before the other kinds do moves on from what is selected then', async () => {
    const left = press({ ...openAll(), scope: 'all' }, 'down', 'down', 'down', 'down');
    const back = press(initialFind({ view: viewProfile(input), facts, query: '', kept: left }), 'home', 'up');
    const again = update(back, { type: 'places', places: await places(input) }, 10);
    expect(names(again)[again.selected]).toBe(names(back)[back.selected]);
  });
});
