import Fuse from 'fuse.js';
import { describe, expect, test } from 'vitest';
import { buildNameIndex } from '../../src/search/name-index.ts';
import { type NameMatch, rankNames } from '../../src/search/rank-names.ts';

const NAMES = [
  'main.main',
  'main.(*Index).Add',
  'main.(*Index).Handle',
  'main.loadData',
  'runtime.main',
  'runtime.mallocgc',
  'runtime.mapassign_faststr',
  'runtime.AddCleanup',
  'sync.(*WaitGroup).Add',
  'net/http.(*conn).serve',
  'net/http.HandlerFunc.ServeHTTP',
  'encoding/json.(*Decoder).Decode',
  'encoding/json.(*decodeState).object',
  'encoding/base64.decode',
  'github.com/acme/addressbook/server.Run',
  'slices.SortFunc[encoding/json.field]',
  'operator()(int, char const*)',
];

/** The names found, the matched letters in capitals among small ones; `weights` by name, 0 where left out. */
function find(query: string, weights: Readonly<Record<string, number>> = {}, names = NAMES): string[] {
  const index = buildNameIndex(
    names,
    names.map((name) => weights[name] ?? 0),
  );
  return rankNames(index, query, 100).map((match) => marked(names[match.index], match));
}

function marked(name: string, { ranges }: NameMatch): string {
  const isMatched = (at: number) => ranges.some(([start, end]) => start <= at && at < end);
  return Array.from(name, (letter, at) => (isMatched(at) ? letter.toUpperCase() : letter.toLowerCase())).join('');
}

describe('without a query', () => {
  test('the heaviest names, equal ones as they were given', () => {
    const found = find(' ', { 'runtime.main': 5, 'main.loadData': -7 });
    expect(found.slice(0, 4)).toEqual(['main.loaddata', 'runtime.main', 'main.main', 'main.(*index).add']);
    expect(found).toHaveLength(NAMES.length);
  });

  test('no more than the limit', () => {
    expect(
      rankNames(
        buildNameIndex(
          NAMES,
          NAMES.map(() => 0),
        ),
        '',
        3,
      ),
    ).toHaveLength(3);
  });
});

describe('what comes first', () => {
  test('a whole identifier or the end of one, then the start of a word, then any place, then the path of the package', () => {
    expect(find('add')).toEqual([
      'main.(*index).ADD',
      'sync.(*waitgroup).ADD',
      'runtime.ADDcleanup',
      'main.loADData',
      'github.com/acme/ADDressbook/server.run',
    ]);
  });

  test('the heavier one of equal ones', () => {
    expect(find('add', { 'sync.(*WaitGroup).Add': 9, 'main.loadData': 100 }).slice(0, 4)).toEqual([
      'sync.(*waitgroup).ADD',
      'main.(*index).ADD',
      'runtime.ADDcleanup',
      'main.loADData',
    ]);
  });

  test('a name that is the query', () => {
    expect(find('Runtime.Main', { 'main.main': 100 })[0]).toBe('RUNTIME.MAIN');
  });
});

describe('what matches', () => {
  test.each([
    ['a piece with signs', 'x).a', ['main.(*indeX).Add']],
    ['words in any order', 'decode json', ['encoding/JSON.(*DECODEr).DECODE', 'encoding/JSON.(*DECODEstate).object']],
    ['initials of words', 'mih', ['Main.(*Index).Handle']],
    ['letters with others in between', 'mpasgn', ['runtime.MaPASsiGN_faststr']],
    ['a swapped letter', 'mapasisgn', ['runtime.MAPASsIGN_faststr']],
    ['a missing letter', 'mallcgc', ['runtime.MALLoCGC']],
    ['a wrong letter', 'dekodestate', ['encoding/json.(*DEcODESTATE).object']],
    ['an operator', 'operator()(int', ['OPERATOR()(INT, char const*)']],
    ['the search commands of fuse.js as plain text', '!main', ['MAIN.main']],
    ['nothing', 'zzz', []],
    ['more letters than any name', 'x'.repeat(200), []],
  ])('%s: %s', (_, query, first) => {
    const found = find(query);
    expect(found.slice(0, Math.max(1, first.length)).map(letters)).toEqual(first.map(letters));
  });

  /** Which letters fuse.js marks of a mistyped word is its own business. */
  const letters = (name: string) => name.toLowerCase();

  test('names far from the query only where there are no better ones', () => {
    expect(find('ind')).toEqual(['main.(*INDex).add', 'main.(*INDex).handle']);
    expect(find('mgc')).toEqual(['runtime.MallocGC']);
  });

  test('names of several languages, with the marks in place', () => {
    const names = ['İstanbul.Çalış', 'пакет.Функция', '日本.検索', '😀.run'];
    expect(find('çalış', {}, names)).toEqual(['i̇stanbul.ÇALIŞ']);
    expect(find('функ', {}, names)).toEqual(['пакет.ФУНКция']);
    expect(rankNames(buildNameIndex(names, [0, 0, 0, 0]), '検', 1)).toEqual([{ index: 2, ranges: [[3, 4]] }]);
    expect(rankNames(buildNameIndex(names, [0, 0, 0, 0]), 'run', 1)).toEqual([{ index: 3, ranges: [[3, 6]] }]);
  });

  test('an empty table and empty names', () => {
    expect(find('a', {}, [])).toEqual([]);
    expect(find('a', {}, ['', 'a', ''])).toEqual(['A']);
  });
});

describe('against fuse.js alone', () => {
  const fuse = new Fuse(NAMES, { ignoreLocation: true, threshold: 0.3, ignoreFieldNorm: true });
  const queries = [
    'add',
    'main',
    'serve',
    'json',
    'decod',
    'mallcgc',
    'mapassign',
    'servehtp',
    'runtime.m',
    'handel',
    'conn',
  ];

  test.each(queries)(
    '%s: everything that contains it is found, in front of all that fuse.js finds besides',
    (query) => {
      const contain = NAMES.filter((name) => name.toLowerCase().includes(query));
      const found = find(query).map((name) => name.toLowerCase());
      expect(new Set(found.slice(0, contain.length))).toEqual(new Set(contain.map((name) => name.toLowerCase())));
    },
  );

  test.each(queries)('%s: what fuse.js ranks first is found first, or as close', (query) => {
    const alone = fuse.search(query).map(({ item }) => item.toLowerCase());
    const closeness = (name: string) => Fuse.match(query, name, { ignoreLocation: true, threshold: 0.3 }).score;
    expect(closeness(find(query)[0].toLowerCase())).toBeLessThanOrEqual(closeness(alone[0]));
  });
});
