import { describe, expect, test } from 'vitest';
import { REASONS, RELEASES_AS_OF, supportOf } from '../../../src/memory/build/releases.ts';

describe('support of a release', () => {
  test.each([
    [25, '2026-07-31', 'supported', '2026-08'],
    [25, '2026-08-31', 'ended', '2026-08'],
    [26, '2026-11-23', 'supported', undefined],
    [27, '2026-11-23', 'supported', undefined],
    [28, '2026-11-23', 'newer', undefined],
    [22, '2025-01-31', 'supported', '2025-02'],
    [16, '2026-11-23', 'ended', '2022-03'],
    // Before the data begins.
    [3, '2026-11-23', 'ended', '2015-08'],
    [1, '2026-11-23', 'ended', undefined],
  ])('of Go 1.%d on %s is %s until %s', (minor, day, state, until) => {
    expect(supportOf(minor, day)).toMatchObject({ state, until });
  });

  test('knows the latest release of that day', () => {
    expect(supportOf(20, '2024-03-01').latest).toBe(22);
    expect(supportOf(20, '2026-11-23').latest).toBe(27);
  });
});

describe('the data', () => {
  test('is dated', () => {
    expect(RELEASES_AS_OF).toMatch(/^20\d\d-\d\d-\d\d$/);
  });

  test('has a month for every release, in order', () => {
    const latest = supportOf(0, RELEASES_AS_OF).latest;
    const months = Array.from({ length: latest - 4 }, (_, i) => supportOf(i + 5, RELEASES_AS_OF).released ?? '');
    for (const month of months) expect(month).toMatch(/^20\d\d-(0[1-9]|1[0-2])$/);
    expect(months).toEqual(months.toSorted());
  });

  test.each(REASONS)('reason $id is complete', (reason) => {
    expect(REASONS.filter(({ id }) => id === reason.id)).toHaveLength(1);
    expect(reason.from ?? 0).toBeLessThan(reason.until ?? Infinity);
    // One sentence without a full stop; advice that can be followed up.
    for (const text of [reason.statement, reason.remedy]) expect(text).toMatch(/[^.]$/);
    expect(reason.link).toMatch(/^https:\/\/go\.dev\//);
    for (const godebug of [reason.ifGodebug, reason.unlessGodebug]) {
      if (godebug !== undefined) expect(godebug).toMatch(/^\w+=\d$/);
    }
  });
});
