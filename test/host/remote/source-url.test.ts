import { describe, expect, test } from 'vitest';
import { sourceUrl } from '../../../src/host/remote/source-url.ts';

// What Go 1.26's pprof says that it fetches for the same sources.

const NOTHING_GIVEN = { seconds: -1, timeout: -1 };
const urlOf = (source: string, given = NOTHING_GIVEN) => sourceUrl(source, given)?.url;

describe('a source is a URL', () => {
  test.each([
    ['localhost:8080', 'http://localhost:8080/debug/pprof/profile'],
    ['localhost:8080/', 'http://localhost:8080/debug/pprof/profile'],
    ['localhost:8080/debug/pprof/heap', 'http://localhost:8080/debug/pprof/heap'],
    [':8080', 'http://:8080/debug/pprof/profile'],
    ['1:2', 'http://1:2/debug/pprof/profile'],
    ['[::1]', 'http://[::1]/debug/pprof/profile'],
    ['[::1]:80/x', 'http://[::1]:80/x'],
    ['user:pass@host:1/x', 'http://user:pass@host:1/x'],
    ['a@host:1', 'http://a@host:1/debug/pprof/profile'],
    ['*:1/x', 'http://*:1/x'],
    ['\xfc:1/x', 'http://%C3%BC:1/x'],
    ['C:/x', 'http://C:/x'],
    ['http://host', 'http://host/debug/pprof/profile'],
    ['http://host/#', 'http://host/debug/pprof/profile'],
    ['http://host#part', 'http://host/debug/pprof/profile#part'],
    ['http://host?b=c', 'http://host/debug/pprof/profile?b=c'],
    ['http://host/x?', 'http://host/x?'],
    ['http://host/x?a', 'http://host/x?a='],
    ['http://host/x?&', 'http://host/x'],
    ['http://host/x?q=%zz&a=%41;b', 'http://host/x'],
    ['http://host/a?z=1&b=2&a=%20+x&z=0', 'http://host/a?a=++x&b=2&z=1&z=0'],
    ['http://host/a b', 'http://host/a%20b'],
    ['HTTP://host/x', 'http://host/x'],
    ['HTTPS+INSECURE://host/x', 'https+insecure://host/x'],
    ['ftp://host', 'ftp://host/debug/pprof/profile'],
    ['file://host/x', 'file://host/x'],
    ['//host/x', '//host/x'],
    // A scheme without a host reads as a host without a port.
    ['http://', 'http://http://'],
    ['http:///x', 'http://http:///x'],
    ['http:/a/b', 'http://http:/a/b'],
    ['http:?x', 'http://http:/debug/pprof/profile?x='],
    ['http://a b/c', 'http://http://a%20b/c'],
    ['http://host:x/y', 'http://http://host:x/y'],
    ['1http://host/x', 'http://1http://host/x'],
  ])('%s', (source, url) => expect(urlOf(source)).toBe(url));
});

describe('a source is a missing file', () => {
  test.each([
    '',
    'localhost',
    'profile.pb.gz',
    'a/b',
    './a:1/b',
    '/a/b',
    'a/b:1/c',
    'host:port',
    'mailto:x',
    'http:x',
    'C:\\x',
    ':x',
    '::1',
    'file:x',
    'file:///x',
    'FILE:/x',
    'a b',
    '%zz',
    '?a',
    'http://host/%zz',
    'http://host/x#%zz',
    'http://[::1%lo]/x',
    'host:1/a\nb',
  ])('%j', (source) => expect(urlOf(source)).toBeUndefined());
});

describe('-seconds', () => {
  test.each([
    [5, 'http://h/x?a=1&seconds=5', 5],
    [0, 'http://h/x?a=1&seconds=4&seconds=6', 0],
    [-3, 'http://h/x?a=1&seconds=4&seconds=6', 0],
  ])('%d', (seconds, url, told) => {
    const remote = sourceUrl('http://h/x?seconds=4&a=1&seconds=6', { seconds, timeout: -1 });
    expect([remote?.url, remote?.seconds]).toEqual([url, told]);
  });
});

describe('a server has time to answer', () => {
  test.each([
    ['a minute', '', -1, -1, 65],
    ['longer than it records by -seconds', '', 10, -1, 20],
    ['longer than it records by its URL', '?seconds=%2B10', -1, -1, 20],
    ['longer than the first of two', '?seconds=2&seconds=100', -1, -1, 8],
    ['a minute where seconds are no number', '?seconds=1.5', -1, -1, 65],
    ['a minute where seconds are none', '?seconds=-3', -1, -1, 65],
    ['as long as -timeout says', '?seconds=100', 10, 2, 7],
    ['no longer than a timer can run', '?seconds=99999999999', -1, -1, 2147483.647],
  ])('%s', (_, query, seconds, timeout, limitSeconds) => {
    expect(sourceUrl(`h:1/x${query}`, { seconds, timeout })?.limitMs).toBe(limitSeconds * 1000);
  });
});

test('a source is named without its password', () => {
  const remote = sourceUrl('user:secret@host:1/x', NOTHING_GIVEN);
  expect([remote?.name, remote?.url]).toEqual(['user:***@host:1/x', 'http://user:secret@host:1/x']);
});
