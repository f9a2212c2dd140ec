import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BuildInfo, readBuildInfo } from '../../../src/memory/build/build-info.ts';
import { goReleaseOf, mainModuleOf, parseGoBuild } from '../../../src/memory/build/go-build.ts';
import { programText } from '../../../src/memory/build/program-text.ts';
import { drawElf } from '../../host/binaries/draw-elf.ts';
import { drawBuildInfo } from '../../support/draw-build-info.ts';
import { memoryFile } from './memory-file.ts';

const infoIn = (content: Uint8Array) => readBuildInfo(memoryFile(content));

/** A program whose only segment, of data, has this content. */
function withData(content: Uint8Array, format: { wordSize?: 4 | 8; isLittle?: boolean } = {}): Buffer {
  const data = { offset: 0x400, size: content.length, address: 0x1400, flags: 'RW' } as const;
  const file = Buffer.alloc(0x400 + content.length);
  file.set(drawElf({ ...format, segments: [data] }));
  file.set(content, 0x400);
  return file;
}

describe('the mark of build info', () => {
  const info = drawBuildInfo('path\texample.com/shop\n');
  const behind = (size: number) => Buffer.concat([Buffer.alloc(size), info]);

  test('counts at multiples of 16 bytes only', () => {
    expect(infoIn(withData(behind(64)))?.go?.path).toBe('example.com/shop');
    expect(infoIn(withData(behind(8)))?.go).toBeUndefined();
  });

  test('is passed over where nothing sensible stands behind it', () => {
    const other = Buffer.alloc(48);
    other.write('\xff Go buildinf:', 'latin1');
    expect(infoIn(withData(Buffer.concat([other, info])))?.go?.path).toBe('example.com/shop');
  });

  test('is found in data larger than what is read at a time', () => {
    expect(infoIn(withData(behind(2 ** 20 - 16)))?.go?.path).toBe('example.com/shop');
    expect(infoIn(withData(behind(2 ** 20)))?.go?.path).toBe('example.com/shop');
  });
});

// Before Go 1.18: pointers to strings, which are a pointer and a length.
test.each([
  { wordSize: 8, isLittle: true },
  { wordSize: 8, isLittle: false },
  { wordSize: 4, isLittle: true },
  { wordSize: 4, isLittle: false },
] as const)('build info by pointers of $wordSize bytes, little endian: $isLittle', ({ wordSize, isLittle }) => {
  const data = Buffer.alloc(0x100);
  data.write('\xff Go buildinf:', 'latin1');
  data[14] = wordSize;
  data[15] = isLittle ? 0 : 1;
  const word = (value: number, at: number) => {
    const low = isLittle || wordSize === 4 ? at : at + 4;
    if (isLittle) data.writeUInt32LE(value, low);
    else data.writeUInt32BE(value, low);
  };
  const text = (content: string, at: number) => {
    data.write(content, at);
    word(0x1400 + at, at + 0x40);
    word(content.length, at + 0x40 + wordSize);
  };
  text('go1.13.15', 0x40);
  text('path\texample.com/old\n', 0x60);
  word(0x1400 + 0x80, 16);
  word(0x1400 + 0xa0, 16 + wordSize);
  const go = infoIn(withData(data, { wordSize, isLittle }))?.go;
  expect(go).toMatchObject({ version: 'go1.13.15', path: 'example.com/old' });

  // In GOPATH mode there is no list of modules.
  word(0, 16 + wordSize);
  expect(infoIn(withData(data, { wordSize, isLittle }))?.go).toMatchObject({ version: 'go1.13.15', path: '' });
});

test('of a universal binary the first Go program is read, and the other processors are named', () => {
  const other = drawElf({ segments: [] });
  const go = withData(drawBuildInfo('path\texample.com/shop\n'), { wordSize: 4 });
  const header = Buffer.alloc(48);
  header.writeUInt32BE(0xcafebabe, 0);
  header.writeUInt32BE(2, 4);
  for (const [row, [start, size]] of [
    [48, other.length],
    [48 + other.length, go.length],
  ].entries()) {
    header.writeUInt32BE(start, 8 + row * 20 + 8);
    header.writeUInt32BE(size, 8 + row * 20 + 12);
  }
  const file = Buffer.concat([header, other, go]);
  expect(infoIn(file)).toMatchObject({ architecture: '386', otherArchitectures: ['amd64'], problems: [] });
  expect(infoIn(file)?.go?.path).toBe('example.com/shop');
  // A class file of Java begins with the same four bytes.
  expect(infoIn(Buffer.from('cafebabe0000003d', 'hex'))).toBeUndefined();
});

