import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compilePattern } from '../../../src/base/regex.ts';
import { allocationSites, type HeapSites } from '../../../src/memory/suspects/sites.ts';
import { withNamesOfText } from '../../../src/memory/suspects/text-heap-names.ts';
import { readProfileBytes } from '../../../src/profile/pprof/read.ts';
import { stringAt } from '../../../src/profile/strings.ts';
import { drawProfile } from '../../support/draw-profile.ts';
import { drawHeap } from './draw-heap.ts';

const heap = drawHeap(`
  main.main@main.go:3;main.read@main.go:9;io.ReadAll@io/io.go:5;bytes.growSlice@bytes/buffer.go:8   512:0/4 1024:2/2
  main.main@main.go:3;main.read@main.go:9   64:1/1
  main.main@main.go:3;main.idle@main.go:12  64:0/0
`);

describe('allocation sites', () => {
  const { sites, frames, total, hasBlockSizes } = allocationSites(heap);

  test('samples of one stack are one site, with its blocks by size', () => {
    expect(sites).toHaveLength(2);
    expect(sites[0].blocks).toEqual([
      { size: 512, inuseBytes: 0, inuseObjects: 0, allocBytes: 2048, allocObjects: 4 },
      { size: 1024, inuseBytes: 2048, inuseObjects: 2, allocBytes: 2048, allocObjects: 2 },
    ]);
    expect(hasBlockSizes).toBe(true);
  });

  test('the user’s code begins behind the wrappers', () => {
    const [site] = sites;
    expect(Array.from(site.stack.subarray(0, site.userDepth), (frame) => frames[frame].function)).toEqual([
      'bytes.growSlice',
      'io.ReadAll',
    ]);
    expect(frames[site.stack[site.userDepth]]).toMatchObject({ function: 'main.read', line: 9 });
  });

  test('the totals are those of all samples', () => {
    expect(total).toEqual({ inuseBytes: 2112, inuseObjects: 3, allocBytes: 4160, allocObjects: 7 });
  });
});

test('a pattern of the user’s code decides what is theirs', () => {
  const { sites, frames } = allocationSites(heap, compilePattern('^io\\.'));
  expect(frames[sites[0].stack[sites[0].userDepth]].function).toBe('io.ReadAll');
  expect(sites[1].userDepth).toBe(-1);
});

test('functions whose bodies the runtime has belong to the standard library', () => {
  const { sites } = allocationSites(
    drawHeap('main.f@example.com/app/main.go:2;time.newTimer@runtime/time.go:7   64:1/1'),
  );
  expect(sites[0].userDepth).toBe(1);
});

test('a profile that counts no bytes is refused', () => {
  expect(() => allocationSites(drawProfile('main.main 3'))).toThrow(
    'this is no heap profile: its sample types are [cpu/nanoseconds]',
  );
});

const recorded = (path: string) => readProfileBytes(readFileSync(join(import.meta.dirname, '../..', path)));

describe('a heap profile as text (debug=1)', () => {
  const path = 'memory/programs/auditlog/recorded/heap.debug1.txt';
  const text = readFileSync(join(import.meta.dirname, '../..', path), 'utf8');
  const profile = recorded(path);
  const userFunctions = (heap: HeapSites) =>
    new Set(
      heap.sites
        .filter(({ inuseBytes, userDepth }) => inuseBytes > 0 && userDepth >= 0)
        .map(({ stack, userDepth }) => heap.frames[stack[userDepth]].function),
    );

  test('has the sites of the binary one, with the names that stand in its comments', () => {
    const heap = allocationSites(withNamesOfText(profile, text));
    const binary = allocationSites(recorded('memory/programs/auditlog/recorded/heap.10.pb.gz'));
    expect(userFunctions(heap)).toEqual(userFunctions(binary));
    expect(userFunctions(heap)).toContain('main.(*trail).record');
    expect(heap.hasBlockSizes).toBe(true);
    expect(heap.total.inuseBytes).toBe(binary.total.inuseBytes);
  });

  test('has inlined functions once, however often a stack comes', () => {
    const inlined = (name: string) => `#\t0x47d084\t${name}+0x64\t\tmain.go:14\n`;
    const stack = `1: 16 [1: 16] @ 0x47d085\n${inlined('main.inner')}${inlined('main.outer')}`;
    const named = withNamesOfText(profile, `${stack}\n${stack}`);
    const at = profile.locations.address.indexOf(0x47d084n);
    const names = [];
    for (let line: number = named.locations.lineStart[at]; line < named.locations.lineEnd[at]; line++) {
      names.push(stringAt(named.strings, named.functions.name[named.lines.function[line]]));
    }
    expect(names).toEqual(['main.inner', 'main.outer']);
  });

  test('without comments stays as it is', () => expect(withNamesOfText(profile, '')).toBe(profile));
});

test('a profile of V8 has what is in use alone', () => {
  const { hasInuse, hasAlloc, hasBlockSizes, total } = allocationSites(recorded('../examples/node/heap.pb.gz'));
  expect({ hasInuse, hasAlloc, hasBlockSizes }).toEqual({ hasInuse: true, hasAlloc: false, hasBlockSizes: false });
  expect(total.inuseBytes).toBeGreaterThan(100_000_000);
});
