import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Binary } from '../../src/analysis/instructions.ts';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import type { Profile } from '../../src/profile/tables.ts';
import { disasmReport } from '../../src/report/disasm.ts';
import type { Options } from '../../src/report/options.ts';
import { fakeHost } from '../support/fake-host.ts';
import { recordedBinary } from '../support/recorded-binary.ts';
import { reportText } from '../support/report-text.ts';

// Two programs, recorded by test/data/disasm/record.sh: what pprof printed about them stands in test/golden/disasm.
const data = join(import.meta.dirname, '../data/disasm');
const golden = (file: string) => readFileSync(join(import.meta.dirname, '../golden/disasm', file), 'utf8');

function readProfile(file: string): Profile {
  const bytes = readFileSync(join(data, file));
  return decodeProfile(file.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}

const programs = {
  go: { profile: readProfile('go/cpu.pb.gz'), binary: recordedBinary('go', { hasGoLines: true }) },
  asm: { profile: readProfile('asm/t.pb'), binary: recordedBinary('asm') },
};
type Program = keyof typeof programs;

interface Setting {
  readonly options?: Partial<Options>;
  readonly explains?: boolean;
  /** What is found for the main mapping; undefined where nothing is. */
  readonly binary?: Binary | undefined;
}

function disasm(program: Program, argument: string, setting: Setting = {}) {
  const { profile } = programs[program];
  const binary = 'binary' in setting ? setting.binary : programs[program].binary;
  const binaries = binary === undefined ? {} : { [profile.mappings[0].file]: { type: 'found', binary } as const };
  return reportText(disasmReport, { ...setting, profile, argument, host: fakeHost({ binaries }) });
}

const INSTRUCTION = /^(.{10} .{10} +[\da-f]+:) (.*)$/;

/** A listing without the text of instructions, which is another disassembler's. Places stand behind their addresses. */
function withoutInstructions(text: string): string[] {
  const rows: string[] = [];
  let above = '';
  for (const row of text.split('\n')) {
    const [, columns, rest] = INSTRUCTION.exec(row) ?? [];
    if (columns === undefined) {
      if (/^ {74};/.test(row)) above = row.trim();
      else rows.push(row);
      continue;
    }
    rows.push(`${columns} ${above || (rest[40] === ';' ? rest.slice(40) : '')}`);
    above = '';
  }
  return rows;
}

describe('as pprof, but for the words of instructions', () => {
  test.each<[Program, string, string, Partial<Options>?]>([
    ['go', 'go-main', 'main\\.'],
    ['go', 'go-units', 'hashLoop', { unit: 'us', focus: 'hashLoop', relative_percentages: true }],
    ['asm', 'asm-all', '.'],
    ['asm', 'asm-by-file', 'gamma|a.c'],
    ['asm', 'asm-mean', '.', { mean: true }],
    ['asm', 'asm-negative', '.', { drop_negative: true }],
  ])('%s: %s', (program, file, argument, options = {}) => {
    const { text, notices, error } = disasm(program, argument, { options });
    expect(withoutInstructions(text)).toEqual(withoutInstructions(golden(`${file}.out`)));
    expect([notices, error]).toEqual([[], undefined]);
  });

  test.each<[Program, string, string]>([
    ['go', 'go-nothing', 'nosuch'],
    ['go', 'go-inlined', 'mix'],
    ['go', 'go-address', '0x4c7000'],
    ['asm', 'asm-unnamed', 'last'],
  ])('%s: %s is an error', (program, file, argument) => {
    const { text, notices, error } = disasm(program, argument);
    expect(`${error?.message}\n`).toBe(golden(`${file}.err`));
    expect([text, notices]).toEqual([golden(`${file}.out`), []]);
  });

  test('a missing binary is told on standard output, in front of the error', () => {
    const { text, notices, error } = disasm('asm', '.', { binary: undefined });
    expect(text).toBe(golden('asm-missing.out'));
    expect([`${error?.message}\n`, notices]).toEqual([golden('asm-missing.err'), []]);
  });
});

test('a routine', () => {
  expect(disasm('asm', 'gamma|a.c').text).toBe(`Total: 147ms
ROUTINE ======================== gamma
       3ms       53ms (flat, cum) 36.05% of Total
         .          .     40102f: nop
       3ms       53ms     401030: movabs $0x1122334455667788,%rax         ;inl e.c:4
`);
});

describe('the place of an instruction', () => {
  const placed = (length: number) => {
    const { binary } = programs.asm;
    const instructions: Binary['instructions'] = (range, options) =>
      binary.instructions(range, options).map((instruction) => ({ ...instruction, text: 'x'.repeat(length) }));
    return disasm('asm', 'gamma|a.c', { binary: { ...binary, instructions } })
      .text.split('\n')
      .slice(4, -1);
  };

  test('stands behind it up to 39 characters', () => {
    expect(placed(39)).toEqual([`       3ms       53ms     401030: ${'x'.repeat(39)} ;inl e.c:4`]);
  });

  test('stands above a longer one, in the same column', () => {
    expect(placed(40)).toEqual([`${' '.repeat(74)};inl e.c:4`, `       3ms       53ms     401030: ${'x'.repeat(40)}`]);
  });
});

describe('where somebody reads along', () => {
  test('an address selects the code it is in', () => {
    const { text } = disasm('asm', '0x40103f', { explains: true });
    expect(text).toContain('ROUTINE ======================== last\n');
    expect(text.match(/ROUTINE/g)).toHaveLength(1);
  });

  test('an address without samples is told apart from one without code', () => {
    const profile = { explains: true, options: { focus: 'noloc' } } as const;
    expect(disasm('asm', '0x401030', profile).error?.message).toBe(
      'address 0x401030 found in binary, but the corresponding symbols do not have samples in the profile',
    );
    expect(disasm('asm', '0x401900', profile).error?.message).toBe('no matches found for address 0x401900');
  });

  test('a symbol is found though nothing in the profile is called like it', () => {
    expect(disasm('asm', '^last', { explains: true }).text).toContain('ROUTINE ======================== last\n');
  });

  test('what was inlined is said to be where it is', () => {
    expect(disasm('go', 'main.mix', { explains: true }).error?.hint).toMatch(/main\.hashLoop/);
  });

  test.each([
    ['missing', undefined, /PPROF_BINARY_PATH/],
    ['stripped', { ...programs.asm.binary, symbols: [] }, /stripped/],
  ])('a %s binary comes with advice', (_, binary, advice) => {
    const { text, error } = disasm('asm', 'fnalpha', { binary, explains: true });
    expect(text).toBe('');
    expect(error?.message).toBe('no matches found for regexp fnalpha');
    expect(error?.hint).toMatch(advice);
  });

  test('another build is told about', () => {
    const profile = { ...programs.go.profile };
    const [main, ...others] = profile.mappings;
    const binary = { ...programs.go.binary, buildId: 'abcdef' };
    const { notices } = reportText(disasmReport, {
      profile: { ...profile, mappings: [{ ...main, buildId: '123456' }, ...others] },
      argument: 'hashLoop',
      explains: true,
      host: fakeHost({ binaries: { [main.file]: { type: 'found', binary } } }),
    });
    expect(notices).toEqual([expect.stringMatching(/another build.*abcdef.*123456/)]);
  });
});

test('Intel syntax is asked for, and debug information only where somebody reads along', () => {
  const asked: unknown[] = [];
  const { binary } = programs.asm;
  const instructions: Binary['instructions'] = (range, options) => {
    asked.push(options);
    return binary.instructions(range, options);
  };
  const spied = { ...binary, instructions };
  disasm('asm', 'gamma|a.c', { binary: spied, options: { intel_syntax: true } });
  disasm('asm', 'gamma|a.c', { binary: spied, explains: true });
  expect(asked).toEqual([
    { hasIntelSyntax: true, readsDebugLines: false },
    { hasIntelSyntax: false, readsDebugLines: true },
  ]);
});
