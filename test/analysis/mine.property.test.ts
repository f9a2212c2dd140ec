import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countedSamples } from '../../src/analysis/counted.ts';
import { buildEntries, entryNames, type Granularity } from '../../src/analysis/entries.ts';
import { entryValues } from '../../src/analysis/entry-values.ts';
import { groupsOfMine, matchingEntries, nearestMine } from '../../src/analysis/mine.ts';
import { trimEntries } from '../../src/analysis/trim.ts';
import { at } from '../../src/base/int64.ts';
import { compilePattern } from '../../src/base/regex.ts';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import { NONE } from '../../src/profile/tables.ts';
import { drawProfile } from '../support/draw-profile.ts';
import { randomProfile } from '../support/random-profile.ts';

function questionOf(profile: ReturnType<typeof decodeProfile>, granularity: Granularity, noInlines = false) {
  const table = buildEntries(profile, {
    granularity,
    noInlines,
    showColumns: false,
    keepsObjects: false,
    trimPath: '',
    sourcePath: '',
    keepsPaths: false,
  });
  const shownValues = { column: profile.samples.values[0], divisor: undefined };
  return { profile, table, shownValues, counted: countedSamples(shownValues) };
}

const ALL = { order: 'flat', nodeCount: 0, nodeFraction: 0, edgeFraction: 0, dropNegative: false } as const;

/** By name: the nearest function of the user's own, and its share. */
function nearestIn(drawing: string, mine: string): Record<string, string> {
  const trimmed = trimEntries(questionOf(drawProfile(drawing), 'functions'), ALL);
  const names = entryNames(trimmed.table);
  const nearest = nearestMine(trimmed, mine);
  return Object.fromEntries(
    Array.from(trimmed.shown, (entry) => {
      const own = nearest.entry[entry];
      return [names[entry], own === NONE ? '' : `${names[own]} ${Math.round(nearest.share[entry] * 100)}%`];
    }),
  );
}

test('the nearest of mine is the one above the leaf, or itself, with the most of its value', () => {
  const drawing = `
    main.main;main.load;json.parse;memmove 30
    main.main;main.save;json.write;memmove 10
    main.main;json.parse                    5
    gc;memmove                             60
  `;
  expect(nearestIn(drawing, '^main')).toEqual({
    memmove: 'main.load 30%',
    'json.parse': 'main.main 100%',
    'json.write': 'main.save 100%',
    gc: '',
    'main.main': 'main.main 100%',
    'main.load': 'main.load 100%',
    'main.save': 'main.save 100%',
  });
});

test('recursion counts once, from its outermost call', () => {
  expect(nearestIn('main.a;sort;main.b;sort;leaf 10', '^main')).toMatchObject({
    sort: 'main.a 100%',
    leaf: 'main.b 100%',
  });
});

test('comparisons are weighed by the size of changes', () => {
  expect(nearestIn('main.a;f -30\nmain.b;f 10', '^main')).toMatchObject({ f: 'main.a 75%' });
});

const granularity = fc.constantFrom<Granularity>('functions', 'filefunctions', 'files', 'lines', 'addresses');
const pattern = fc.constantFrom('main', '^net/', 'src', '/bin/app', 'nothing at all', 'T|com');

test('agrees with looking at the stacks one by one', () => {
  fc.assert(
    fc.property(randomProfile, granularity, fc.boolean(), pattern, ({ bytes }, by, noInlines, mine) => {
      const question = questionOf(decodeProfile(bytes), by, noInlines);
      const trimmed = trimEntries(question, ALL);
      const { table, counted, shownValues, profile } = trimmed.question;
      const isMine = matchingEntries(profile, table, compilePattern(mine));
      const weights = new Map<string, number>();
      const totals = new Map<number, number>();
      for (const sample of counted) {
        const stack: number[] = [];
        for (let place = profile.samples.stackEnd[sample] - 1; place >= profile.samples.stackStart[sample]; place--) {
          const location = profile.stacks[place];
          for (let frame = table.frameStart[location + 1] - 1; frame >= table.frameStart[location]; frame--)
            stack.push(table.frames[frame]);
        }
        const weight = Math.abs(Number(at(shownValues.column, sample)));
        for (const entry of new Set(stack)) {
          const hasFlat = Number(trimmed.values.flat[entry]) !== 0;
          if (hasFlat && stack.at(-1) !== entry) continue;
          const place = hasFlat ? stack.length - 1 : stack.indexOf(entry);
          const own = stack.slice(0, place + 1).findLast((above) => isMine[above] === 1) ?? NONE;
          weights.set(`${entry} ${own}`, (weights.get(`${entry} ${own}`) ?? 0) + weight);
          totals.set(entry, (totals.get(entry) ?? 0) + weight);
        }
      }
      const nearest = nearestMine(trimmed, mine);
      for (const entry of trimmed.shown) {
        const own = nearest.entry[entry];
        const ofMine = [...weights].filter(([key]) => key.startsWith(`${entry} `) && !key.endsWith(` ${NONE}`));
        const most = Math.max(0, ...ofMine.map(([, weight]) => weight));
        expect(own === NONE ? 0 : weights.get(`${entry} ${own}`)).toBe(most);
        expect(nearest.share[entry]).toBeCloseTo(most === 0 ? 0 : most / (totals.get(entry) ?? 0), 10);
      }
    }),
  );
});

test('as one group, the code of mine has what goes through it', () => {
  fc.assert(
    fc.property(randomProfile, pattern, ({ bytes }, mine) => {
      const profile = decodeProfile(bytes);
      const question = questionOf(profile, 'functions');
      const isMatch = compilePattern(mine);
      const { names, values } = groupsOfMine(question, mine, () => 'mine');
      expect(names.length).toBeLessThanOrEqual(1);
      const byFunction = groupsOfMine(question, mine, (name) => name);
      const whole = entryValues(question);
      const cumOf = new Map(entryNames(question.table).map((name, entry) => [name, at(whole.cum, entry)]));
      for (const [group, name] of byFunction.names.entries()) {
        // Functions of one name may be in several files, only some of which match.
        if (name !== '' && isMatch.test(name))
          expect(BigInt(at(byFunction.values.cum, group))).toBe(BigInt(cumOf.get(name) ?? 0));
      }
      if (names.length === 0) return;
      const flats = byFunction.names.map((_, group) => BigInt(at(byFunction.values.flat, group)));
      const sum = flats.reduce((a, b) => a + b, 0n);
      expect(BigInt(at(values.flat, 0))).toBe(BigInt.asIntN(64, sum));
    }),
  );
});
