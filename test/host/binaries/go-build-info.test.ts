import { expect, test } from 'vitest';
import { goModuleOf } from '../../../src/host/binaries/go-build-info.ts';
import { drawBuildInfo } from '../../support/draw-build-info.ts';
import { fakeFiles } from '../symbolize/fake-machine.ts';
import { drawElf } from './draw-elf.ts';

const info = drawBuildInfo('path\texample.com/shop\nmod\texample.com/shop\t(devel)\t\n');
const moduleIn = (content: Uint8Array) => goModuleOf(fakeFiles({ '/bin/shop': content }), '/bin/shop');

/** A file with the build info at 0x400. */
function withInfo(file: Uint8Array): Buffer {
  const whole = Buffer.alloc(0x400 + info.length);
  whole.set(file);
  whole.set(info, 0x400);
  return whole;
}

test.each([
  { wordSize: 8, isLittle: true },
  { wordSize: 4, isLittle: false },
] as const)('in the data of an ELF file with words of $wordSize bytes, little endian: $isLittle', (format) => {
  const data = { offset: 0x400, size: info.length, address: 0x1400 } as const;
  expect(moduleIn(withInfo(drawElf({ ...format, segments: [{ ...data, flags: 'RW' }] })))).toBe('example.com/shop');
  // What cannot be written to is code, where a program may have the mark for another reason.
  expect(moduleIn(withInfo(drawElf({ ...format, segments: [{ ...data, flags: 'RX' }] })))).toBeUndefined();
});

test('in a section of a Mach-O file', () => {
  const file = Buffer.alloc(32 + 72 + 2 * 80);
  file.writeUInt32LE(0xfeedfacf, 0);
  file.writeUInt32LE(1, 16);
  file.writeUInt32LE(72 + 2 * 80, 20);
  file.writeUInt32LE(0x19, 32);
  file.writeUInt32LE(72 + 2 * 80, 36);
  file.writeUInt32LE(2, 32 + 64);
  for (const [i, name] of ['__data', '__go_buildinfo'].entries()) {
    const at = 32 + 72 + i * 80;
    file.write(name, at);
    file.writeBigUInt64LE(BigInt(info.length), at + 40);
    file.writeUInt32LE(0x400, at + 48);
  }
  expect(moduleIn(withInfo(file))).toBe('example.com/shop');
  expect(moduleIn(withInfo(file).subarray(0, 150))).toBeUndefined();
});

test('in the data of a program of Windows', () => {
  const file = Buffer.alloc(0x200);
  file.write('MZ');
  file.writeUInt32LE(0x80, 0x3c);
  file.write('PE\0\0', 0x80);
  file.writeUInt16LE(1, 0x86);
  const section = 0x80 + 24;
  file.write('.data', section);
  file.writeUInt32LE(info.length, section + 16);
  file.writeUInt32LE(0x400, section + 20);
  file.writeUInt32LE(0xc0000040, section + 36);
  expect(moduleIn(withInfo(file))).toBe('example.com/shop');
});

test('is not in other files, nor in none', () => {
  expect(moduleIn(info)).toBeUndefined();
  expect(goModuleOf(fakeFiles({}), '/bin/shop')).toBeUndefined();
});
