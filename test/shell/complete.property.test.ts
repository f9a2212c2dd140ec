import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern } from '../../src/base/regex.ts';
import { machine } from '../../src/host/machine.ts';
import { readProfileBytes } from '../../src/profile/pprof/read.ts';
import { buildNameIndex } from '../../src/search/name-index.ts';
import { type CompletionContext, complete } from '../../src/shell/language/complete.ts';
import { marksOf } from '../../src/shell/language/line-marks.ts';
import { splitWords } from '../../src/shell/language/words.ts';
import { makeReportHost } from '../../src/shell/report-host.ts';
import { openSession } from '../../src/shell/session.ts';
import { EMPTY_NAMES, type FunctionNames, functionsByWeight } from '../../src/shell/session-names.ts';
import { openWorkspace } from '../../src/shell/workspace.ts';
import { fakeHost } from '../support/fake-host.ts';

const source = 'test/data/pprof/own/shop.pb.gz';
const session = openSession(readProfileBytes(readFileSync(join(import.meta.dirname, '../..', source))), source);
const workspace = { ...openWorkspace(session), aliases: { hot: 'top 5 $1' }, bindings: { 'alt+t': 'top 20' } };
const files = {
  '/home/me/app/a b.pb': '',
  "/home/me/app/it's.txt": '',
  '/home/me/app/sub dir/x.pb': '',
  '/home/me/app/|': '',
};
const functions = functionsByWeight(session, makeReportHost(machine, { source, explains: false }));
const context: CompletionContext = { workspace, functions, host: fakeHost({ files }), dialect: 'shell' };

const dialect = fc.constantFrom('shell' as const, 'pprof' as const);

/** Words of the language, pieces of them, and whatever else keys can type. */
const piece = fc.oneof(
  fc.constantFrom(
    ...'top peek list tags top10 find load use save copy alias bind set check diff hot help quit'.split(' '),
  ),
  fc.constantFrom(
    ...'focus= nodecount= tagfocus= sort=c names= unit= lines= sample_index= tenant=ac bytes=:1'.split(' '),
  ),
  fc.constantFrom(
    ...`-json -cum -ma - > >> | ' " ; : = /  ~/ "a (*x [ \\ 5 main json 'a b' $1 flat( < and //:`.split(' '),
  ),
  fc.string({ maxLength: 4 }),
  fc.string({ unit: 'binary', maxLength: 2 }),
);
const line = fc
  .array(fc.tuple(piece, fc.constantFrom('', ' ', ' ')), { maxLength: 7 })
  .map((pieces) => pieces.flat().join(''));

test('for any line and cursor there is an answer: a range of the line that ends at the cursor, each candidate once', () => {
  fc.assert(
    fc.property(line, fc.nat(), dialect, (text, place, dialect) => {
      const cursor = place % (text.length + 1);
      const { start, end, candidates } = complete(text, cursor, { ...context, dialect });
      expect(end).toBe(cursor);
      expect(start).toBeGreaterThanOrEqual(0);
      expect(start).toBeLessThanOrEqual(cursor);
      const texts = candidates.map((candidate) => candidate.text);
      expect(texts).toEqual([...new Set(texts)]);
      for (const { text, matched = [] } of candidates) {
        expect(matched.every((at, i) => at < text.length && (i === 0 || at > matched[i - 1]))).toBe(true);
      }
    }),
  );
});

test('for any line the marks are in order, apart from each other, and within it', () => {
  fc.assert(
    fc.property(line, dialect, (text, dialect) => {
      let last = 0;
      for (const { start, end } of marksOf(text, { workspace, dialect })) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
      expect(last).toBeLessThanOrEqual(text.length);
    }),
  );
});

/** What an unfinished line can be before the word that is completed; all of it is right. */
const beginning = fc.constantFrom(
  ...['', 'top ', 'top 5 ', 'top main -', 'peek ', 'list main ', 'tags ', 'tags -', 'top > ', 'top >', 'top >>'],
  ...['focus=', 'focus=main|', 'tagfocus=', 'tagfocus=tenant=', 'tagroot=', 'tagshow=', 'sort=', 'unit=', 'names='],
  ...[
    'sample_index=',
    'noinlines=',
    'lines=',
    'help ',
    'load ',
    'save ',
    'save x ',
    'copy ',
    'use ',
    'set ',
    'set names=',
  ],
  ...['alias x ', "alias x 'top; ", 'bind alt+t ', 'bind alt+t :', 'bind ', 'unalias ', 'unbind ', 'find ', 'browse '],
  ...['top | ', 'top | grep ', 'hot ', 'check ', 'check "', 'check -', 'diff ', 'source '],
);
const typed = fc.oneof(
  fc.constant(''),
  fc.constantFrom('m', 'ma', 's', 'te', 'a', 'c', 'f', '-', "'m", '"a'),
  // A blank or a semicolon ends the word, and what stands before it stays wrong.
  fc.string({ maxLength: 2 }).filter((text) => !/[\s;]/.test(text)),
);

/** More is to come behind these. */
const goesOn = (text: string) => /[=/(]$/.test(text);

test('a line with any of the candidates has no error in it', () => {
  fc.assert(
    fc.property(beginning, typed, (before, word) => {
      const text = before + word;
      const { start, end, candidates } = complete(text, text.length, context);
      for (const candidate of candidates) {
        if (goesOn(candidate.text) || candidate.kind === 'rule' || /^check /.test(text)) continue;
        // What stands in quotes there is a line, which its writer goes on with.
        if (/^(?:alias|bind) .*["']/.test(text) && !text.startsWith("alias x 'top; ")) continue;
        const completed = text.slice(0, start) + candidate.text + text.slice(end);
        const closed = /^alias x '/.test(completed) ? `${completed}'` : completed;
        const errors = marksOf(closed, context).filter(({ role }) => role === 'error');
        expect({ closed, errors }).toEqual({ closed, errors: [] });
      }
    }),
    { numRuns: 1000 },
  );
});

function namesOf(names: readonly string[]): FunctionNames {
  const distinct = [...new Set(names)];
  const index = buildNameIndex(
    distinct,
    distinct.map(() => 1),
  );
  return { ...EMPTY_NAMES, values: new Float64Array(distinct.length).fill(1), total: 100, index };
}

/** What names of functions consist of in some language, and what they should not. */
const name = fc
  .array(
    fc.oneof(
      fc.constantFrom('main', 'net/http', '.(*T)', '::', ' ', '-[', ']', '|', '>', "'", '"', '\\', '$', '12', '-', '='),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''))
  .filter((text) => text !== '');

describe('a function put in is one word, and a pattern that matches it', () => {
  test.each(['top ', 'peek ', 'top -main|', 'browse ', 'top main|'])('%s', (before) => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 3 }), dialect, (names, dialect) => {
        const drawn = { ...context, functions: namesOf(names), dialect };
        const { start, candidates } = complete(before, before.length, drawn);
        const found = candidates.filter(({ kind }) => kind === 'function');
        expect(found.length).toBeGreaterThan(0);
        expect(new Set(found.map(({ text }) => text)).size).toBe(found.length);
        for (const { text } of found) {
          const words = splitWords(before.slice(0, start) + text, dialect);
          expect(words).toHaveLength(2);
          const pattern = before.includes('-') ? words[1].text.slice(1) : words[1].text;
          if (before.includes('-')) expect(words[1].text.startsWith('-') && !words[1].isQuoted).toBe(true);
          expect(names.some((candidate) => compilePattern(pattern).test(candidate))).toBe(true);
        }
      }),
    );
  });
});
