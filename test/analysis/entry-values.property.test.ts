import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CallEdges, collectEdges } from '../../src/analysis/call-edges.ts';
import { type CallNode, CallTree } from '../../src/analysis/call-tree.ts';
import { countedSamples } from '../../src/analysis/counted.ts';
import { buildEntries, entryNames, type Granularity } from '../../src/analysis/entries.ts';
import { type EntryQuestion, entryValues, entryValuesInTurns } from '../../src/analysis/entry-values.ts';
import { at } from '../../src/base/int64.ts';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import { randomProfile } from '../support/random-profile.ts';

// The engine works on columns; here the same is done the obvious way, sample by sample and with big integers.

const granularity = fc.constantFrom<Granularity>('functions', 'filefunctions', 'files', 'lines', 'addresses');

function questionOf(bytes: Uint8Array, by: Granularity, noInlines: boolean): EntryQuestion {
  const profile = decodeProfile(bytes);
  const table = buildEntries(profile, {
    granularity: by,
    noInlines,
    showColumns: false,
    keepsObjects: false,
    trimPath: '',
    keepsPaths: false,
    sourcePath: '',
  });
  const shownValues = { column: profile.samples.values[0], divisor: undefined };
  return { profile, table, shownValues, counted: countedSamples(shownValues) };
}

interface Frame {
  readonly entry: number;
  /** Not the outermost frame of its location. */
  readonly isInlined: boolean;
}

/** The stacks with their values, from the root to the leaf. */
function plainStacks({
  profile,
  table,
  counted,
  shownValues,
}: EntryQuestion): { readonly frames: Frame[]; readonly value: bigint }[] {
  const { samples, stacks } = profile;
  return [...counted].map((sample) => {
    const frames: Frame[] = [];
    for (let depth = samples.stackEnd[sample] - 1; depth >= samples.stackStart[sample]; depth--) {
      const location = stacks[depth];
      const last = table.frameStart[location + 1] - 1;
      for (let frame = last; frame >= table.frameStart[location]; frame--) {
        frames.push({ entry: table.frames[frame], isInlined: frame !== last });
      }
    }
    return { frames, value: BigInt(shownValues.column[sample]) };
  });
}

const wrapped = (sum: bigint) => BigInt.asIntN(64, sum);

test('in turns the sums are the same, and others have theirs in between', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  await fc.assert(
    fc.asyncProperty(randomProfile, granularity, fc.boolean(), async ({ bytes }, by, noInlines) => {
      const question = questionOf(bytes, by, noInlines);
      const { counted } = question;
      fc.pre(counted.length > 0);
      const many = { ...question, counted: Int32Array.from({ length: 50_000 }, (_, i) => counted[i % counted.length]) };
      const before = turns;
      expect(await entryValuesInTurns(many)).toEqual(entryValues(many));
      if (question.shownValues.column instanceof Float64Array) expect(turns).toBeGreaterThan(before);
    }),
    { numRuns: 20 },
  );
  clearInterval(timer);
});

test('flat and cum are the sums of the samples, counted one by one', () => {
  fc.assert(
    fc.property(randomProfile, granularity, fc.boolean(), ({ bytes }, by, noInlines) => {
      const question = questionOf(bytes, by, noInlines);
      const { flat, cum } = entryValues(question);
      const stacks = plainStacks(question);
      for (let entry = 0; entry < question.table.entries.length; entry++) {
        const whole = stacks.filter(({ frames }) => frames.some((frame) => frame.entry === entry));
        const ending = stacks.filter(({ frames }) => frames.at(-1)?.entry === entry);
        expect(BigInt(at(cum, entry))).toBe(wrapped(whole.reduce((sum, { value }) => sum + value, 0n)));
        expect(BigInt(at(flat, entry))).toBe(wrapped(ending.reduce((sum, { value }) => sum + value, 0n)));
      }
    }),
  );
});

