import { describe, expect, test } from 'vitest';
import { HISTORY_LIMIT, historyPath, parseHistory, withLine } from '../../src/shell/history.ts';
import type { Host } from '../../src/shell/host.ts';

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `top ${i}`);

describe('the lines of a file', () => {
  test.each([
    ['', []],
    ['top\npeek x\n', ['top', 'peek x']],
    ['top\n\n  \npeek x', ['top', 'peek x']],
  ])('%j', (text, lines) => {
    expect(parseHistory(text)).toEqual(lines);
  });

  test('the newest where there are too many', () => {
    const lines = parseHistory(numbered(HISTORY_LIMIT + 5).join('\n'));
    expect(lines).toHaveLength(HISTORY_LIMIT);
    expect(lines[0]).toBe('top 5');
  });
});

describe('adding a line', () => {
  test('puts it at the end and drops the oldest of too many', () => {
    expect(withLine(['top'], 'peek x')).toEqual(['top', 'peek x']);
    const full = numbered(HISTORY_LIMIT);
    const added = withLine(full, 'peek x');
    expect(added).toHaveLength(HISTORY_LIMIT);
    expect([added[0], added.at(-1)]).toEqual(['top 1', 'peek x']);
  });

  test.each([
    'top',
    '',
    '   ',
    ' peek secret',
    'top\npeek x',
    'base https://me:hunter2@host/debug/pprof/heap',
    'base https://ghp_123@host/heap',
    'base me:hunter2@host:6060/debug/pprof/heap',
    'base=me:hunter2@[::1]:6060/heap',
    'base http://host/heap?token=abc',
    'base host:6060/heap?seconds=5&access_token=abc',
    'base host:6060/heap?X-Amz-Signature=abc',
    'base host:6060/heap?key=abc',
    'base host:6060/heap?API_KEY=abc',
  ])('%j is not kept', (line) => {
    const history = ['top'];
    expect(withLine(history, line)).toBe(history);
  });

  test.each([
    'base http://host:6060/debug/pprof/heap?seconds=5',
    'base host:6060/debug/pprof/heap',
    'focus=std::vector<int>::push_back@plt',
    'peek crypto/tls.(*Conn).authenticate',
    'tagfocus=request:token',
    'focus=(a|b)?key',
    'list memcpy@@GLIBC_2.14',
  ])('%j is kept', (line) => {
    expect(withLine([], line)).toEqual([line]);
  });
});

test.each([
  [{ XDG_STATE_HOME: '/state', HOME: '/home/me' }, '/state/pprof-shell/history'],
  [{ XDG_STATE_HOME: '/state/' }, '/state/pprof-shell/history'],
  [{ XDG_STATE_HOME: '', HOME: '/home/me' }, '/home/me/.local/state/pprof-shell/history'],
  [{ XDG_STATE_HOME: 'relative', HOME: '/home/me' }, '/home/me/.local/state/pprof-shell/history'],
  [{ HOME: '' }, undefined],
  [{}, undefined],
] as const)('with %j the file is %s', (env: Readonly<Record<string, string>>, path) => {
  const host = { env: (name: string) => env[name] } as Host;
  expect(historyPath(host)).toBe(path);
});
