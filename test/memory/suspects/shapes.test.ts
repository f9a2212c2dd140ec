import { describe, expect, test } from 'vitest';
import { blockShape } from '../../../src/memory/suspects/shapes.ts';
import type { Blocks } from '../../../src/memory/suspects/sites.ts';
import { roundedToClass } from '../../../src/memory/suspects/size-classes.ts';

/** `size:in use/allocated`, in objects. */
function blocks(text: string): Blocks[] {
  return text.split(' ').map((block) => {
    const [size, inuse, alloc] = block.split(/[:/]/).map(Number);
    return { size, inuseObjects: inuse, inuseBytes: inuse * size, allocObjects: alloc, allocBytes: alloc * size };
  });
}

// Recorded with Go 1.26 but for the last map, which is of Go 1.22 (README.md).
describe.each([
  [
    'append to a slice',
    'append',
    '8192:0/64 16384:0/97 32768:0/49 57344:0/28 81920:0/27 114688:0/61 155648:0/46 204800:0/55 270336:0/54 352256:0/55 450560:0/53 573440:0/43 729088:0/42',
  ],
  [
    'io.ReadAll',
    'append',
    '2048:0/769 3072:0/513 4864:0/324 6784:0/155 10240:0/517 16384:0/325 24576:0/567 40960:0/505',
  ],
  [
    'bytes.Buffer',
    'doubling',
    '1792:0/586 4096:0/257 8192:0/387 16384:0/162 32768:0/247 65536:0/365 131072:0/262 262144:271/271',
  ],
  [
    's += part',
    'arithmetic',
    '2097152:0/1 3145728:0/1 4194304:0/1 5242880:0/1 6291456:0/1 7340032:0/1 8388608:0/1 9437184:1/1',
  ],
  ['a map that grows', 'map tables', '896:0/585 27264:78/118'],
  ['large tables that were split', 'map tables', '57344:231/471'],
  ['a map that was made large enough', 'one size', '27264:157/157'],
  ['a struct', 'one size', '144:5000/5000'],
  ['two structs', 'mixed', '180224:0/491 696320:0/556'],
  [
    'a map of Go 1.22',
    'doubling',
    '229376:0/2 458752:0/1 909312:0/1 1810432:0/1 3620864:0/1 7241728:0/1 14483456:0/1 28966912:1/1',
  ],
] as const)('%s', (_, kind, drawn) => {
  test(`has the shape ${kind}`, () => expect(blockShape(blocks(drawn))?.kind).toBe(kind));
});

test('what append throws away is every rung but the last', () => {
  const shape = blockShape(blocks('1024:0/1 1536:0/1 2048:0/1 2560:0/1 3328:0/1 4096:1/1'));
  expect(shape).toMatchObject({ kind: 'append', rungs: 6, wasteBytes: 1024 + 1536 + 2048 + 2560 + 3328 });
});

test('no blocks have no shape', () => expect(blockShape([])).toBeUndefined());

test.each([
  [1, 8],
  [33, 48],
  [1025, 1152],
  [32_768, 32_768],
  [32_769, 40_960],
])('a block of %i bytes takes %i', (bytes, taken) => expect(roundedToClass(bytes)).toBe(taken));
