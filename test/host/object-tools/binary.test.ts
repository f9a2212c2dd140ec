import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Binary, CodeSymbol } from '../../../src/analysis/instructions.ts';
import { openBinary } from '../../../src/host/object-tools/binary.ts';
import { findTools } from '../../../src/host/object-tools/tools.ts';
import type { Mapping } from '../../../src/profile/tables.ts';

const here = process.cwd();
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pprof-shell-binary-'));
});
afterAll(() => {
  process.chdir(here);
  rmSync(folder, { recursive: true });
});

function mappingOf(file: string, start = 0n): Mapping {
  const has = { hasFunctions: true, hasFilenames: true, hasLineNumbers: true, hasInlineFrames: true };
  return { id: 1n, start, limit: start + 0x1000n, offset: 0x1000n, file, buildId: '', ...has };
}

function open(file: string, start?: bigint): Binary {
  const found = openBinary(mappingOf(file, start), '');
  if (found.type === 'missing') throw new Error(found.reason);
  return found.binary;
}

const plain = { hasIntelSyntax: false, readsDebugLines: false };

describe('what cannot be opened', () => {
  test.each([
    ['nix', 'open nix: no such file or directory'],
    ['', 'open : no such file or directory'],
  ])('%j', (file, reason) => {
    expect(openBinary(mappingOf(file), '')).toEqual({ type: 'missing', reason });
  });

  test('a text', () => {
    const file = join(folder, 'text');
    writeFileSync(file, 'not a binary\n');
    expect(openBinary(mappingOf(file), '')).toEqual({
      type: 'missing',
      reason: `open ${file}: unrecognized object file`,
    });
  });
});

describe('tools', () => {
  const program = (path: string, output: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), `#!/bin/sh\necho '${output}'\n`);
    chmodSync(join(folder, path), 0o755);
    return join(folder, path);
  };

  test("the platform's own come before LLVM's, those of PPROF_TOOLS before those of PATH", () => {
    const [gnu, llvm] = [program('bin/objdump', 'GNU objdump'), program('bin/llvm-objdump', 'LLVM version 14')];
    const other = program('other/objdump', 'Apple LLVM version 15');
    const nm = program('nms/nm', 'GNU nm');
    const path = `:/nowhere:${join(folder, 'bin')}`;
    expect(findTools('objdump', '', path)).toEqual([
      { path: gnu, isLlvm: false },
      { path: llvm, isLlvm: true },
    ]);
    const places = `${join(folder, 'other')},nm:${join(folder, 'nms')}`;
    expect(findTools('objdump', places, path)[0]).toEqual({ path: other, isLlvm: true });
    expect(findTools('nm', places, path)[0]).toEqual({ path: nm, isLlvm: false });
    expect(findTools('nm', `nm:${nm}`, path)[0]).toEqual({ path: nm, isLlvm: false });
  });

  test('none of them is an error with advice', () => {
    expect(() => findTools('objdump', '', '/nowhere')).toThrow('exec: "objdump": executable file not found in $PATH');
  });
});

const runs = (program: string) => spawnSync(program, ['--version']).status === 0;

describe.skipIf(process.arch !== 'x64' || !['as', 'ld', 'nm', 'objdump'].every(runs))('with binutils', () => {
  let file = '';
  beforeAll(() => {
    // A name that is a flag to any tool that does not take care, with a blank in it.
    process.chdir(folder);
    file = '-a program';
    const source = join(import.meta.dirname, '../../data/disasm/asm/t.s');
    for (const [tool, ...args] of [
      ['as', source, '-o', 't.o'],
      ['ld', 't.o', '-Ttext=0x401000', '--build-id=0xabcd', '-o', `./${file}`],
    ]) {
      expect(spawnSync(tool, args, { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    }
  });

  test('the symbols are there, with their aliases', () => {
    const { symbols, buildId, hasGoLines, path } = open(file);
    expect([path, buildId, hasGoLines]).toEqual([join(folder, file), 'abcd', false]);
    const at = (address: bigint) => symbols.filter(({ start }) => start === address).map(({ name }) => name);
    expect(at(0x401008n)).toEqual(['aaa', 'alpha']);
    expect(at(0x40103bn)).toEqual(['has space']);
  });

  test('a range is disassembled to its end, and what is cut there does not go on behind it', () => {
    const texts = (start: bigint, end: bigint) =>
      open(file)
        .instructions({ start, end }, plain)
        .map(({ address, text }) => `${address.toString(16)} ${text}`);
    expect(texts(0x40103fn, 0x401044n)).toEqual([
      '40103f nop',
      '401040 jmp 40103f <last>',
      '401042 jmp 401000 <_start>',
    ]);
    expect(texts(0x40103fn, 0x401043n)).toEqual(['40103f nop', '401040 jmp 40103f <last>', '401042 .byte 0xeb']);
  });

  test('in the syntax that is asked for', () => {
    const range = { start: 0x40100an, end: 0x40100fn };
    const text = (hasIntelSyntax: boolean) => open(file).instructions(range, { ...plain, hasIntelSyntax })[0].text;
    expect([text(false), text(true)]).toEqual(['mov $0x1,%eax', 'mov eax,0x1']);
  });

  test('addresses are those of the file wherever it was loaded', () => {
    expect(open(file, 0x7f0000001000n).fileAddress(0x7f0000001008n)).toBe(0x401008n);
    expect(open(file, 0n).fileAddress(0x401008n)).toBe(0x401008n);
  });

  test('a range without code is an error', () => {
    expect(() => open(file).instructions({ start: 0x10n, end: 0x20n }, plain)).toThrow(/no code at 0x10/);
  });
});

const go = spawnSync('go', ['env', 'GOROOT'], { encoding: 'utf8' });
const goCommand = join(go.stdout?.trim() ?? '', 'bin/go');

describe.skipIf(go.status !== 0 || !runs('nm') || !runs('objdump'))('with Go', () => {
  test("its line table says what Go's own disassembler does", () => {
    const binary = open(goCommand);
    const main = binary.symbols.find(({ name }) => name === 'main.main') as CodeSymbol;
    const ours = binary
      .instructions(main, plain)
      .map(({ address, lines }) => `0x${address.toString(16)} ${lines[0].file.replace(/.*\//, '')}:${lines[0].line}`);
    const { stdout } = spawnSync('go', ['tool', 'objdump', '-s', '^main.main$', goCommand], { encoding: 'utf8' });
    const theirs = Array.from(
      stdout.matchAll(/^ {2}(\S+)\s+(0x[\da-f]+)\s/gm),
      ([, place, address]) => `${address} ${place}`,
    );
    expect(theirs.length).toBeGreaterThan(100);
    expect(ours.slice(0, theirs.length - 2)).toEqual(theirs.slice(0, -2));
  });
});
