import { Label } from 'pprof-format';
import { describe, expect, test } from 'vitest';
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import { DEFAULT_OPTIONS, type Options } from '../../../src/report/options.ts';
import { makeTheme } from '../../../src/report/theme.ts';
import { tags } from '../../../src/report/views/tags.ts';
import { makeReportHost } from '../../../src/shell/report-host.ts';
import type { SessionFacts } from '../../../src/ui/screen/spec.ts';
import type { TagsAction } from '../../../src/ui/tags/keys.ts';
import { tagsKeys } from '../../../src/ui/tags/keys.ts';
import type { TagsState } from '../../../src/ui/tags/model.ts';
import { rowsOf } from '../../../src/ui/tags/model.ts';
import { tagPattern } from '../../../src/ui/tags/tag-filter.ts';
import { tagsView } from '../../../src/ui/tags/tags-view.ts';
import { drawing } from '../../support/draw-profile.ts';
import { fakeHost } from '../../support/fake-host.ts';

const { spec } = tagsView;
const ROOM = { width: 66, height: 14 };

/** A profile of stacks, each with its labels behind it: `main 60 route=cart bytes=32`. */
function drawTagged(text: string) {
  const rows = text.split('\n').flatMap((row) => (row.trim() === '' ? [] : [row.trim().split(' ')]));
  const profile = drawing(rows.map(([stack, value]) => `${stack} ${value}`).join('\n'));
  const { stringTable } = profile;
  rows.forEach(([, , ...labels], i) => {
    profile.sample[i].label = labels.map((label) => {
      const [key, value] = label.split('=');
      return /^\d+$/.test(value)
        ? new Label({ key: stringTable.dedup(key), num: BigInt(value), numUnit: stringTable.dedup('bytes') })
        : new Label({ key: stringTable.dedup(key), str: stringTable.dedup(value) });
    });
  });
  return decodeProfile(profile.encode());
}

const SHOP = drawTagged(`
  main 60 route=cart user=ann
  main 30 route=db user=bob
  main 10 route=db bytes=32
`);
const SIZES = drawTagged(Array.from({ length: 16 }, (_, i) => `main ${i + 1} bytes=${100 * (i + 1)}`).join('\n'));

const factsOf = (options: Partial<Options>): SessionFacts => ({
  options: { ...DEFAULT_OPTIONS, ...options },
  sampleTypes: ['cpu'],
  sampleType: 'cpu',
  trail: [],
  shorten: (name) => name,
});

function open(
  profile = SHOP,
  { key = '', options = {} as Partial<Options>, kept = undefined as TagsState | undefined } = {},
) {
  const facts = factsOf(options);
  const host = makeReportHost(fakeHost({}), { source: '', explains: false });
  const answer = tags({ profile, options: facts.options, host, notify: () => {} });
  return tagsView.begin(answer, { type: 'tags', key }, facts, kept);
}

/** Presses keys; the last reply. */
function press(from: TagsState, ...keys: string[]) {
  return keys.reduce(
    (reply, key) => {
      const moves = { down: 1, up: -1 } as Record<string, number>;
      const aside = { right: 1, left: -1 } as Record<string, -1 | 1>;
      const own = tagsKeys.find((binding) => binding.keys.includes(key))?.action;
      const action: TagsAction | { type: 'move'; by: number } | { type: 'aside'; by: -1 | 1 } | undefined =
        own ?? (key in moves ? { type: 'move', by: moves[key] } : { type: 'aside', by: aside[key] });
      return spec.update(reply.own, action, ROOM);
    },
    { own: from } as ReturnType<typeof spec.update>,
  );
}

const drawn = (own: TagsState, room = ROOM) =>
  spec.draw(own, room, { theme: makeTheme('none'), searched: '' }).map((row) => row.trimEnd());

const lineOf = (from: TagsState, ...keys: string[]) => {
  const { result, note } = press(from, ...keys);
  return result?.type === 'run' ? result.line : note;
};