test('a program packed by UPX is said to be', () => {
  const file = withData(Buffer.alloc(64));
  file.write('UPX!', 0x3f0);
  expect(infoIn(file)).toMatchObject({
    isPacked: true,
    problems: ['the program is packed by UPX, which hides the build info: unpack it with upx -d'],
  });
});

test('a header that contradicts the build info is told', () => {
  const info = drawBuildInfo('path\tp\nbuild\tGOARCH=arm64\n');
  expect(infoIn(withData(info))?.problems).toEqual([
    'the header is that of a program for amd64, but its build info says GOARCH=arm64',
  ]);
});

test.each(['', 'heap profile: 0: 0 [0: 0] @ heap/1', '#!/bin/sh\n', 'MZ', '\x7fEL'])('%j is no program', (text) => {
  expect(infoIn(Buffer.from(text, 'latin1'))).toBeUndefined();
});

test('damage anywhere in a program is read or told, and ends', () => {
  const whole = withData(drawBuildInfo('path\texample.com/shop\nbuild\tGOARCH=amd64\n'));
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, byte, length) => {
      const damaged = Buffer.from(whole.subarray(0, length));
      if (at < length) damaged[at] = byte;
      infoIn(damaged);
    }),
    { numRuns: 2000 },
  );
});

describe('the list of modules and settings', () => {
  test('has values in quotes where they hold spaces, and modules that replace others', () => {
    const build = parseGoBuild(
      'go1.26.0',
      [
        'path\texample.com/shop/cmd/server',
        'mod\texample.com/shop\t(devel)\t',
        'dep\texample.com/a\tv1.0.0\th1:x=',
        'dep\texample.com/b\tv1.2.0',
        '=>\t../b\t(devel)\t',
        'build\t-ldflags="-s -w -X \\"main.name=a b\\""',
        'build\tCGO_CFLAGS=',
        'build\tvcs.modified=true',
      ].join('\n'),
    );
    expect(build.dependencies).toEqual([
      { path: 'example.com/a', version: 'v1.0.0', replacedBy: undefined },
      {
        path: 'example.com/b',
        version: 'v1.2.0',
        replacedBy: { path: '../b', version: '(devel)', replacedBy: undefined },
      },
    ]);
    expect(build.settings).toEqual({
      '-ldflags': '-s -w -X "main.name=a b"',
      CGO_CFLAGS: '',
      'vcs.modified': 'true',
    });
  });

  test.each([
    ['path\texample.com/shop/cmd\nmod\texample.com/shop\t(devel)\t\n', 'example.com/shop'],
    ['path\tgithub.com/acme/tool\n', 'github.com/acme/tool'],
    ['path\tcommand-line-arguments\nbuild\tCGO_ENABLED=0\n', undefined],
    ['', undefined],
  ])('%j is of the module %s', (text, module) => {
    expect(mainModuleOf(parseGoBuild('go1.26.0', text))).toBe(module);
  });
});

test.each([
  ['go1.26.8', { minor: 26, patch: 8, isUnreleased: false }],
  ['go1.13', { minor: 13, patch: 0, isUnreleased: false }],
  ['go1.26.8-X:jsonv2,nogreenteagc', { minor: 26, patch: 8, isUnreleased: false }],
  ['go1.27rc3', { minor: 27, patch: 0, isUnreleased: true }],
  ['devel go1.28-6b2c9a1 Mon Nov 2 10:00:00 2026 +0000', { minor: 28, patch: 0, isUnreleased: true }],
  ['go1.28-devel_6b2c9a1', { minor: 28, patch: 0, isUnreleased: true }],
  ['devel +6b2c9a1 Mon Nov 2 10:00:00 2020 +0000', undefined],
])('%s is the release %j', (version, release) => {
  expect(goReleaseOf(version)).toEqual(release);
});

test('the revision is told where the version of the module does not hold it', () => {
  const modules =
    'path\tp\nmod\texample.com/shop\t(devel)\t\nbuild\tGOOS=linux\nbuild\tvcs.revision=0123456789abcdef\n';
  const text = (more: string) => programText(infoIn(withData(drawBuildInfo(modules + more))) as BuildInfo);
  expect(text('')).toBe('go1.26.0 linux/amd64, example.com/shop (devel) at 0123456789ab, stripped');
  expect(text('build\tvcs.modified=true\n')).toContain('at 0123456789ab with changes');
});
