import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readProfileBytes } from '../../src/profile/pprof/read.ts';
import { stringAt } from '../../src/profile/strings.ts';
import type { Profile } from '../../src/profile/tables.ts';
import { fileCount, fileName, functionName } from './generate/go-names.ts';
import { cachedProfile, generateProfile, type ProfileSpec, profileChunks, specName } from './generate.ts';

const rawBytes = (spec: ProfileSpec) => Buffer.concat([...profileChunks(spec)]);

const SMALL: ProfileSpec = {
  seed: 7,
  size: { samples: 400 },
  functions: 300,
  depth: 24,
  shape: 'graph',
  sampleTypes: 'heap',
  labels: true,
};

const specs: fc.Arbitrary<ProfileSpec> = fc.record({
  seed: fc.nat(),
  size: fc.oneof(
    fc.record({ samples: fc.integer({ min: 20, max: 300 }) }),
    fc.record({ rawMegabytes: fc.double({ min: 0.1, max: 0.3, noNaN: true }) }),
  ),
  functions: fc.integer({ min: 1, max: 500 }),
  depth: fc.integer({ min: 1, max: 60 }),
  shape: fc.constantFrom('graph', 'random'),
  sampleTypes: fc.constantFrom('heap', 'cpu'),
  labels: fc.boolean(),
});

function stacksOf({ samples, stacks }: Profile): number[][] {
  return Array.from({ length: samples.length }, (_, sample) =>
    Array.from(
      { length: samples.stackEnd[sample] - samples.stackStart[sample] },
      (_, i) => stacks[samples.stackStart[sample] + i],
    ),
  );
}

const textsOf = ({ strings }: Profile, column: Profile['functions']['name']) =>
  Array.from({ length: column.length }, (_, row) => stringAt(strings, column[row]));

describe('a generated profile', () => {
  test('is what its spec says', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const { size, functions, depth, sampleTypes, labels } = spec;
        const bytes = rawBytes(spec);
        const profile = readProfileBytes(bytes);
        if ('samples' in size) expect(profile.samples.length).toBe(size.samples);
        else expect(Math.abs(bytes.length - size.rawMegabytes * 1e6)).toBeLessThan(1000);
        expect(profile.functions.length).toBe(functions);
        expect(profile.valueTypes.map(({ type }) => type)).toEqual(
          sampleTypes === 'cpu' ? ['samples', 'cpu'] : ['alloc_objects', 'alloc_space', 'inuse_objects', 'inuse_space'],
        );
        expect(profile.labels.length > 0).toBe(labels);
        for (const stack of stacksOf(profile)) {
          expect(stack.length).toBeGreaterThan(0);
          expect(stack.length).toBeLessThanOrEqual(depth);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('is the same for the same seed, and another for another', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const bytes = rawBytes(spec);
        expect(rawBytes(spec).equals(bytes)).toBe(true);
        expect(rawBytes({ ...spec, seed: spec.seed + 1 }).equals(bytes)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  test.each(['heap', 'cpu'] as const)('of kind %s has the labels and values Go writes', (sampleTypes) => {
    const profile = readProfileBytes(rawBytes({ ...SMALL, sampleTypes }));
    const { labels, samples } = profile;
    const keys = new Set(textsOf(profile, labels.key));
    const [count, size] = samples.values.map((column) => Array.from(column as Float64Array));
    if (sampleTypes === 'cpu') {
      expect(keys).toEqual(new Set(['route', 'tenant']));
      expect(size).toEqual(count.map((value) => value * 10_000_000));
    } else {
      expect(keys).toEqual(new Set(['bytes']));
      expect(new Set(textsOf(profile, labels.unit))).toEqual(new Set(['bytes']));
      expect(size).toEqual(count.map((value, i) => value * Number(labels.number[i])));
    }
  });

  test('of a call graph has shared roots, recursion, helpers and inlined frames', () => {
    const profile = readProfileBytes(rawBytes(SMALL));
    const { lines, locations } = profile;
    const functionOf = (location: number) => lines.function[locations.lineEnd[location] - 1] as number;
    const stacks = stacksOf(profile).map((stack) => stack.map(functionOf));
    expect(new Set(stacks.map((stack) => stack.at(-1))).size).toBeLessThanOrEqual(8);
    expect(stacks.some((stack) => new Set(stack).size < stack.length)).toBe(true);
    const lineCounts = Array.from(
      { length: locations.length },
      (_, i) => locations.lineEnd[i] - locations.lineStart[i],
    );
    expect(new Set(lineCounts)).toEqual(new Set([1, 2]));
    const mappings = Array.from({ length: locations.length }, (_, i) => locations.mapping[i]);
    expect(new Set(mappings)).toEqual(new Set([0, 1]));
  });

  test('calls follow its call graph: the same caller leads to few callees', () => {
    const calls = (shape: ProfileSpec['shape']) => {
      const profile = readProfileBytes(rawBytes({ ...SMALL, shape, size: { samples: 3000 } }));
      return new Set(stacksOf(profile).flatMap((stack) => stack.slice(1).map((caller, i) => `${caller} ${stack[i]}`)));
    };
    expect(calls('graph').size).toBeLessThan(2000);
    expect(calls('random').size).toBeGreaterThan(20_000);
  });
});

describe('names', () => {
  test('of functions are all different and of the usual length', () => {
    const names = Array.from({ length: 200_000 }, (_, i) => functionName(i));
    expect(new Set(names).size).toBe(names.length);
    const usual = names.reduce((sum, name) => sum + name.length, 0) / names.length;
    expect(usual).toBeGreaterThan(50);
    expect(usual).toBeLessThan(60);
  });

  test('of files are all different', () => {
    const names = Array.from({ length: fileCount(100_000) }, (_, i) => fileName(i));
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('files', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pprof-shell-generate-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('hold the profile compressed', async () => {
    const path = join(folder, 'small.pb.gz');
    await generateProfile(path, SMALL);
    expect(readProfileBytes(readFileSync(path))).toEqual(readProfileBytes(rawBytes(SMALL)));
  });

  test('are kept for the next run, with their sizes', async () => {
    const spec = { ...SMALL, seed: process.pid };
    const generated: string[] = [];
    const first = await cachedProfile(spec, (path) => generated.push(path));
    const second = await cachedProfile(spec, (path) => generated.push(path));
    rmSync(first.path);
    expect(generated).toEqual([first.path]);
    expect(second).toEqual(first);
    expect(first.rawBytes).toBe(rawBytes(spec).length);
    expect(first.path).toContain(specName(spec));
  });

  test('have names that tell all of their specs apart', () => {
    const changes: readonly Partial<ProfileSpec>[] = [
      { seed: 8 },
      { size: { samples: 401 } },
      { size: { rawMegabytes: 400 } },
      { functions: 301 },
      { depth: 25 },
      { shape: 'random' },
      { sampleTypes: 'cpu' },
      { labels: false },
    ];
    const names = [{}, ...changes].map((change) => specName({ ...SMALL, ...change }));
    expect(new Set(names).size).toBe(names.length);
  });
});