test('keys by weight, closed', () => {
  expect(drawn(open().own)).toEqual([
    '        value   share                cpu, 100ns in total',
    '>       100ns    100%  ████████████  ▸ route  2 values',
    '         90ns  90.00%  ███████████   ▸ user  2 values',
    '         10ns  10.00%  █             ▸ bytes  1 value',
  ]);
});

test('a key opens like a tree, and the values are what `tags` prints', () => {
  const { own } = press(open().own, 'right', 'down');
  expect(drawn(own).slice(1, 4)).toEqual([
    '        100ns    100%  ████████████  ▾ route  2 values',
    '>        60ns  60.00%  ███████           cart',
    '         40ns  40.00%  █████             db',
  ]);
  expect(drawn(press(own, 'left', 'left').own)).toEqual(drawn(open().own));
  expect(spec.line(own)).toBe('tags -i route');
  expect(spec.crumbs(own)).toEqual(['route']);
  expect(spec.describe(own)).toEqual(['row 2 of 5: route=cart', '60ns, 60.00% of the total']);
});

test('a key that is asked for is open; one that there is not is told', () => {
  expect(drawn(open(SHOP, { key: 'user' }).own)[2]).toMatch(/^>.*▾ user/);
  expect(open(SHOP, { key: 'nobody' }).note).toBe('no sample has the tag nobody');
  expect(drawn(open(drawTagged('main 5')).own)[1]).toBe('   the samples have no tags');
});

describe('filters', () => {
  const route = open(SHOP, { key: 'route' }).own;

  test.each([
    [['down', 'f'], 'tagfocus=route=^cart$'],
    [['down', 'space', 'space', 'f'], 'tagfocus=route=.*'],
    [['down', 'i', 'f'], 'tagignore=route=^cart$'],
    [['down', 'space', 'i', 'f'], 'tagfocus=route=^cart$; tagignore=route=^db$'],
    [['down', 'space', 'E', 'down', 'down', 'down', 'space', 'f'], 'tagfocus=^route:cart$,^user:bob$'],
    [['down', 'i', 'E', 'down', 'down', 'down', 'i', 'f'], 'tagignore=^(route:cart|user:bob)$'],
    [['b'], 'tagroot=route'],
  ])('%j', (keys, line) => {
    expect(lineOf(route, ...keys)).toBe(line);
  });

  test('after a filter what it left out is still there, and can be let in again', () => {
    const { own } = press(route, 'down', 'space', 'f');
    const kept = open(SHOP, { options: { tagfocus: 'route=^cart$' }, kept: own });
    expect(drawn(kept.own).slice(1, 5)).toEqual([
      '         60ns  60.00%  ███████       ▾ route  2 values',
      ' +       60ns  60.00%  ███████           cart',
      '>           0      0%                    db',
      '         60ns  60.00%  ███████       ▸ user  2 values',
    ]);
    expect(lineOf(kept.own, 'space', 'f')).toBe('tagfocus=route=.*');
    expect(lineOf(kept.own, 'up', 'space', 'f')).toBe('tagfocus=');
    expect(open(SHOP, { kept: kept.own }).own.marks.size).toBe(0);
  });

  test('tagroot tells what to do next, and then the tree opens', () => {
    const { own } = press(route, 'b');
    const grouped = open(SHOP, { options: { tagroot: 'route' }, kept: own });
    expect(grouped.note).toBe('stacks begin with their route now: b opens the call tree, u takes it back');
    expect(press(grouped.own, 'b').result).toEqual({ type: 'run', line: 'browse', effect: 'open' });
  });

  test('a text means itself in a pattern', () => {
    expect(tagPattern('a, b=c;//:"x"')).toBe('a\\x{2c}\\x{20}b\\x{3d}c\\x{3b}\\x{2f}\\x{2f}:\\x{22}x\\x{22}');
  });
});