test('calls are the pairs of kept neighbours in stacks, once per sample', () => {
  fc.assert(
    fc.property(
      randomProfile,
      granularity,
      fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
      ({ bytes }, by, keeps) => {
        const question = questionOf(bytes, by, false);
        const kept = Uint8Array.from(question.table.entries, (_, entry) => (keeps[entry % keeps.length] ? 1 : 0));
        const expected = new Map<string, { weight: bigint; isResidual: boolean; isInline: boolean }>();
        for (const { frames, value } of plainStacks(question)) {
          const seen = new Set<string>();
          frames.forEach(({ entry, isInlined }, at) => {
            if (kept[entry] === 0) return;
            const before = frames.slice(0, at).findLastIndex((frame) => kept[frame.entry] === 1);
            if (before === -1 || frames[before].entry === entry) return;
            const pair = `${frames[before].entry} ${entry}`;
            if (seen.has(pair)) return;
            seen.add(pair);
            const edge = expected.get(pair) ?? { weight: 0n, isResidual: false, isInline: true };
            expected.set(pair, {
              weight: wrapped(edge.weight + value),
              isResidual: edge.isResidual || before < at - 1,
              isInline: edge.isInline && isInlined,
            });
          });
        }
        const edges = collectEdges(question.profile, question.table, question.shownValues.column, question.counted, {
          kept,
        });
        expect(edgeMap(edges)).toEqual(expected);
      },
    ),
  );
});

/** The rows of edges by their ends. */
function edgeMap({ length, caller, callee, weight, isResidual, isInline }: CallEdges) {
  return new Map(
    Array.from({ length }, (_, edge) => [
      `${caller[edge]} ${callee[edge]}`,
      { weight: BigInt(at(weight, edge)), isResidual: isResidual[edge] === 1, isInline: isInline[edge] === 1 },
    ]),
  );
}

test('asking for the calls of some entries gives those of all, without the others', () => {
  const subset = fc.array(fc.boolean(), { minLength: 20, maxLength: 20 });
  fc.assert(
    fc.property(randomProfile, granularity, subset, subset, fc.boolean(), ({ bytes }, by, keeps, asks, asCallees) => {
      const question = questionOf(bytes, by, false);
      const bits = (choices: readonly boolean[]) =>
        Uint8Array.from(question.table.entries, (_, entry) => (choices[entry % choices.length] ? 1 : 0));
      const [kept, asked] = [bits(keeps), bits(asks)];
      const { profile, table, shownValues, counted } = question;
      const collect = (part: object) =>
        edgeMap(collectEdges(profile, table, shownValues.column, counted, { kept, ...part }));
      const wanted = [...collect({})].filter(([pair]) => {
        const [caller, callee] = pair.split(' ').map(Number);
        return asked[callee] === 1 || (!asCallees && asked[caller] === 1);
      });
      expect(collect(asCallees ? { callees: asked } : { touching: asked })).toEqual(new Map(wanted));
    }),
    { numRuns: 300 },
  );
});

test('the call tree, opened in any order, has a node per distinct beginning of a stack', () => {
  fc.assert(
    fc.property(randomProfile, granularity, fc.infiniteStream(fc.nat()), ({ bytes }, by, choices) => {
      const question = questionOf(bytes, by, false);
      const names = entryNames(question.table);
      const tree = new CallTree(question);
      const found = new Map<string, readonly [cum: bigint, flat: bigint]>();
      const waiting: { readonly node: CallNode; readonly path: string }[] = [{ node: tree.root, path: '' }];
      while (waiting.length > 0) {
        const { value } = choices.next();
        const [{ node, path }] = waiting.splice(value % waiting.length, 1);
        found.set(path, [BigInt(node.cum), BigInt(node.flat)]);
        expect(node.isLeaf).toBe(tree.callees(node).length === 0);
        for (const callee of tree.callees(node))
          waiting.push({ node: callee, path: `${path};${callee.entry}:${names[callee.entry]}` });
      }

      const expected = new Map<string, readonly [cum: bigint, flat: bigint]>([['', [0n, 0n]]]);
      for (const { frames, value } of plainStacks(question)) {
        let path = '';
        const paths = ['', ...frames.map(({ entry }) => (path += `;${entry}:${names[entry]}`))];
        paths.forEach((prefix, depth) => {
          const [cum, flat] = expected.get(prefix) ?? [0n, 0n];
          expected.set(prefix, [wrapped(cum + value), depth === frames.length ? wrapped(flat + value) : flat]);
        });
      }
      expect(found).toEqual(expected);
    }),
  );
});
