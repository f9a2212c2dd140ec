import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressInBinary, type ObjectFile, type Segment } from '../../../src/host/binaries/object-file.ts';
import { isObjectFile, openObjectFile } from '../../../src/host/binaries/open-object-file.ts';
import { localBinaryFiles } from '../../../src/host/symbolize/local-machine.ts';
import { fakeFiles } from '../symbolize/fake-machine.ts';
import { drawElf } from './draw-elf.ts';

const open = (content: Uint8Array) => openObjectFile(fakeFiles({ '/bin/app': content }), '/bin/app');
const opens = (content: Uint8Array) => isObjectFile(fakeFiles({ '/bin/app': content }), '/bin/app');

describe('ELF', () => {
  const segments = [
    { offset: 0, size: 0x600, address: 0x400000, flags: 'R' },
    { offset: 0x1000, size: 0x301, address: 0x401000, flags: 'RX' },
    { offset: 0x2000, size: 0x124, address: 0x402000, flags: 'R' },
  ] as const;

  test.each([
    { wordSize: 8, isLittle: true },
    { wordSize: 8, isLittle: false },
    { wordSize: 4, isLittle: true },
    { wordSize: 4, isLittle: false },
  ] as const)('is read with words of $wordSize bytes, little endian: $isLittle', (format) => {
    for (const buildIdIn of ['section', 'segment'] as const) {
      expect(open(drawElf({ ...format, segments, buildId: 'abcdef012345', buildIdIn }))).toEqual({
        base: 0x401000n,
        code: [{ fileOffset: 0x1000n, fileSize: 0x301n, address: 0x401000n }],
        buildId: 'abcdef012345',
      });
    }
  });

  test('wants to be loaded at the page its code begins in', () => {
    const object = open(drawElf({ segments: [{ offset: 0x1a40, size: 0x100, address: 0x201a40 }] }));
    expect(object.base).toBe(0x201000n);
  });

  test('an object file has no place to be loaded at', () => {
    expect(open(drawElf())).toEqual({ base: undefined, code: [], buildId: '' });
  });

  test('is none where it was cut off, wherever that was in its tables', () => {
    const whole = drawElf({ segments, buildId: 'abcdef' });
    const tables = 64 + 3 * 56 + 64;
    for (let length = 0; length < tables; length++) expect(opens(whole.subarray(0, length))).toBe(false);
    expect(opens(whole.subarray(0, tables))).toBe(true);
  });

  test('damage gives another object or none, and ends', () => {
    const whole = drawElf({ segments, buildId: 'abcdef' });
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const damaged = whole.slice();
        damaged[at] = byte;
        opens(damaged);
      }),
    );
  });

  test('of a program that runs here is read from disk', () => {
    const object = openObjectFile(localBinaryFiles, process.execPath);
    expect(object.base).toBeTypeOf('bigint');
    if (process.platform === 'linux') expect(object.code.length).toBeGreaterThan(0);
  });
});

describe('Mach-O', () => {
  const drawn = (address: bigint) => {
    const bytes = Buffer.alloc(32 + 72 * 2);
    bytes.writeUInt32LE(0xfeedfacf, 0);
    bytes.writeUInt32LE(2, 16);
    bytes.writeUInt32LE(72 * 2, 20);
    for (const [i, name] of ['__PAGEZERO', '__TEXT'].entries()) {
      const at = 32 + i * 72;
      bytes.writeUInt32LE(0x19, at);
      bytes.writeUInt32LE(72, at + 4);
      bytes.write(name, at + 8);
      bytes.writeBigUInt64LE(i === 0 ? 0n : address, at + 24);
    }
    return bytes;
  };

  test('wants to be loaded where its code is', () => {
    expect(open(drawn(0x100000000n))).toEqual({ base: 0x100000000n, code: [], buildId: '' });
  });

  test('is none where it was cut off', () => {
    expect(opens(drawn(0x100000000n).subarray(0, 100))).toBe(false);
  });
});