describe('numbers', () => {
  const sizes = open(SIZES, { key: 'bytes' }).own;

  test('many of them are a histogram by powers of two', () => {
    expect(drawn(sizes)).toEqual([
      '        value   share                cpu, 136ns in total',
      '>       136ns    100%  ████████████  ▾ bytes  16 values',
      '          1ns   0.74%  █               ▸ 64B to 128B  1 value',
      '          2ns   1.47%  █               ▸ 128B to 256B  1 value',
      '         12ns   8.82%  █               ▸ 256B to 512B  3 values',
      '         40ns  29.41%  ████            ▸ 512B to 1kB  5 values',
      '         81ns  59.56%  ███████         ▸ 1kB to 2kB  6 values',
    ]);
  });

  test.each([
    [['down', 'f'], 'tagfocus=bytes=100bytes'],
    [['down', 'down', 'down', 'f'], 'tagfocus=bytes=300bytes:500bytes'],
    [['down', 'space', 'down', 'space', 'f'], 'tagfocus=bytes=100bytes:200bytes'],
    [['down', 'space', 'down', 'down', 'space', 'f'], 'a filter takes one range of numbers: 200B lies between'],
  ])('%j', (keys, line) => {
    expect(lineOf(sizes, ...keys)).toBe(line);
  });

  test('a range opens, and left leads back to it', () => {
    const { own } = press(sizes, 'down', 'down', 'down', 'right', 'right');
    expect(drawn(own)[5]).toMatch(/^> .* {6}500B$/);
    expect(drawn(press(own, 'left').own)[4]).toMatch(/^> .* ▾ 256B to 512B/);
  });

  test('values that ranges would hardly gather are a list', () => {
    const doubling = drawTagged(Array.from({ length: 14 }, (_, i) => `main ${i + 1} bytes=${2 ** i}`).join('\n'));
    const rows = drawn(open(doubling, { key: 'bytes' }).own);
    expect(rows[1]).toMatch(/ ▾ bytes {2}14 values$/);
    expect(rows[2]).toMatch(/ {6}8192B$|8kB$/);
  });

  test('E opens the ranges too, C closes all', () => {
    const all = press(open(SIZES).own, 'E').own;
    expect(rowsOf(all)).toHaveLength(1 + 5 + 16);
    expect(rowsOf(press(all, 'C').own)).toHaveLength(1);
  });

  test('a row that stands for many has the mark that all of them have', () => {
    const marked = press(sizes, 'down', 'down', 'down', 'space').own;
    const opened = press(marked, 'right').own;
    expect(drawn(opened).filter((row) => row[1] === '+')).toHaveLength(4);
    expect(drawn(press(opened, 'right', 'space').own).filter((row) => row[1] === '+')).toHaveLength(2);
  });
});

test('keys and values that run together are told apart', () => {
  const joined = drawTagged('main 5 ab=c\nmain 3 a=bc\nmain 2 a=c');
  const { own } = press(press(open(joined).own, 'E').own, 'down', 'space');
  const marked = drawn(own).filter((row) => row[1] === '+');
  expect(marked.map((row) => row.slice(-2))).toEqual(['bc']);
});

test('a filter of the rows shows only what contains it', () => {
  if (spec.search?.type !== 'filter') throw new Error('tags are filtered');
  expect(drawn(spec.search.filter(open().own, 'AR', ROOM))).toEqual([
    '        value   share                cpu, 100ns in total, with AR',
    '>       100ns    100%  ████████████  ▾ route  2 values',
    '         60ns  60.00%  ███████           cart',
  ]);
});

test.each([
  [30, 4],
  [40, 8],
  [79, 22],
  [199, 48],
])('%d by %d: no row is wider than the room', (width, height) => {
  const rows = spec.draw(
    press(open(SIZES).own, 'E').own,
    { width, height },
    { theme: makeTheme('none'), searched: '' },
  );
  expect(rows.length).toBeLessThanOrEqual(height);
  for (const row of rows) expect(row.length, row).toBeLessThanOrEqual(width);
});

test('what changed since a base has its sign', () => {
  const { own } = open(drawTagged('main 60 route=cart\nmain -20 route=db'), { key: 'route' });
  expect(drawn(own).slice(1)).toEqual([
    '>       +40ns  50.00%  ██████        ▾ route  2 values',
    '        +60ns  75.00%  █████████         cart',
    '        -20ns  25.00%  ███               db',
  ]);
});
