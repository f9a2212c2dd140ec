import { describe, expect, test } from 'vitest';
import { read, readOrFail, shownSamples, shownTypes } from './shown-profile.ts';

const FOUR = 'alloc_objects/count alloc_space/bytes inuse_objects/count inuse_space/bytes';
const TWO = 'objects/count space/bytes';

describe('a heading', () => {
  test.each([
    ['heap profile: 1: 2 [3: 4] @ heap/8', FOUR, 4n],
    ['heap profile: 1: 2 [3: 4] @ heap/3', FOUR, 1n],
    ['heap profile: 1: 2 [3: 4] @ heap', FOUR, 0n],
    ['heap profile: 1: 2 [3: 4] @ heap_v2/8', FOUR, 8n],
    ['heap profile: 1: 2 [3: 4] @ heapz_v2/8', FOUR, 8n],
    ['heap profile: 1: 2 [3: 4] @ heapprofile', FOUR, 1n],
    ['heap profile: 1: 2 [3: 4] @ heapprofile/8', FOUR, 1n],
    ['heap profile: 1: 2 [3: 4] @ growthz/5', TWO, 1n],
    ['heap profile: 1: 2 [3: 4] @ growth_any', TWO, 1n],
    ['heap profile: 1: 2 [3: 4] @ fragmentation', TWO, 1n],
    ['heap profile: 1: 2 [3: 4] @ heap_v2/9223372036854775807', FOUR, 9223372036854775807n],
    // White space is free, in most places.
    ['heap profile:1:2[3:4]@heap/8', FOUR, 4n],
    ['x heap profile:  1:  2  [  3:  4  ]  @  heap/8 foo', FOUR, 4n],
    ['heap profile: 1: 2 [3: 4] @ heap/8x', FOUR, 4n],
    ['heap profile: 1: 2 [3: 4] @ heap/ 8', FOUR, 0n],
    // Without allocations in the brackets there are none.
    ['heap profile: 1: 2 [1: 2] @ heap/8', TWO, 4n],
    ['heap profile: 1: 2 [0: 0] @ heap/8', TWO, 4n],
    ['heap profile: 1: 2 [1: 0] @ heap/8', TWO, 4n],
    ['heap profile: 1: 2 [0: 4] @ heap/8', FOUR, 4n],
    ['heap profile: 1: 2 [01: 2] @ heap/8', FOUR, 4n],
    ['heap profile: 1: 2 [00: 0] @ heap/8', FOUR, 4n],
  ])('%s', (heading, types, period) => {
    const profile = readOrFail(`${heading}\n`);
    expect(shownTypes(profile)).toBe(types);
    expect(profile.period).toBe(period);
    expect(profile.periodType).toEqual({ type: 'space', unit: 'bytes' });
  });

  test.each([
    'heap profile: 1: 2 [3: 4] @ heapz/8',
    'heap profile: 1: 2 [3: 4] @ heap8',
    'heap profile: 1: 2 [3: 4] @ heap_v3/8',
    'heap profile: 1: 2 [3: 4] @ heap/9223372036854775808',
    'heap profile: 1: 2 [3: 4] @ heapprofile/9223372036854775808',
    'heap profile: 1: 2 [3: 4] @  growth',
    'heap profile: 1: 2 [3: 4]@ growth',
    'heap profile: 1: 2 [3: 4] @ x',
    'heap profile: 1: 2 [3: 4] @',
    'heap profile: 1: 2 @ heap/8',
    'heap profile: -1: 2 [3: 4] @ heap/8',
    'heap profile:\t1: 2 [3: 4] @ heap/8',
    '\nheap profile: 1: 2 [3: 4] @ heap/8',
    '# comment\nheap profile: 1: 2 [3: 4] @ heap/8',
  ])('is not %j', (heading) => {
    expect(read(`${heading}\n`)).toBeUndefined();
  });
});

