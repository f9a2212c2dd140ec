import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendHistory, readHistory } from '../../src/host/history-file.ts';
import { HISTORY_LIMIT } from '../../src/shell/history.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'pprof-shell-history-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

test('the first line makes the file and its directories, for the user alone', () => {
  const path = join(home, 'state/pprof-shell/history');
  expect(readHistory(path)).toEqual([]);
  expect(appendHistory(path, 'top 10')).toBe(true);
  expect(appendHistory(path, 'peek naïve\udc80')).toBe(true);
  expect(readHistory(path)).toEqual(['top 10', 'peek naïve\udc80']);
  expect([mode(path), mode(join(home, 'state')), mode(join(home, 'state/pprof-shell'))]).toEqual(['600', '700', '700']);
});

test('where nothing can be written the shell goes on without a history', () => {
  writeFileSync(join(home, 'file'), '');
  expect(appendHistory(join(home, 'file/history'), 'top')).toBe(false);
  expect(readHistory(join(home, 'file/history'))).toEqual([]);
  expect(appendHistory(home, 'top')).toBe(false);
  expect(readHistory(home)).toEqual([]);
});

test.runIf(existsSync('/proc/self'))('below /proc too, where making directories can go on for ever', () => {
  expect(appendHistory('/proc/none/pprof-shell/history', 'top')).toBe(false);
});

test('a pipe in its place is left alone', () => {
  const pipe = join(home, 'history');
  execFileSync('mkfifo', [pipe]);
  expect(readHistory(pipe)).toEqual([]);
  expect(appendHistory(pipe, 'top')).toBe(false);
});

test('a file that has grown too long is shortened, also behind a link', () => {
  const lines = Array.from({ length: HISTORY_LIMIT * 1.2 + 1 }, (_, i) => `top ${i}`);
  const path = join(home, 'history');
  writeFileSync(join(home, 'kept-elsewhere'), `${lines.join('\n')}\n`);
  symlinkSync('kept-elsewhere', path);
  const kept = lines.slice(-HISTORY_LIMIT);
  expect(readHistory(path)).toEqual(kept);
  expect(readFileSync(join(home, 'kept-elsewhere'), 'utf8')).toBe(`${kept.join('\n')}\n`);
  expect(readdirSync(home).sort()).toEqual(['history', 'kept-elsewhere']);
  expect(mode(path)).toBe('600');
});

test('a file a little too long is left alone', () => {
  const path = join(home, 'history');
  const content = 'top\n'.repeat(HISTORY_LIMIT + 10);
  writeFileSync(path, content);
  expect(readHistory(path)).toHaveLength(HISTORY_LIMIT);
  expect(readFileSync(path, 'utf8')).toBe(content);
});
