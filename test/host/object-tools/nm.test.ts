import { expect, test } from 'vitest';
import { codeSymbols, parseSymbols } from '../../../src/host/object-tools/nm.ts';

/** The code as `name start-end`, addresses in hexadecimal digits. */
function code(output: string, hasSizes: boolean): string[] {
  return codeSymbols(parseSymbols(output), hasSizes).map(
    ({ name, start, end }) => `${name} ${start.toString(16)}-${end.toString(16)}`,
  );
}

test('code of ELF files: aliases, weak functions, names with blanks; marks hold nothing, and data is none', () => {
  const output = `
0000000000401008 0000000000000024 T aaa
0000000000401008 0000000000000024 T alpha
000000000040102c t beta
0000000000402008 D __bss_start
0000000000402000 0000000000000008 V shared_value
000000000040102f 000000000000000c W gamma
000000000040103b 0000000000000002 T type:.eq.[2]interface {}
0000000000401000 0000000000000008 i chosen_at_start
`;
  expect(code(output, true)).toEqual([
    'chosen_at_start 401000-401008',
    'aaa 401008-40102c',
    'alpha 401008-40102c',
    'beta 40102c-40102c',
    'gamma 40102f-40103b',
    'type:.eq.[2]interface {} 40103b-40103d',
  ]);
});

test('code of Mach-O files, which have no sizes, reaches to what comes next', () => {
  const output = `
00000001000b5f30 0000000000000000 t _main.fib
00000001000b5ef0 0000000000000000 t _main.hashLoop
00000001000b5ef0 0000000000000000 t _main.alias
0000000100176324 0000000000000000 s _runtime.epclntab
`;
  expect(code(output, false)).toEqual([
    '_main.hashLoop 1000b5ef0-1000b5f30',
    '_main.alias 1000b5ef0-1000b5f30',
    '_main.fib 1000b5f30-1000b5f30',
  ]);
});
