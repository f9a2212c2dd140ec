import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UserError } from '../../src/base/errors.ts';
import { createNumberedFile } from '../../src/host/numbered-file.ts';

const disk = vi.hoisted(() => ({ isFull: false }));
vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>();
  const writeFileSync: typeof fs.writeFileSync = (file, content, options) => {
    if (!disk.isFull) return fs.writeFileSync(file, content, options);
    fs.writeFileSync(file, 'half');
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
  };
  return { ...fs, writeFileSync };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pprof-shell-numbered-'));
});
afterEach(() => {
  disk.isFull = false;
  rmSync(folder, { recursive: true });
});

const image = (directory: string) => ({ directory, prefix: 'profile', extension: '.svg' });
const create = () => createNumberedFile(image(folder));

test('the first number that is free is taken', () => {
  writeFileSync(join(folder, 'profile002.svg'), 'kept');
  create().write(Buffer.from('one'));
  create().write(Buffer.from('three'));
  const contents = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
  expect(contents.sort()).toEqual([
    ['profile001.svg', 'one'],
    ['profile002.svg', 'kept'],
    ['profile003.svg', 'three'],
  ]);
});

test('a file belongs to one program as soon as it is made', () => {
  const [first, second] = [create(), create()];
  expect([first.path, second.path]).toEqual([join(folder, 'profile001.svg'), join(folder, 'profile002.svg')]);
});

test('a link in its place is not followed', () => {
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'profile001.svg'));
  create().write(Buffer.from('content'));
  expect(readdirSync(folder).sort()).toEqual(['profile001.svg', 'profile002.svg']);
});

test('in the current directory the path is the name', () => {
  const before = process.cwd();
  process.chdir(folder);
  try {
    expect(createNumberedFile(image('')).path).toBe('profile001.svg');
    expect(readdirSync(folder)).toEqual(['profile001.svg']);
  } finally {
    process.chdir(before);
  }
});

test('numbers grow to four digits, and end there', () => {
  for (let number = 1; number <= 9998; number++) {
    writeFileSync(join(folder, `profile${String(number).padStart(3, '0')}.svg`), '');
  }
  expect(create().path).toBe(join(folder, 'profile9999.svg'));
  expect(create).toThrow(
    new UserError(
      'could not create file of the form profile001.svg',
      'all 9999 numbers are taken; remove some of these files',
    ),
  );
});

test('a directory that is not there', () => {
  const directory = join(folder, 'missing');
  expect(() => createNumberedFile(image(directory))).toThrow(
    new UserError(
      `open ${directory}/profile001.svg: no such file or directory`,
      'name a directory that you may write to',
    ),
  );
});

test.skipIf(process.getuid?.() === 0)('a directory that may not be written to', () => {
  const directory = join(folder, 'locked');
  mkdirSync(directory);
  chmodSync(directory, 0o500);
  expect(() => createNumberedFile(image(directory))).toThrow(`open ${directory}/profile001.svg: permission denied`);
});

test('a full disk leaves no half a file', () => {
  const file = create();
  disk.isFull = true;
  expect(() => file.write(Buffer.from('content'))).toThrow(
    new UserError(`write ${file.path}: no space left on device`, 'nothing was written'),
  );
  expect(readdirSync(folder)).toEqual([]);
});
