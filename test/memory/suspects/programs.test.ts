/** Recall and false alarms on the recorded programs (test/memory/programs/README.md). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../../src/memory/suspects/catalogue.ts';
import { findSuspects } from '../../../src/memory/suspects/find-suspects.ts';
import type { HeapMode } from '../../../src/memory/suspects/heap-columns.ts';
import { readProfileBytes } from '../../../src/profile/pprof/read.ts';

interface Expected {
  readonly isHealthy: boolean;
  readonly shows: string | null;
  readonly function: string;
  readonly alsoAccepted: readonly string[];
  readonly files: { readonly snapshots: readonly string[]; readonly allocs?: string; readonly goroutines?: string };
}

const root = join(import.meta.dirname, '../programs');
const programs = readdirSync(root)
  .filter((name) => existsSync(join(root, name, 'expected.json')))
  .map((name) => {
    const expected: Expected = JSON.parse(readFileSync(join(root, name, 'expected.json'), 'utf8'));
    return { name, expected };
  });

const read = (name: string, file: string) => readProfileBytes(readFileSync(join(root, name, file)));

/** Files are recorded as `example.com/faults/NAME/main.go`. */
function sourceLine(file: string, line: number): string | undefined {
  const path = join(root, file.replace(/^example\.com\/faults\//, ''));
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n')[line - 1] : undefined;
}

function suspectsOf(name: string, { files }: Expected, mode: HeapMode) {
  const file = (mode === 'churn' ? files.allocs : undefined) ?? files.snapshots[files.snapshots.length - 1];
  const goroutines = files.goroutines === undefined ? undefined : read(name, files.goroutines);
  return findSuspects({ profile: read(name, file), mode, catalogue: CATALOGUE, sourceLine, goroutines }).suspects;
}

const isMode = (shows: string | null): shows is HeapMode => shows === 'retention' || shows === 'churn';

test('the function at fault is the first or second suspect of 95 in 100 programs', () => {
  const faulty = programs.filter(({ expected }) => !expected.isHealthy && isMode(expected.shows));
  const missed = faulty.filter(({ name, expected }) => {
    const wanted = [expected.function, ...expected.alsoAccepted];
    const first = suspectsOf(name, expected, expected.shows as HeapMode).slice(0, 2);
    return !first.some(({ frame }) => wanted.includes(frame.function));
  });
  expect(faulty.length).toBeGreaterThan(30);
  expect(missed.length / faulty.length, missed.map(({ name }) => name).join()).toBeLessThanOrEqual(0.05);
});

describe.each(['retention', 'churn'] as const)('in healthy programs no %s is said to be likely', (mode) => {
  test.each(programs.filter(({ expected }) => expected.isHealthy))('$name', ({ name, expected }) => {
    const likely = suspectsOf(name, expected, mode).filter(({ confidence }) => confidence !== 'possible');
    expect(likely.map(({ frame, signature }) => `${frame.function} ${signature}`)).toEqual([]);
  });
});
