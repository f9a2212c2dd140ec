import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  parseQuery,
  parseUrl,
  queryText,
  resolveUrl,
  urlText,
  withoutPasswords,
} from '../../../src/host/remote/url-text.ts';

// What Go 1.26's net/url makes of the same texts.

function reread(text: string): string | undefined {
  const url = parseUrl(text);
  return url && urlText(url, 'shown');
}

describe('a URL is written', () => {
  test.each([
    ['HTTP://Host:80/a/../b', 'http://Host:80/a/../b'],
    ['http://127.1:00001/', 'http://127.1:00001/'],
    ['http://h/a b/\xfc', 'http://h/a%20b/%C3%BC'],
    ['http://h/%41%2f', 'http://h/%41%2f'],
    // One character that has to be escaped, and all of it is written anew.
    ['http://h/%41(!)', 'http://h/%41(!)'],
    ['http://h/%41(!)^', 'http://h/A%28%21%29%5E'],
    ["http://h/a;b,c:d@e!$&'()*+=/[]", "http://h/a;b,c:d@e!$&'()*+=/[]"],
    ['http://h/x?', 'http://h/x?'],
    ['http://h/x?a b%zz', 'http://h/x?a b%zz'],
    ['http://h/x#', 'http://h/x'],
    ['http://h/x#a b?c', 'http://h/x#a%20b?c'],
    ['http://b\xfccher.test/', 'http://b%C3%BCcher.test/'],
    ['http://[::1]:80/x', 'http://[::1]:80/x'],
    ['http://[fe80::1%25en0]/', 'http://[fe80::1%25en0]/'],
    ['http://u%40:p%2f@h', 'http://u%40:p%2F@h'],
    ['http://a@b:c@h', 'http://a%40b:c@h'],
    ['http://u:@h', 'http://u:@h'],
    ['//h/x', '//h/x'],
    ['/a/b?c', '/a/b?c'],
    ['mailto:x@y', 'mailto:x@y'],
    ['mailto:\xfc', 'mailto:\xfc'],
    ['http://h/?\xfc', 'http://h/?\xfc'],
    ['http:///x', 'http:///x'],
  ])('%s', (text, expected) => expect(reread(text)).toBe(expected));
});

describe('no URL', () => {
  test.each([
    'a b:c/d',
    ':80',
    'http://h/%zz',
    'http://h/x#%zz',
    'http://h/\x01',
    'http://a b/',
    'http://a|b/',
    'http://%41/',
    'http://h:x/',
    'http://h:1:2/',
    'http://[::1/',
    'http://[::1%lo]/',
    'http://[x]/',
    'http://[::1%25%0a]/',
    'http://a:b"c@h/',
  ])('%j', (text) => expect(parseUrl(text)).toBeUndefined());
});

describe('a link is followed', () => {
  test.each([
    ['/x', 'http://u:p@h/x'],
    ['y', 'http://u:p@h/a/y'],
    ['../y/./z', 'http://u:p@h/y/z'],
    ['../../../y', 'http://u:p@h/y'],
    ['..', 'http://u:p@h/'],
    ['?q', 'http://u:p@h/a/b?q'],
    ['#f', 'http://u:p@h/a/b?old#f'],
    ['//other/x', 'http://other/x'],
    ['https://other', 'https://other'],
    ['http:x', 'http:x'],
  ])('%s', (link, expected) => {
    const [base, target] = [parseUrl('http://u:p@h/a/b?old'), parseUrl(link)];
    expect(base && target && urlText(resolveUrl(base, target), 'shown')).toBe(expected);
  });
});

test('a query is written with its keys in order, without what cannot be read', () => {
  expect(queryText(parseQuery('z=1&b=2&a=%20+x&z=0&&c&=d&e=%zz&f;g=1&h=~!%ff'))).toBe(
    '=d&a=++x&b=2&c=&h=~%21%FF&z=1&z=0',
  );
});

describe('passwords are hidden', () => {
  test.each([
    ['http://u:p@h/x', 'http://u:***@h/x'],
    ['u:p@h:80/x', 'u:***@h:80/x'],
    ['http://u:p:q@r@h/x', 'http://u:***@h/x'],
    // What pprof asks for when a password is not escaped as it has to be.
    ['http://http://a:b"c@h/', 'http://http://a:***@h/'],
    ['http://u@h/x', 'http://u@h/x'],
    ['h:80/a@b', 'h:80/a@b'],
    ['http://h:80/?a=b:c@d', 'http://h:80/?a=b:c@d'],
  ])('%s', (text, expected) => expect(withoutPasswords(text)).toBe(expected));

  test('whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (password) => {
        fc.pre(password.isWellFormed() && !'u:***@h/'.includes(password));
        const url = parseUrl(`http://u:${encodeURIComponent(password)}@h/`);
        expect(url && urlText(url, 'hidden')).toBe('http://u:***@h/');
      }),
    );
  });
});

describe('properties', () => {
  const part = fc.constantFrom(
    'http:',
    '//',
    'h',
    ':80',
    '/',
    '..',
    '?',
    '#',
    '%41',
    '%zz',
    '&',
    '=',
    'u:p@',
    '[::1]',
    'ü',
    ' ',
  );
  const text = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));

  test('what is written is read as the same URL', () => {
    fc.assert(
      fc.property(text, (source) => {
        const url = parseUrl(source);
        if (url !== undefined) expect(parseUrl(urlText(url, 'shown'))).toEqual(url);
      }),
    );
  });

  test('a query that is written is read as the same pairs, in order of their keys', () => {
    fc.assert(
      fc.property(text, (query) => {
        const pairs = parseQuery(query);
        const sorted = pairs.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
        expect(parseQuery(queryText(pairs))).toEqual(sorted);
      }),
    );
  });
});
