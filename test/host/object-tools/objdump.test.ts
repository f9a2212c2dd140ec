import { describe, expect, test } from 'vitest';
import { parseInstructions } from '../../../src/host/object-tools/objdump.ts';

/** One row for each instruction: address, text, and the lines it comes from, innermost first. */
function rows(output: string): string[] {
  return parseInstructions(output).map(({ address, text, lines }) =>
    [address.toString(16), text, ...lines.map(({ file, line }) => `${file}:${line}`)].join(' | '),
  );
}

describe("what GNU's objdump prints", () => {
  test('lines, and the calls that were inlined', () => {
    const output = `
build/app:     file format elf64-x86-64


Disassembly of section .text:

000000000000125e <main>:
main():
/src/main.cc:19
    125e:\tpush   %r15
    1260:\tpush   %r14
std::vector<long>::vector():
/usr/include/stl_vector.h:100
inlined by /usr/include/stl_vector.h:526 (discriminator 2) (_ZNSt6vectorIlSaIlEEC4Ev)
inlined by /src/main.cc:20 (main)
    126c:\tmovq   $0x0,(%rsp)
inlined by /usr/include/stl_vector.h:526 (discriminator 2) (_ZNSt6vectorIlSaIlEEC4Ev)
inlined by /src/main.cc:20 (main)
    1274:\tmovq   $0x0,0x8(%rsp)
main():
/src/main.cc:21 (discriminator 3)
    128b:\tjmp    12c1 <main+0x63>
/src/main.cc:0
    128d:\tnop
`;
    expect(rows(output)).toEqual([
      '125e | push %r15 | /src/main.cc:19',
      '1260 | push %r14 | /src/main.cc:19',
      '126c | movq $0x0,(%rsp) | /usr/include/stl_vector.h:100 | /usr/include/stl_vector.h:526 | /src/main.cc:20',
      '1274 | movq $0x0,0x8(%rsp) | /usr/include/stl_vector.h:100 | /usr/include/stl_vector.h:526 | /src/main.cc:20',
      '128b | jmp 12c1 <main+0x63> | /src/main.cc:21',
      '128d | nop',
    ]);
  });

  test('comments, instructions that were cut, and addresses without blanks in front', () => {
    const output = `
ffffffff81000000:\tlea    0x1cbbb(%rip),%rax        # 4e4020 <type:*+0x1c020>
  4c7492:\t.byte 0xe9
  4c7493:\tsub    %edi,%edi
`;
    expect(rows(output)).toEqual([
      'ffffffff81000000 | lea 0x1cbbb(%rip),%rax # 4e4020 <type:*+0x1c020>',
      '4c7492 | .byte 0xe9',
      '4c7493 | sub %edi,%edi',
    ]);
  });

  test('files whose names look like addresses', () => {
    expect(rows('f():\nface:12\n  10:\tnop\nc0de: x.c:7\n  11:\tret\n')).toEqual([
      '10 | nop | face:12',
      '11 | ret | c0de: x.c:7',
    ]);
  });
});

test("what LLVM's objdump prints", () => {
  const output = `
lab:\tfile format mach-o arm64

Disassembly of section __TEXT,__text:

00000001000b5ef0 <_main.hashLoop>:
; main.hashLoop():
; /src/main.go:38
1000b5ef0:     \tmov\tx1, xzr
1000b5ef4:     \tb\t0x1000b5f1c <_main.hashLoop+0x2c>
; /src/main.go:41
1000b5f28:     \tret
`;
  expect(rows(output)).toEqual([
    '1000b5ef0 | mov x1, xzr | /src/main.go:38',
    '1000b5ef4 | b 0x1000b5f1c <_main.hashLoop+0x2c> | /src/main.go:38',
    '1000b5f28 | ret | /src/main.go:41',
  ]);
});

test('nothing where there is no code', () => {
  expect(rows('\nlab.exe:     file format pei-x86-64\n\n')).toEqual([]);
});