describe('a sample', () => {
  const HEADING = 'heap profile: 1: 2 [3: 4] @ heapprofile\n';

  test.each([
    ['1: 2 [3: 4] @ 0x2', '3 4 1 2: 0x1 bytes=2'],
    ['  1:2   [ 3:  4 ] @0x2 0x4 zz 0x9', '3 4 1 2: 0x1 0x3 bytes=2'],
    ['log: 1: 2 [3: 4] @ 0x2', '3 4 1 2: 0x1 bytes=2'],
    ['1: 1: 2 [3: 4] @ 0x2', '3 4 1 2: 0x1 bytes=2'],
    ['1: 2 [3: 4] @', '3 4 1 2: bytes=2'],
    ['1: 2 [3: 4] @ 2 a ff 0X2', '3 4 1 2: bytes=2'],
    ['1: 2 [3: 4] @ 0xfG 0x3', '3 4 1 2: 0xe bytes=2'],
    ['1: 2 [3: 4] @ 0xAB', '3 4 1 2: bytes=2'],
    ['1: 2 [3: 4] @ 0x20x4x5', '3 4 1 2: 0x1f bytes=2'],
    ['-1: 2 [3: 4] @ 0x0', '3 4 -1 2: 0xffffffffffffffff bytes=-2'],
    ['--1: -2 [3: 4] @ 0x1', '3 4 -1 -2: 0x0 bytes=2'],
    ['+1: 2 [3: 4] @ 0x2\r', '3 4 1 2: 0x1 bytes=2'],
    // The size of a block is that of those in use, if there are any.
    ['0: 0 [3: 10] @ 0x2', '3 10 0 0: 0x1 bytes=3'],
    ['3: 0 [3: 10] @ 0x2', '3 10 3 0: 0x1 bytes=0'],
    ['0: 0 [0: 0] @ 0x2', '0 0 0 0: 0x1 bytes=0'],
    [
      '9223372036854775807: -9223372036854775808 [1: 1] @ 0xffffffffffffffff',
      '1 1 9223372036854775807 -9223372036854775808: 0xfffffffffffffffe bytes=-1',
    ],
    ['-1: -9223372036854775808 [1: 1] @', '1 1 -1 -9223372036854775808: bytes=-9223372036854775808'],
  ])('%j', (line, sample) => {
    expect(shownSamples(readOrFail(`${HEADING}${line}\n`))).toEqual([sample]);
  });

  test.each([
    ['1: 2 [-3: 4] @ 0x2', 'unexpected number of sample values: got 0, want 6'],
    ['1: 2 [3: 4]', 'unexpected number of sample values: got 0, want 6'],
    ['1:\t2 [3: 4] @ 0x2', 'unexpected number of sample values: got 0, want 6'],
    ['1: 2 [3: 4]@ 0x2', 'unexpected number of sample values: got 0, want 6'],
    ['--- end', 'unexpected number of sample values: got 0, want 6'],
    ['0: 2 [3: 4] @ 0x2', 'inuse count was 0 but inuse bytes was 2'],
    ['0: 2 [0: 4] @ 0x2', 'allocation count was 0 but allocation bytes was 4'],
    [
      ' 1: 99999999999999999999 [3: 4] @ 0x2 \xc3\xa9 ',
      'malformed sample: 1: 99999999999999999999 [3: 4] @ 0x2 é: strconv.ParseInt: parsing "99999999999999999999": value out of range',
    ],
    [
      '1: 2 [3: 4] @ 0x10000000000000000',
      'malformed sample: 1: 2 [3: 4] @ 0x10000000000000000: failed to parse as hex 64-bit number: 0x10000000000000000',
    ],
  ])('is not %j', (line, message) => {
    expect(() => read(`${HEADING}1: 2 [3: 4] @ 0x5\n${line}\n`)).toThrow(message);
  });

  test('without allocations has none, whatever the brackets hold', () => {
    const profile = readOrFail('heap profile: 1: 2 [1: 2] @ heapprofile\n4: 9 [99999999999999999999: 4] @ 0x2\n');
    expect(shownSamples(profile)).toEqual(['4 9: 0x1 bytes=2']);
  });

  test('comes after comments and before the memory map', () => {
    const text = `${HEADING}\n# 1: 2 [3: 4] @ 0x9\n1: 2 [3: 4] @ 0x2\nx MAPPED_LIBRARIES: y\n5: 6 [7: 8] @ 0x9\n`;
    expect(shownSamples(readOrFail(text))).toEqual(['3 4 1 2: 0x1 bytes=2']);
  });
});

describe('samples are scaled up', () => {
  const scaled = (kind: string, line: string) =>
    shownSamples(readOrFail(`heap profile: 1: 2 [3: 4] @ ${kind}\n${line}\n`)).map((sample) => sample.split(':')[0]);

  test.each([
    ['heap_v2/524288', '1: 1024 [2: 524288] @', '5 1332474 512 524800'],
    ['heap/1048576', '1: 1024 [2: 524288] @', '5 1332474 512 524800'],
    ['heap_v2/524288', '-3: -3000 [8: 8388608] @', '9 9701573 -1574 -1574364'],
    [
      'heap_v2/524288',
      '7: 987654321987654 [1234567890123: 98765432109876] @',
      '8091481350621633 647318513948656640 7 987654321987654',
    ],
    ['heap_v2/1', '1: 1024 [2: 4096] @', '2 4096 1 1024'],
    ['heap/3', '1: 1024 [2: 4096] @', '2 4096 1 1024'],
    ['heapprofile', '1: 1024 [2: 4096] @', '2 4096 1 1024'],
    ['heap_v2/524288', '5: 0 [0: 0] @', '0 0 0 0'],
    [
      'heap_v2/9223372036854775807',
      '1: 1024 [2: 4096] @',
      '9007199254740992 -9223372036854775808 9007199254740992 -9223372036854775808',
    ],
    ['heap_v2/524288', '20000000000: 320000000000 [1: 1] @', '524288 524288 655370000050067 10485920000801072'],
  ])('%s: %s', (kind, line, values) => {
    expect(scaled(kind, line)).toEqual([values]);
  });
});
