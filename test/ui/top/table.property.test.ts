import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, addUpColumn, at, type Int64 } from '../../../src/base/int64.ts';
import { joinedAt } from '../../../src/base/joined-texts.ts';
import { compareWithBase } from '../../../src/profile/compare.ts';
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import type { Profile } from '../../../src/profile/tables.ts';
import { DEFAULT_OPTIONS, type Options } from '../../../src/report/options.ts';
import type { ViewInput } from '../../../src/report/profile-view.ts';
import { prepareReport } from '../../../src/report/request.ts';
import { topReport } from '../../../src/report/top.ts';
import { type Grouping, type TableData, table } from '../../../src/report/views/table.ts';
import { cellOf, columnsOf } from '../../../src/ui/top/columns.ts';
import { rowOrder } from '../../../src/ui/top/row-order.ts';
import { drawProfile } from '../../support/draw-profile.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { randomProfile } from '../../support/random-profile.ts';
import { reportText } from '../../support/report-text.ts';

const host = fakeHost({});

function inputOf(profile: Profile, options: Partial<Options> = {}): ViewInput {
  return { profile, options: { ...DEFAULT_OPTIONS, ...options }, host: {} as never, notify: () => {} };
}

function tableOf(profile: Profile, grouping: Grouping, options: Partial<Options> = {}): TableData {
  return table(inputOf(profile, options), { grouping, focus: undefined, ignore: undefined });
}

/** The table as `top` prints it, from the cells that are drawn. */
function printed(data: TableData, sort: 'flat' | 'cum'): string[] {
  const columns = columnsOf(data, undefined, { set: 'values', sortKey: sort });
  let sum: Int64 = 0;
  return Array.from(rowOrder(data, undefined, sort), (row) => {
    sum = add(sum, at(data.values.flat, row));
    const cells = columns.map((column) => {
      // There is room for a share of any size.
      const roomy = { ...column, width: 40 };
      return cellOf({ ...data, isDiff: false }, undefined, roomy, { row, sum }).text.trim();
    });
    return [...cells, joinedAt(data.names, row)].join(' ');
  });
}

/** The rows of `top`, without what it says of inlining. */
function topRows(profile: Profile, options: Partial<Options>): string[] {
  const { text } = reportText(topReport, { profile, host, options: { ...options, nodecount: 0, nodefraction: 0 } });
  const lines = text.split('\n');
  const heading = lines.findIndex((line) => /^ +flat +flat%/.test(line));
  return lines.slice(heading + 1, -1).map((line) => {
    const [, flat, flatShare, sum, cum, cumShare, name] =
      /^ *(\S+) +(\S+) +(\S+) +(\S+) +(\S+) {2}(.*)$/s.exec(line) ?? [];
    return [flat, flatShare, sum, cum, cumShare, name.replace(/ \((partial-)?inline\)$/, '')].join(' ');
  });
}

const decoded = randomProfile
  .map(({ bytes }) => decodeProfile(bytes))
  .filter(({ valueTypes }) => valueTypes.length > 0);

describe('numbers and order are those of top', () => {
  const GROUPINGS = ['functions', 'filefunctions', 'lines', 'addresses'] as const;

  test('for random profiles', () => {
    fc.assert(
      fc.property(
        decoded,
        fc.constantFrom(...GROUPINGS),
        fc.constantFrom('flat', 'cum'),
        fc.record({ mean: fc.boolean(), drop_negative: fc.boolean(), noinlines: fc.boolean() }),
        (profile, granularity, sort, flags) => {
          const shown = printed(tableOf(profile, granularity, flags), sort);
          expect(shown).toEqual(topRows(profile, { ...flags, granularity, sort }));
        },
      ),
      { numRuns: 200 },
    );
  });

  test.each(['examples/server/heap.pb.gz', 'examples/server/cpu.pb.gz', 'examples/node/cpu.pb.gz'])(
    'for %s',
    (file) => {
      const profile = decodeProfile(gunzipSync(readFileSync(file)));
      for (const granularity of GROUPINGS) {
        for (const sort of ['flat', 'cum'] as const) {
          expect(printed(tableOf(profile, granularity), sort)).toEqual(topRows(profile, { granularity, sort }));
        }
      }
    },
  );
});

