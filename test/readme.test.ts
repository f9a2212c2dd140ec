import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCatalogue } from '../src/memory/suspects/parse-catalogue.ts';
import { run } from './support/run-program.ts';

// What README.md says about memory, tried out without a terminal; test/terminal/demo.test.ts tries what it says first.
const root = join(import.meta.dirname, '..');
const [, MEMORY = ''] =
  /^## Out of memory\n([\s\S]*?)(?=^## )/m.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
const SNAPSHOTS = join(root, 'test/memory/programs/auditlog/recorded');

/** Runs the program in a directory below the root. */
async function runIn(directory: string, args: readonly string[]): Promise<string> {
  const before = process.cwd();
  process.chdir(join(root, directory));
  const { stdout, status } = await run(args).finally(() => process.chdir(before));
  expect(status).toBe(0);
  return Buffer.from(stdout, 'latin1').toString();
}

test('doctor prints the lines that are shown of it, in that order', async () => {
  const [, command = '', shown = ''] = /^```\n\$ pprof-shell (.*)\n([\s\S]*?)^```$/m.exec(MEMORY) ?? [];
  let rest = (await runIn('examples/oom', command.split(' '))).split('\n');
  for (const line of shown.trimEnd().split('\n')) {
    // README.md leaves lines out, and ends of lines.
    const at = rest.findIndex((printed) => printed.startsWith(line));
    expect(at, `${JSON.stringify(line)} is printed`).not.toBe(-1);
    rest = rest.slice(at + 1);
  }
});

test('the catalogue that is shown can be read', () => {
  const [, catalogue = ''] = /^```json\n([\s\S]*?)^```$/m.exec(MEMORY) ?? [];
  expect(parseCatalogue(catalogue).map(({ id }) => id)).toEqual(['page-cache']);
});

describe('leaks -json', () => {
  const rows = /^### `leaks -json`\n([\s\S]*?)(?=^### )/m.exec(MEMORY)?.[1].match(/^\| `.*$/gm) ?? [];
  const members = rows.flatMap((row) => [...row.split('|')[1].matchAll(/`(\w+)`/g)].map(([, name]) => name));

  test.each([
    ['heap profiles', ['heap.01.pb.gz', 'heap.05.pb.gz', 'heap.10.pb.gz'], 'number'],
    [
      'goroutine profiles',
      ['../../heartbeat/recorded/goroutine.01.pb.gz', '../../heartbeat/recorded/goroutine.10.pb.gz'],
      'null',
    ],
  ])('of %s has all members that are listed', async (_, files, bytes) => {
    expect(members).toHaveLength(9);
    const text = await runIn('.', ['leaks', '-json', ...files.map((file) => join(SNAPSHOTS, file))]);
    const { suspects } = JSON.parse(text) as { suspects: readonly Readonly<Record<string, unknown>>[] };
    expect(suspects.length).toBeGreaterThan(0);
    for (const suspect of suspects) {
      expect(Object.keys(suspect)).toEqual(expect.arrayContaining(members));
      expect(suspect['bytesPerHour'] === null ? 'null' : typeof suspect['bytesPerHour']).toBe(bytes);
      expect(suspect['stack']).toContainEqual({
        function: expect.any(String),
        file: expect.any(String),
        line: expect.any(Number),
      });
      expect(suspect['confidence']).toMatch(/^(?:confirmed|likely|possible)$/);
      expect(suspect['class']).toEqual(expect.any(String));
    }
  });
});
