import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Binary } from '../../src/analysis/instructions.ts';
import { codeSymbols, parseSymbols } from '../../src/host/object-tools/nm.ts';
import { parseInstructions } from '../../src/host/object-tools/objdump.ts';

/** A folder of test/data/disasm as a binary: what nm and objdump printed about one, and the lines that Go knows. */
export function recordedBinary(folder: string, { hasGoLines = false } = {}): Binary {
  const text = (file: string) => readFileSync(join(import.meta.dirname, '../data/disasm', folder, file), 'utf8');
  const pieces = new Map(
    text('objdump.txt')
      .split(/^== /m)
      .slice(1)
      .map((piece) => {
        const [range, ...output] = piece.split('\n');
        return [range, parseInstructions(output.join('\n'))];
      }),
  );
  const lines = new Map(
    (hasGoLines ? text('lines.txt').trim().split('\n') : []).map((row) => {
      const [, address, file, line] = /^(\S+) (.*):(\d+)$/.exec(row) ?? [];
      return [BigInt(address), [{ file, line: Number(line) }]];
    }),
  );
  return {
    path: `/build/${folder}`,
    buildId: '',
    hasGoLines,
    symbols: codeSymbols(parseSymbols(text('nm.txt')), true),
    fileAddress: (address) => address,
    instructions({ start, end }) {
      const instructions = pieces.get(`${start.toString(16)} ${end.toString(16)}`);
      if (instructions === undefined) throw new Error(`no code was recorded from ${start} to ${end}`);
      return instructions.map((instruction) => ({ ...instruction, lines: lines.get(instruction.address) ?? [] }));
    },
  };
}