/** What is left of a profile by a focus, of the values that are shown. */
function focusedSum(profile: Profile, focus: string): Int64 {
  const request = prepareReport({
    ...inputOf(profile, { focus }),
    defaults: { untrimmed: true },
    argument: undefined,
  });
  const sum = addUpColumn(request.shownValues.column, (part) => Float64Array.of(part.reduce((a, b) => a + b, 0)));
  return at(sum, 0);
}

describe('files and packages', () => {
  test('each is there once, and a focus on it leaves exactly its cum', () => {
    fc.assert(
      fc.property(decoded, fc.constantFrom<Grouping>('packages', 'files'), (profile, grouping) => {
        const data = tableOf(profile, grouping);
        for (let row = 0; row + 1 < data.names.start.length; row++) {
          const frames = data.patterns === undefined ? '' : joinedAt(data.patterns.frames, row);
          if (frames !== '') expect(focusedSum(profile, frames)).toEqual(at(data.values.cum, row));
          expect(row > 0 && frames !== '' && joinedAt(data.names, row - 1) === joinedAt(data.names, row)).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('flat values add up to those of top', () => {
    fc.assert(
      fc.property(decoded, fc.constantFrom('packages', 'files'), (profile, grouping) => {
        const whole = tableOf(profile, grouping as Grouping);
        const parts = tableOf(profile, grouping === 'files' ? 'lines' : 'functions');
        const sumOf = ({ values }: TableData) => Array.from(values.flat, BigInt).reduce((a, b) => a + b, 0n);
        expect(BigInt.asIntN(64, sumOf(whole))).toBe(BigInt.asIntN(64, sumOf(parts)));
      }),
    );
  });

  const profile = drawProfile(`
    main.main@main.go:1;net/http.(*conn).serve@/go/src/net/http/server.go:9;net/http/pprof.Index@pprof.go:3   5
    main.main@main.go:1;net/http.HandlerFunc.ServeHTTP@/go/src/net/http/server.go:7                           10
    github.com/acme/shop.Cart@cart.go:1;github.Fake@fake.go:2                                                  20
    std::vector<int>::push@vector:3;std::sort@vector:9                                                         40
    memcpy                                                                                                     80
  `);

  test('packages count a sample once', () => {
    expect(printed(tableOf(profile, 'packages'), 'cum')).toEqual([
      '80ns 51.61% 51.61% 80ns 51.61% memcpy',
      '40ns 25.81% 77.42% 40ns 25.81% std',
      '20ns 12.90% 90.32% 20ns 12.90% github',
      '0 0% 90.32% 20ns 12.90% github.com/acme/shop',
      '0 0% 90.32% 15ns 9.68% main',
      '10ns 6.45% 96.77% 15ns 9.68% net/http',
      '5ns 3.23% 100% 5ns 3.23% net/http/pprof',
    ]);
  });

  test('a pattern is short where that is exact, else it names the functions', () => {
    const { names, patterns } = tableOf(profile, 'packages');
    const rows = names.start.slice(1).map((_, row) => row);
    const byName = Object.fromEntries(
      Array.from(rows, (row) => [joinedAt(names, row), patterns && joinedAt(patterns.frames, row)]),
    );
    expect(byName).toEqual({
      github: '^github\\.Fake$',
      'github.com/acme/shop': '^github\\.com/acme/shop\\.',
      main: '^main\\.main$',
      memcpy: '^memcpy$',
      'net/http': '^net/http\\.',
      'net/http/pprof': '^net/http/pprof\\.',
      std: '^std::',
    });
  });
});

test('before and after add up to what the comparison shows', () => {
  fc.assert(
    fc.property(decoded, (profile) => {
      const compared = compareWithBase(profile, { base: profile, isDiff: true, normalize: false });
      const halves = tableOf(compared, 'functions');
      const { before, after, values } = halves;
      if (before === undefined || after === undefined) return;
      for (const measure of ['flat', 'cum'] as const) {
        for (let row = 0; row < values[measure].length; row++) {
          const change = add(at(after[measure], row), -BigInt(at(before[measure], row)));
          expect(change).toEqual(at(values[measure], row));
        }
      }
    }),
  );
});