describe('COFF', () => {
  const image = (optionalSize: number) => {
    const bytes = Buffer.alloc(512);
    bytes.write('MZ');
    bytes.writeUInt32LE(0x80, 0x3c);
    bytes.write('PE\0\0', 0x80);
    bytes.writeUInt16LE(0x8664, 0x84);
    bytes.writeUInt16LE(optionalSize, 0x94);
    bytes.writeUInt16LE(0x20b, 0x98);
    bytes.writeBigUInt64LE(0x140000000n, 0x98 + 24);
    bytes.writeUInt32LE(16, 0x98 + 108);
    return bytes;
  };

  test('of a program has the address it wants to be loaded at', () => {
    expect(open(image(112 + 16 * 8))).toEqual({ base: 0x140000000n, code: [], buildId: '' });
    expect(opens(image(112))).toBe(false);
  });

  // Recorded: go tool pprof takes or leaves each of these in the same way.
  const file = (size: number, values: Readonly<Record<number, number>> = {}) => {
    const bytes = Buffer.alloc(size);
    for (const [at, value] of Object.entries(values)) bytes.writeUInt32LE(value, Number(at));
    return bytes;
  };
  test.each([
    ['95 zeros', file(95), false],
    ['96 zeros', file(96), true],
    ['an unknown processor', file(200, { 0: 0x2211 }), false],
    ['symbols that end with the file', file(200, { 8: 196 }), true],
    ['symbols beyond the end', file(200, { 8: 197 }), false],
    ['many symbols of no table', file(200, { 12: 10_000 }), true],
    ['many symbols beyond the end', file(200, { 8: 20, 12: 10_000 }), false],
    ['names that are there', file(200, { 8: 20, 20: 177 }), true],
    ['names beyond the end', file(200, { 8: 20, 20: 1000 }), false],
    ['four sections', file(200, { 0: 4 << 16 }), true],
    ['more sections than there is room for', file(200, { 0: 5 << 16 }), false],
    ['a header of unknown kind', file(200, { 16: 28 }), false],
  ])('%s', (_, content, isObject) => {
    expect(opens(content)).toBe(isObject);
  });

  test('a CPU profile of gperftools looks like one, as it does to pprof', () => {
    const words = BigInt64Array.from([0n, 3n, 0n, 10_000n, 0n, 1n, 2n, 0x401236n, 0x4010a3n, 0n, 1n, 0n]);
    expect(opens(new Uint8Array(words.buffer))).toBe(true);
  });
});

test('other files are no binaries, in the words of pprof', () => {
  const files = fakeFiles({
    '/text': 'hello',
    '/empty': '',
    '/script': '#!/bin/sh\n'.padEnd(200),
    '/zip': '\x1f\x8b\x08',
  });
  for (const path of ['/text', '/empty', '/script', '/zip']) {
    expect(() => openObjectFile(files, path)).toThrow(`open ${path}: unrecognized object file`);
  }
  expect(() => openObjectFile(files, '/none')).toThrow('open /none: no such file or directory');
});

describe('an address of a process lies in the binary', () => {
  const text: Segment = { fileOffset: 0x1000n, fileSize: 0x301n, address: 0x401000n };
  const program: ObjectFile = { buildId: '', base: 0x401000n, code: [text] };

  test.each([
    ['at the same place, where it is mapped as it wants', { start: 0x401000n, offset: 0x1000n }, 0x4012f0n, 0x4012f0n],
    ['elsewhere, where it was moved', { start: 0x7f0000000000n, offset: 0x1000n }, 0x7f00000002f0n, 0x4012f0n],
    ['by its place in the file, where more was mapped', { start: 0x400000n, offset: 0n }, 0x4012f0n, 0x4012f0n],
    ['from the code on, where no offset is told', { start: 0x7f0000000000n, offset: 0n }, 0x7f00000002f0n, 0x4012f0n],
    ['at the same place, where the mapping begins at 0', { start: 0n, offset: 0n }, 0x4012f0n, 0x4012f0n],
    ['wrapped, where it is below its mapping', { start: 0x7f0000000000n, offset: 0x1000n }, 0x10n, 0xffff810000401010n],
  ])('%s', (_, mapping, address, expected) => {
    expect(addressInBinary(program, mapping, address)).toBe(expected);
  });

  test('of a format that has no segments, by where it wants to be loaded', () => {
    const mac: ObjectFile = { buildId: '', base: 0x100000000n, code: [] };
    expect(addressInBinary(mac, { start: 0x104f00000n, offset: 0n }, 0x104fc5710n)).toBe(0x1000c5710n);
    expect(addressInBinary({ ...mac, base: undefined }, { start: 0x5000n, offset: 0n }, 0x5010n)).toBe(0x5010n);
  });

  test('wherever the system loaded its pages', () => {
    const page = 0x1000n;
    const drawn = fc.record({
      pages: fc.bigInt({ min: 0n, max: 64n }),
      inPage: fc.bigInt({ min: 0n, max: page - 1n }),
      size: fc.bigInt({ min: 1n, max: 0x10000n }),
      gap: fc.bigInt({ min: 0n, max: 0x400n }),
      bias: fc.bigInt({ min: 0n, max: 0x7fff_ffffn }),
      at: fc.bigInt({ min: 0n, max: 0xffffn }),
      mappedFrom: fc.bigInt({ min: 0n, max: 15n }),
    });
    fc.assert(
      fc.property(drawn, ({ pages, inPage, size, gap, bias, at, mappedFrom }) => {
        const fileOffset = pages * page + inPage;
        const address = fileOffset + gap * page + page;
        const object = { buildId: '', base: address - inPage, code: [{ fileOffset, fileSize: size, address }] };
        const wanted = address + (at % size);
        // The kernel maps whole pages, and a profile may know only of those from some page on.
        const first = (wanted - inPage) / page < mappedFrom ? 0n : mappedFrom;
        const start = ((address - inPage) / page + first) * page;
        if (start > wanted) return;
        const mapping = { start: start + bias * page, offset: (pages + first) * page };
        expect(addressInBinary(object, mapping, wanted + bias * page)).toBe(wanted);
      }),
    );
  });
});
