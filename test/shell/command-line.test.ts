import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeDrawing } from '../support/draw-profile.ts';
import { run } from '../support/run-program.ts';

let folder = '';
let file = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pprof-shell-command-line-'));
  file = join(folder, 'cpu.pb');
  writeFileSync(file, encodeDrawing('main;serve 80\nmain;gc 20'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('-e', () => {
  test('runs commands one after the other, those of every -e and of every line', async () => {
    const lines = '\n  check "cum(gc) < 50%"\n  # what is large\r\n  check "total > 1"; filters\n';
    const { status, stdout } = await run(['-e', 'check "total < 1"', '-e', lines, file]);
    expect(stdout).toMatch(
      /^FAIL {2}total = 100ns.*\nok {4}cum\(gc\).*\nok {4}total = 100ns > 1\nNo filters are set\.\n$/s,
    );
    expect(status).toBe(1);
  });

  test('tells what to do about a mistake, goes on, and fails', async () => {
    const { status, stdout, stderr } = await run(['-e', 'use 2; top 1', file]);
    expect(stderr).toContain('no open profile is called "2"\n  open are 1 (cpu.pb); load opens another one\n');
    expect(stdout).toContain('Showing top 1 nodes');
    expect(status).toBe(1);
  });

  test.each([
    ['behind the profile', () => [file, '-e', 'top'], '-e stands behind the profile, where it is no flag'],
    ['beside a report', () => ['-top', '-e', 'check "total < 1"', file], '-e and -top exclude each other'],
  ])('is not left out silently %s', async (_, args, message) => {
    expect(await run(args())).toMatchObject({ status: 1, stderr: expect.stringContaining(message) });
  });
});

describe('-format', () => {
  test.each([
    [['-format=json'], '-format needs a report'],
    [['-format=yaml'], 'invalid value "yaml" for flag -format'],
    [['-format=yaml', '-top'], 'invalid value "yaml" for flag -format'],
  ])('%s', async (flags, message) => {
    expect(await run([...flags, file])).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining(message),
    });
  });
});

describe('commands on standard input', () => {
  const statusOf = async (stdin: string) => (await run([file], { stdin })).status;

  test('that are those of pprof end as pprof does, whatever goes wrong', async () => {
    expect(await statusOf('bogus\npeek (\ntop\n')).toBe(0);
  });

  test('that are ours fail the script', async () => {
    expect(await statusOf('check "total > 1"\n')).toBe(0);
    expect(await statusOf('check "total < 1"\ntop\n')).toBe(1);
    expect(await statusOf('check "totl > 1"\n')).toBe(1);
    expect(await statusOf(`load ${join(folder, 'none.pb')}\ncheck "total > 1"\n`)).toBe(1);
  });
});
