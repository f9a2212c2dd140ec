import { expect, test } from 'vitest';
import { labelsOf } from '../../../src/profile/labels.ts';
import { GOROUTINE_LABELS, readGoroutineDump } from '../../../src/profile/legacy/goroutine-dump.ts';
import type { Profile } from '../../../src/profile/tables.ts';
import { goroutineDump } from './goroutine-dump.ts';

test('a dump has as many goroutines as are wanted, each with a state and a creator', () => {
  const profile = readGoroutineDump(Buffer.from([...goroutineDump(300)].join(''))) as Profile;
  expect(profile.samples.length).toBe(300);
  for (let sample = 0; sample < 300; sample++) {
    const { texts } = labelsOf(profile, sample);
    expect([...texts.keys()]).toEqual(expect.arrayContaining([GOROUTINE_LABELS.state, GOROUTINE_LABELS.creator]));
  }
});

test('the same number makes the same dump', () => {
  expect([...goroutineDump(20)]).toEqual([...goroutineDump(20)]);
});
