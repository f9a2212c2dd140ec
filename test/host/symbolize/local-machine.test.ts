import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Cancelled } from '../../../src/base/errors.ts';
import { localBinaryFiles, localPrograms, runProgram } from '../../../src/host/symbolize/local-machine.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'pprof-shell-symbolize-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('files', () => {
  test('are read in parts, as far as they go', () => {
    const path = join(directory, 'file');
    writeFileSync(path, 'abcdef');
    const part = (position: number, length: number) =>
      Buffer.from(localBinaryFiles.readPart(path, position, length)).toString();
    expect([part(0, 3), part(4, 10), part(6, 1), part(100, 1), part(0, 0)]).toEqual(['abc', 'ef', '', '', '']);
  });

  test('that are none have nothing in them, and nobody waits for it', () => {
    const pipe = join(directory, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(localBinaryFiles.readPart(pipe, 0, 4)).toHaveLength(0);
    expect(localBinaryFiles.readPart(directory, 0, 4)).toHaveLength(0);
  });

  test('have names of any bytes', () => {
    mkdirSync(join(directory, 'names'));
    writeFileSync(Buffer.concat([Buffer.from(join(directory, 'names/a')), Buffer.of(0xff)]), 'x');
    expect(localBinaryFiles.listDirectory(join(directory, 'names'))).toEqual(['a\udcff']);
    expect(localBinaryFiles.readPart(join(directory, 'names/a\udcff'), 0, 1)).toHaveLength(1);
  });

  test('that cannot be opened are told in the words of pprof', () => {
    expect(() => localBinaryFiles.readPart('/none/x', 0, 1)).toThrow('open /none/x: no such file or directory');
    expect(() => localBinaryFiles.readPart(`${process.execPath}/x`, 0, 1)).toThrow('not a directory');
    expect(() => localBinaryFiles.readPart('/a\0b', 0, 1)).toThrow('open /a\0b: invalid argument');
    expect(localBinaryFiles.listDirectory('/none/x')).toEqual([]);
  });
});

describe('programs', () => {
  const node = process.execPath;
  const run = (script: string, input = '', args: readonly string[] = []) =>
    localPrograms.run(node, ['-e', script, ...args], { input });

  test('can be told from files', () => {
    expect(localPrograms.isProgram(node)).toBe(true);
    expect(localPrograms.isProgram(join(directory, 'file'))).toBe(false);
    expect(localPrograms.isProgram(directory)).toBe(false);
    expect(localPrograms.isProgram('/none')).toBe(false);
  });

  test('read and write, and say how it went', async () => {
    const echo = 'process.stdin.pipe(process.stdout); console.error("well")';
    expect(await run(echo, 'a\nb\n')).toEqual({ isOk: true, output: 'a\nb\n', complaints: 'well\n' });
    expect(await run('process.exit(3)')).toMatchObject({ isOk: false });
  });

  test('get their arguments as they are', async () => {
    const { output } = await run('console.log(process.argv.slice(1).join("|"))', '', ['--', '$(id)', 'a b', '"', '*']);
    expect(output).toBe('$(id)|a b|"|*\n');
  });

  test('may end before they have read everything', async () => {
    expect(await run('process.exit(0)', 'x'.repeat(2 ** 22))).toMatchObject({ isOk: true, output: '' });
  });

  test('that are not there are told', async () => {
    await expect(localPrograms.run('/none', [], { input: '' })).rejects.toThrow(
      'it cannot be started: no such file or directory',
    );
  });

  const sleep = ['-e', 'setTimeout(() => {}, 60_000)'];
  test('that go on for too long are ended', async () => {
    await expect(runProgram(node, sleep, { input: '' }, 50)).rejects.toThrow('it takes too long');
  });

  test('are ended when they are not wanted any more', async () => {
    const interrupt = new AbortController();
    const running = localPrograms.run(node, sleep, { input: '', signal: interrupt.signal });
    setTimeout(() => interrupt.abort(), 20);
    await expect(running).rejects.toThrow(Cancelled);
    await expect(localPrograms.run(node, sleep, { input: '', signal: interrupt.signal })).rejects.toThrow(Cancelled);
  });
});
