/** What comes first of all that a case points at. */
import { describe, expect, test } from 'vitest';
import { type Case, CaseCollector } from '../../../src/memory/doctor/case.ts';
import { caseSuspects, type SuspectSources } from '../../../src/memory/doctor/case-suspects.ts';
import { endingsOf } from '../../../src/memory/doctor/ended.ts';
import { CATALOGUE } from '../../../src/memory/suspects/catalogue.ts';
import type { Profile } from '../../../src/profile/tables.ts';
import { fixture, readLog } from '../logs/fixtures.ts';
import { drawGoroutines, drawHeap } from '../suspects/draw-heap.ts';

const NOTHING_KNOWN: SuspectSources = {
  endings: [],
  failing: undefined,
  memory: undefined,
  catalogue: CATALOGUE,
  goVersion: undefined,
};

const MINUTE_NANOS = 60_000_000_000n;

/** Profiles a minute apart. */
function caseOf(...profiles: readonly Profile[]): Case {
  const collector = new CaseCollector({});
  for (const [i, profile] of profiles.entries()) {
    collector.addProfile(`${i}.pb.gz`, { ...profile, timeNanos: BigInt(i + 1) * MINUTE_NANOS }, {});
  }
  return collector.end();
}

function told(found: Case, sources: Partial<SuspectSources> = {}): readonly string[] {
  return caseSuspects(found, { ...NOTHING_KNOWN, ...sources }).suspects.map(
    ({ frame, seenIn }) => `${frame.function} ${seenIn}`,
  );
}

/** `main.keep` holds some megabytes; `main.make` has allocated so many, and let all of them go. */
const heap = (kept: number, made: number) =>
  drawHeap(`
    main.main@main.go:3;main.keep@main.go:9    1048576:${kept}/${kept}
    main.main@main.go:3;main.make@main.go:20   1048576:0/${made}
  `);
const allocs = (kept: number, made: number) => ({ ...heap(kept, made), defaultValueType: 'alloc_space' });

describe('what is kept, and what is allocated', () => {
  test('one heap profile with little garbage tells what is kept', () => {
    expect(told(caseOf(heap(40, 40)))).toEqual(['main.keep live heap']);
  });

  test('with much garbage the two take turns', () => {
    expect(told(caseOf(heap(40, 4000)))).toEqual(['main.keep live heap', 'main.make allocations']);
  });

  test('an allocs profile asks for what is allocated', () => {
    expect(told(caseOf(allocs(40, 400)))[0]).toBe('main.make allocations');
  });

  test('where nothing grows but garbage is made all the time, that comes first, and is said', () => {
    const found = caseOf(heap(40, 400), heap(40, 800), heap(40, 1200), heap(40, 1600));
    expect(told(found)[0]).toBe('main.make allocations');
    expect(caseSuspects(found, NOTHING_KNOWN).unknown[0]).toContain('Nothing is seen to grow over 4 snapshots');
  });

  test('what is kept is not asked snapshots for where they are there', () => {
    const table = drawHeap('main.main@main.go:3;main.load@main.go:9  448:50000/50000');
    const found = caseOf(table, table, table);
    const [suspect] = caseSuspects(found, NOTHING_KNOWN).suspects;
    expect(suspect.evidence.at(-1)?.text).toBe('the snapshots do not show that it grows');
    expect(suspect.wouldConfirm).toContain('over a longer time');
  });

  test('what grows comes first, and alone where it is likely', () => {
    const found = caseOf(...Array.from({ length: 10 }, (_, i) => heap(40 + 40 * i, 4000 * (i + 1))));
    expect(told(found)).toEqual(['main.keep growth']);
  });

  test('where memory ran out, what is kept comes first', () => {
    const endings = endingsOf([readLog(fixture('crash/append.log'))], 64);
    expect(told(caseOf(heap(40, 4000), allocs(40, 8000)), { endings })[0]).toBe('main.keep live heap');
  });

  test('most of the memory without objects in it asks for what is allocated', () => {
    const memory = {
      parts: [
        { name: 'live', bytes: 40, precision: 'estimated' },
        { name: 'idle', bytes: 60, precision: 'exact' },
      ],
      total: 100,
      totalOf: 'managed',
      managed: 100,
      residentBytes: undefined,
      isResidentPeak: false,
      limitBytes: undefined,
    } as const;
    const { suspects, unknown } = caseSuspects(caseOf(heap(40, 100)), { ...NOTHING_KNOWN, memory });
    expect(suspects[0].seenIn).toBe('allocations');
    expect(unknown[0]).toContain('left from a peak');
  });

  test('most of the memory outside of Go is said', () => {
    const memory = {
      parts: [{ name: 'outside', bytes: 2 ** 30, precision: 'exact' }],
      total: 2 ** 30,
      totalOf: 'resident',
      managed: 0,
      residentBytes: 2 ** 30,
      isResidentPeak: false,
      limitBytes: undefined,
    } as const;
    expect(caseSuspects(caseOf(heap(40, 40)), { ...NOTHING_KNOWN, memory }).unknown[0]).toContain(
      '1GB, most of the memory, is outside of Go',
    );
  });
});

describe('crashes and goroutines', () => {
  test('a function that a crash names is there once, before what only is large', () => {
    const endings = endingsOf([readLog(fixture('crash/size-makeslice-len.log'))], 64);
    const profile = drawHeap('main.main@main.go:3;main.table@main.go:9  1048576:40/40');
    expect(told(caseOf(profile), { endings })).toEqual(['main.table crash']);
  });

  test('a failed allocation is all there is without a profile', () => {
    const failing = { function: 'main.read', file: 'main.go', line: 7 };
    const { suspects } = caseSuspects(caseOf(), { ...NOTHING_KNOWN, failing });
    expect(suspects).toMatchObject([{ frame: failing, confidence: 'possible', seenIn: 'crash' }]);
  });

  test('a crowd of goroutines is possible without a heap profile, few of them are nothing', () => {
    const at = (count: number) =>
      drawGoroutines(`main.serve@main.go:3;main.wait@main.go:9;runtime.gopark@proc.go:1 ${count}`);
    expect(told(caseOf(at(5000)))).toEqual(['main.wait goroutines']);
    expect(told(caseOf(at(20)))).toEqual([]);
  });

  test('a crowd without code of the user’s is where it began', () => {
    const crowd = drawGoroutines(
      'net/http.(*persistConn).readLoop@net/http/transport.go:3;bufio.(*Reader).Peek@bufio/bufio.go:9 500',
    );
    expect(told(caseOf(crowd))).toEqual(['net/http.(*persistConn).readLoop goroutines']);
  });
});
