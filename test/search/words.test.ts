import { expect, test } from 'vitest';
import { foldCase } from '../../src/search/fold-case.ts';
import { isIdentifierEnd, isWordStart, ownPartStart } from '../../src/search/words.ts';

/** The name with `|` where a word begins. */
const divided = (name: string) =>
  Array.from(name, (letter, at) => (isWordStart(name, at) ? `|${letter}` : letter)).join('');

test.each([
  ['|net/|http.(*|conn).|serve'],
  ['|main.|new|HTTP|Server'],
  ['|read_|line'],
  ['|x86|asm.|Int64'],
  ['|std::|vector<|int>::|push_|back'],
  ['|日本'],
])('words begin in %s', (drawn) => {
  expect(divided(drawn.replaceAll('|', ''))).toBe(drawn);
});

test.each([
  ['newHTTPServer', 3, false],
  ['newHTTPServer', 13, true],
  ['main.run', 4, true],
  ['main.run', 5, false],
])('an identifier in %s ends before %i: %s', (name, at, ends) => {
  expect(isIdentifierEnd(name, at)).toBe(ends);
});

test.each([
  ['encoding/json.(*Decoder).Decode', 'json.(*Decoder).Decode'],
  ['github.com/acme/store.(*Index).Add', 'store.(*Index).Add'],
  ['main.main', 'main.main'],
  ['slices.SortFunc[github.com/acme/store.Row]', 'slices.SortFunc[github.com/acme/store.Row]'],
  ['read file:///app/lib.js:3', 'read file:///app/lib.js:3'],
  ['', ''],
])('the own part of %s', (name, own) => {
  expect(name.slice(ownPartStart(name))).toBe(own);
});

test.each([
  ['ServeHTTP', 'servehttp'],
  ['İstanbul.Ä', 'İstanbul.ä'],
  ['', ''],
])('%s in lower case is as long', (name, folded) => {
  expect(foldCase(name)).toBe(folded);
});
