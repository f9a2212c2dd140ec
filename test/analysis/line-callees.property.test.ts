import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collectEdges, edgeWeight } from '../../src/analysis/call-edges.ts';
import { aboutChosen, chosenEntries, fileNames } from '../../src/analysis/chosen-lines.ts';
import { countedSamples } from '../../src/analysis/counted.ts';
import { buildEntries } from '../../src/analysis/entries.ts';
import { type EntryQuestion, entryValues } from '../../src/analysis/entry-values.ts';
import { type LineCallee, lineCallees } from '../../src/analysis/line-callees.ts';
import { at, toInt64 } from '../../src/base/int64.ts';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import type { Profile } from '../../src/profile/tables.ts';
import { randomProfile } from '../support/random-profile.ts';

const OPTIONS = {
  noInlines: false,
  showColumns: false,
  keepsObjects: true,
  trimPath: '',
  sourcePath: '',
  keepsPaths: false,
} as const;

interface Asked {
  readonly profile: Profile;
  readonly noInlines: boolean;
  readonly file: string;
}

const asked: fc.Arbitrary<Asked> = fc
  .record({ random: randomProfile, noInlines: fc.boolean(), file: fc.constantFrom('/src/a.go', '/src/b.go', 'c.go') })
  .map(({ random, ...rest }) => ({ profile: decodeProfile(random.bytes), ...rest }));

function allLines({ profile, noInlines }: Asked): EntryQuestion {
  const table = buildEntries(profile, { ...OPTIONS, granularity: 'lines', noInlines });
  const shownValues = { column: profile.samples.values[0], divisor: undefined };
  return { profile, table, shownValues, counted: countedSamples(shownValues) };
}

function chosenLines({ profile, noInlines, file }: Asked): EntryQuestion {
  const isChosen = Uint8Array.from(fileNames(profile, '', ''), (name) => (name === file ? 1 : 0));
  const table = chosenEntries(profile, isChosen, { ...OPTIONS, noInlines });
  return aboutChosen({ ...allLines({ profile, noInlines, file }), table });
}

const callees = (question: EntryQuestion, { profile, file }: Asked) => {
  const files = fileNames(profile, '', '');
  return lineCallees(question, file, (fn) => files[fn]);
};
const keyOf = ({ line, name, file }: Omit<LineCallee, 'cum' | 'isInlined'>) => JSON.stringify([line, name, file]);
const sorted = (rows: Iterable<readonly [string, unknown]>) => [...rows].sort(([a], [b]) => (a < b ? -1 : 1));

test('chosen functions have the entries and values that they have among all others', () => {
  fc.assert(
    fc.property(asked, (given) => {
      const rowsOf = (question: EntryQuestion) => {
        const { flat, cum } = entryValues(question);
        return question.table.entries
          .map((entry, i) => [JSON.stringify({ ...entry, address: '' }), [at(flat, i), at(cum, i)]] as const)
          .filter((_, i) => question.table.entries[i].file === given.file);
      };
      expect(sorted(rowsOf(chosenLines(given)))).toEqual(sorted(rowsOf(allLines(given))));
    }),
  );
});

test('the callees of lines are counted as going through the stacks frame by frame counts them', () => {
  fc.assert(
    fc.property(asked, (given) => {
      const question = allLines(given);
      const { profile, table, counted } = question;
      const { samples, stacks, locations, lines } = profile;
      const files = fileNames(profile, '', '');
      const sums = new Map<string, bigint>();
      for (const sample of counted) {
        const met = new Set<string>();
        const frames: { readonly entry: number; readonly callee: { readonly name: string; readonly file: string } }[] =
          [];
        for (let depth = samples.stackStart[sample]; depth < samples.stackEnd[sample]; depth++) {
          const location = stacks[depth];
          const [first, end] = [table.frameStart[location], table.frameStart[location + 1]];
          for (let frame = first; frame < end; frame++) {
            const entry = table.frames[frame];
            const last = locations.lineEnd[location] - (end - frame);
            const isKnown = locations.lineStart[location] < locations.lineEnd[location];
            const name = table.entries[entry].functionName;
            frames.push({ entry, callee: { name, file: isKnown ? files[lines.function[last]] : '' } });
          }
        }
        for (let i = 1; i < frames.length; i++) {
          const { file, line } = table.entries[frames[i].entry];
          if (file === given.file) met.add(keyOf({ line, ...frames[i - 1].callee }));
        }
        const value = BigInt(at(samples.values[0], sample));
        for (const key of met) sums.set(key, (sums.get(key) ?? 0n) + value);
      }
      const wanted = Array.from(sums, ([key, sum]) => [key, toInt64(BigInt.asIntN(64, sum))] as const);
      const found = callees(chosenLines(given), given).map((callee) => [keyOf(callee), callee.cum] as const);
      expect(sorted(found)).toEqual(sorted(wanted));
      expect(sorted(callees(question, given).map((callee) => [keyOf(callee), callee.cum] as const))).toEqual(
        sorted(wanted),
      );
    }),
  );
});

test('where a line calls a function in one of its lines, the value is that of the edge between the two lines', () => {
  fc.assert(
    fc.property(asked, (given) => {
      const question = allLines(given);
      const { profile, table, shownValues, counted } = question;
      const { entries } = table;
      const kept = new Uint8Array(entries.length).fill(1);
      const edges = collectEdges(profile, table, shownValues.column, counted, { kept });
      const edgesOf = new Map<string, number[]>();
      const isRecursive = new Set<string>();
      for (let edge = 0; edge < edges.length; edge++) {
        const caller = entries[edges.caller[edge]];
        const callee = entries[edges.callee[edge]];
        if (caller.file !== given.file || callee.functionName === '') continue;
        const key = keyOf({ line: caller.line, name: callee.functionName, file: callee.file });
        if (caller.functionName === callee.functionName) isRecursive.add(key);
        edgesOf.set(key, [...(edgesOf.get(key) ?? []), edge]);
      }
      const found = new Map(callees(question, given).map((callee) => [keyOf(callee), callee] as const));
      for (const [key, [edge, ...others]] of edgesOf) {
        if (others.length > 0 || isRecursive.has(key)) continue;
        expect(found.get(key)?.cum).toEqual(edgeWeight(edges, edge));
        expect(found.get(key)?.isInlined).toBe(edges.isInline[edge] === 1);
      }
    }),
  );
});
