import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findTools } from '../../../src/host/symbolize/find-tools.ts';
import { symbolizeLocally } from '../../../src/host/symbolize/local.ts';
import { localBinaryFiles, localPrograms } from '../../../src/host/symbolize/local-machine.ts';
import { drawMappedProfile, drawnSymbols } from './draw-mapped-profile.ts';

// What only real programs can show: that they take our arguments, and mean the addresses we mean.

const pathOf = (name: string) =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((directory) => join(directory, name))
    .find(localPrograms.isProgram);
const compiler = pathOf('gcc');
const symbols = pathOf('nm');

const SOURCE = `static int inner(int n) { return n * n; }
int spin(int n) {
  return inner(n) + 1;
}
int main(int argc, char **argv) { return spin(argc); }
`;

/** How a binary is linked, and where the system maps it: a program of fixed addresses nowhere but there. */
const LINKED = {
  fixed: ['-no-pie', 0n],
  moved: ['-pie', 0x7f0000000000n],
  library: ['-shared', 0x7f5500000000n],
} as const;
type Linked = keyof typeof LINKED;
const FIXED_BASE = 0x400000n;

describe.skipIf(process.platform !== 'linux' || compiler === undefined || symbols === undefined)('for C', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'pprof-shell-tools-'));
    writeFileSync(join(directory, 'spin.c'), SOURCE);
    for (const [name, [flag]] of Object.entries(LINKED)) {
      const position = name === 'fixed' ? '-fno-pic' : '-fPIC';
      execFileSync('gcc', ['-g', '-O0', position, flag, '-o', name, 'spin.c'], { cwd: directory });
    }
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  describe.each(['llvm-symbolizer', 'addr2line', 'nm'])('%s', (tool) => {
    const program = pathOf(tool);

    test.skipIf(program === undefined).each(Object.keys(LINKED) as Linked[])('finds a function: %s', async (linked) => {
      const file = join(directory, linked);
      const [, address] = /^([0-9a-f]+) . spin$/m.exec(execFileSync('nm', [file], { encoding: 'utf8' })) ?? [];
      const own = BigInt(`0x${address}`);
      const bias = LINKED[linked][1];
      // The system maps whole pages.
      const page = own - (own % 0x1000n);
      const mapping = { file, start: page + bias, offset: linked === 'fixed' ? page - FIXED_BASE : page };

      const told: string[] = [];
      const env = (name: string) => (name === 'PATH' ? dirname(program ?? '') : undefined);
      const symbolized = await symbolizeLocally(drawMappedProfile([mapping], [[own + bias, 1]]), {
        force: false,
        files: localBinaryFiles,
        programs: localPrograms,
        tools: () => findTools('', { programs: localPrograms, env }).filter((found) => found.tool.name === tool),
        notify: (message) => told.push(message),
        readsBuildIds: true,
        advise: (message) => told.push(message),
      });
      expect(told).toEqual([]);
      const place = tool === 'nm' ? ':0' : `${directory}/spin.c:2`;
      expect(drawnSymbols(symbolized)[0]).toBe(`0x${(own + bias).toString(16)} M=1 spin ${place}`);
    });
  });
});
