import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
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
import { writeWholeFile } from '../../src/host/write-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pprof-shell-write-'));
});
afterEach(() => {
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true });
});

const content = Buffer.from('new');
const isRoot = process.getuid?.() === 0;

test('a file is made', () => {
  writeWholeFile(join(folder, 'a'), content);
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('new');
});

test('a file is replaced and keeps its mode; nothing else is left', () => {
  const path = join(folder, 'a');
  writeFileSync(path, 'old and longer');
  chmodSync(path, 0o640);
  writeWholeFile(path, content);
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder)).toEqual(['a']);
});

test('a link stays one, and so do two names of a file', () => {
  const path = join(folder, 'a');
  writeFileSync(path, 'old');
  symlinkSync(path, join(folder, 'soft'));
  writeWholeFile(join(folder, 'soft'), content);
  expect(lstatSync(join(folder, 'soft')).isSymbolicLink()).toBe(true);
  linkSync(path, join(folder, 'hard'));
  writeWholeFile(path, Buffer.from('newer'));
  expect(readFileSync(join(folder, 'hard'), 'utf8')).toBe('newer');
});

test.skipIf(isRoot)('a file in a directory that takes no new ones is written where it is', () => {
  const path = join(folder, 'a');
  writeFileSync(path, 'old');
  chmodSync(folder, 0o555);
  writeWholeFile(path, content);
  expect(readFileSync(path, 'utf8')).toBe('new');
});

test('what keeps it from being opened is told', () => {
  const missing = join(folder, 'none/a');
  expect(() => writeWholeFile(missing, content)).toThrow(`open ${missing}: no such file or directory`);
  mkdirSync(join(folder, 'directory'));
  const directory = join(folder, 'directory');
  expect(() => writeWholeFile(directory, content)).toThrow(`open ${directory}: is a directory`);
});

test.skipIf(!existsSync('/dev/full'))('a full disk is told', () => {
  expect(() => writeWholeFile('/dev/full', content)).toThrow('write /dev/full: no space left on device');
});
