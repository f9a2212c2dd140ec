import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Entry, entryNames } from '../../src/analysis/entries.ts';
import { type EntryQuestion, entryValues } from '../../src/analysis/entry-values.ts';
import { groupedEntries } from '../../src/analysis/grouped-entries.ts';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import { DEFAULT_OPTIONS } from '../../src/report/options.ts';
import { entryQuestion, prepareReport } from '../../src/report/request.ts';
import { randomProfile } from '../support/random-profile.ts';

/** By the length of their names: groups of several functions, some of them in each other's stacks. */
function groupOf(entry: Entry): Entry {
  return { ...entry, functionName: `${entry.functionName.length % 3}`, object: '', startLine: 0 };
}

/** The same, sample by sample. */
function plainValues({ profile, table, shownValues, counted }: EntryQuestion) {
  const flat = new Map<string, bigint>();
  const cum = new Map<string, bigint>();
  const add = (sums: Map<string, bigint>, group: string, value: bigint) =>
    sums.set(group, BigInt.asIntN(64, (sums.get(group) ?? 0n) + value));
  for (const sample of counted) {
    const value = BigInt(shownValues.column[sample]);
    const groups: string[] = [];
    for (let place = profile.samples.stackStart[sample]; place < profile.samples.stackEnd[sample]; place++) {
      const location = profile.stacks[place];
      for (let frame = table.frameStart[location]; frame < table.frameStart[location + 1]; frame++) {
        groups.push(groupOf(table.entries[table.frames[frame]]).functionName);
      }
    }
    if (groups.length > 0) add(flat, groups[0], value);
    for (const group of new Set(groups)) add(cum, group, value);
  }
  return { flat, cum };
}

test('flat is that of the leaf, cum counts a sample once', () => {
  fc.assert(
    fc.property(randomProfile, ({ bytes }) => {
      const profile = decodeProfile(bytes);
      fc.pre(profile.valueTypes.length > 0);
      const request = prepareReport({
        profile,
        options: DEFAULT_OPTIONS,
        defaults: { untrimmed: true },
        argument: undefined,
        host: {} as never,
        notify: () => {},
      });
      const question = entryQuestion(request);
      const grouped = groupedEntries(question, groupOf);
      const values = entryValues(grouped);
      const expected = plainValues(question);
      entryNames(grouped.table).forEach((name, group) => {
        expect(BigInt(values.flat[group])).toBe(expected.flat.get(name) ?? 0n);
        expect(BigInt(values.cum[group])).toBe(expected.cum.get(name) ?? 0n);
      });
    }),
  );
});
