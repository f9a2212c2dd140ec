import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from './support/run-program.ts';

// What `go tool pprof` of Go 1.26 printed for the command lines of cases.txt and the scripts of repl.txt
// (test/data/pprof/record.sh). A message of pprof's stands in `.err`, with the exit status behind it. `cpu-top-files` is
// from Go 1.24: 1.26 leaves open the order of entries that share their name.
const fixtures = join(import.meta.dirname, 'data/pprof');
const golden = (file: string) => {
  const path = join(import.meta.dirname, 'golden/pprof', file);
  return existsSync(path) ? readFileSync(path, 'latin1') : '';
};

const rows = (file: string) =>
  readFileSync(join(fixtures, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('|'));

/** pprof numbers the nodes of a call tree that have the same name and value in another order from run to run. */
const withoutNodeNumbers = (graph: string) =>
  graph
    .replace(/\b(N+|node)\d+/g, '$1')
    .split('\n')
    .sort()
    .join('\n');

describe('command lines', () => {
  const cases = rows('cases.txt').map(([id, ...args]) => ({ id, args: args.join('|') }));
  test.each(cases)('$id: $args', async ({ id, args }) => {
    const at = process.cwd();
    process.chdir(fixtures);
    try {
      const { stdout, stderr, status } = await run(['-symbolize=none', ...args.split(' ')]);
      const compared = args.includes('-call_tree') ? withoutNodeNumbers : (text: string) => text;
      expect(compared(stdout)).toBe(compared(golden(`${id}.out`)));
      expect(`${stderr}${status}\n`).toBe(golden(`${id}.err`) || '0\n');
    } finally {
      process.chdir(at);
    }
  });
});

describe('scripts', () => {
  const scripts = rows('repl.txt').map(([id, profile, ...script]) => ({ id, profile, script: script.join('|') }));
  test.each(scripts)('$id: $script', async ({ id, profile, script }) => {
    const stdin = `${script.replaceAll(';;', '\n')}\n`;
    const { stdout, stderr, both } = await run(['-symbolize=none', join(fixtures, profile)], { stdin });
    expect(stdout).toBe(golden(`${id}.out`));
    expect(stderr).toBe(golden(`${id}.err`));
    expect(both).toBe(golden(`${id}.both`));
  });
});
