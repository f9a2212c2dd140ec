import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countedSamples } from '../../src/analysis/counted.ts';
import { buildEntries } from '../../src/analysis/entries.ts';
import { entrySamples } from '../../src/analysis/entry-samples.ts';
import type { EntryQuestion } from '../../src/analysis/entry-values.ts';
import { NodeTagger, type TagSums } from '../../src/analysis/node-tags.ts';
import { sampleTags } from '../../src/analysis/sample-tags.ts';
import { buildTreeNodes } from '../../src/analysis/tree-nodes.ts';
import { hasValue } from '../../src/analysis/trim.ts';
import { at, toInt64 } from '../../src/base/int64.ts';
import { labelsOf } from '../../src/profile/labels.ts';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import { NONE } from '../../src/profile/tables.ts';
import { scaledLabel } from '../../src/profile/units.ts';
import { randomProfile } from '../support/random-profile.ts';

// Graphs are made from columns; here the same is done the obvious way, sample by sample and with big integers.

function questionOf(bytes: Uint8Array): EntryQuestion {
  const profile = decodeProfile(bytes);
  const table = buildEntries(profile, {
    granularity: 'functions',
    noInlines: false,
    showColumns: false,
    keepsObjects: false,
    trimPath: '',
    sourcePath: '',
    keepsPaths: false,
  });
  const shownValues = { column: profile.samples.values[0], divisor: undefined };
  return { profile, table, shownValues, counted: countedSamples(shownValues) };
}

interface PlainFrame {
  readonly entry: number;
  readonly isInlined: boolean;
}

/** The stack of a sample, from the root to the leaf. */
function framesOf({ profile: { samples, stacks }, table }: EntryQuestion, sample: number): PlainFrame[] {
  const frames: PlainFrame[] = [];
  for (let place = samples.stackEnd[sample] - 1; place >= samples.stackStart[sample]; place--) {
    const [first, end] = [table.frameStart[stacks[place]], table.frameStart[stacks[place] + 1]];
    for (let frame = end - 1; frame >= first; frame--) {
      frames.push({ entry: table.frames[frame], isInlined: frame !== end - 1 });
    }
  }
  return frames;
}

const wrapped = (sum: bigint) => BigInt.asIntN(64, sum);
const size = (value: bigint) => (value < 0n ? wrapped(-value) : value);

interface PlainNode {
  readonly entry: number;
  readonly caller: PlainNode | undefined;
  readonly samples: number[];
  flat: bigint;
  cum: bigint;
  isInline: boolean;
}

/** The nodes of the call tree by their paths, callers first. */
function plainTree(question: EntryQuestion): PlainNode[] {
  const nodes = new Map<string, PlainNode>();
  for (const sample of question.counted) {
    const value = BigInt(at(question.shownValues.column, sample));
    let path = '';
    let caller: PlainNode | undefined;
    for (const { entry, isInlined } of framesOf(question, sample)) {
      path += `;${entry}`;
      const node = nodes.get(path) ?? { entry, caller, samples: [], flat: 0n, cum: 0n, isInline: true };
      nodes.set(path, node);
      node.samples.push(sample);
      node.cum = wrapped(node.cum + value);
      node.isInline &&= isInlined;
      caller = node;
    }
    if (caller !== undefined) caller.flat = wrapped(caller.flat + value);
  }
  return [...nodes.values()];
}

test('a call tree without small nodes: their callees go to the next one above', () => {
  const fraction = fc.constantFrom(0, 0.001, 0.1, 0.5);
  fc.assert(
    fc.property(randomProfile, fraction, fc.boolean(), ({ bytes }, nodeFraction, dropNegative) => {
      const question = questionOf(bytes);
      const tree = buildTreeNodes(question, { nodeFraction, edgeFraction: 0, dropNegative });
      const cutoff = BigInt(tree.cutoffs.node);
      const isPresent = ({ flat, cum }: PlainNode) => hasValue(toInt64(flat), toInt64(cum), dropNegative);
      const isSmall = (node: PlainNode) => cutoff > 0n && isPresent(node) && size(node.cum) < cutoff;

      const plain = plainTree(question);
      const described = plain
        .filter((node) => !isSmall(node))
        .map((node) => {
          let { caller, isInline } = node;
          for (; caller !== undefined && isSmall(caller); caller = caller.caller) isInline &&= caller.isInline;
          return {
            entry: node.entry,
            values: [node.flat, node.cum].map(String),
            samples: node.samples,
            caller: caller && [caller.entry, ...caller.samples],
            isResidual: caller !== node.caller,
            isInline,
            isPresent: isPresent(node),
          };
        });

      const present = new Set(tree.present);
      const samplesOf = (node: number) => [...tree.samples.of(node)].sort((a, b) => a - b);
      const found = [...tree.entryOf].map((entry, node) => {
        const caller = tree.calls.caller[node];
        return {
          entry,
          values: [tree.values.flat, tree.values.cum].map((column) => String(at(column, node))),
          samples: samplesOf(node),
          caller: caller === NONE ? undefined : [tree.entryOf[caller], ...samplesOf(caller)],
          isResidual: tree.calls.isResidual[node] === 1,
          isInline: tree.calls.isInline[node] === 1,
          isPresent: present.has(node),
        };
      });
      const inOrder = (nodes: readonly object[]) => nodes.map((node) => JSON.stringify(node)).sort();
      expect(inOrder(found)).toEqual(inOrder(described));
      expect(tree.droppedCount).toBe(plain.filter(isSmall).length);
    }),
  );
});

test('the tags of an entry are the sums of its samples by their labels, counted one by one', () => {
  fc.assert(
    fc.property(randomProfile, ({ bytes }) => {
      const question = questionOf(bytes);
      const { profile, table, shownValues, counted } = question;
      const everyEntry = Int32Array.from(table.entries.keys());
      const tagger = new NodeTagger({
        tags: sampleTags(profile),
        samples: entrySamples(question, everyEntry, () => true),
        shownValues,
        cutoff: 0,
        sizeUnit: 'bytes',
        shownUnit: 'minimum',
      });

      for (const entry of everyEntry) {
        const expected = new Map<string, readonly [flat: bigint, cum: bigint]>();
        for (const sample of counted) {
          const frames = framesOf(question, sample);
          if (!frames.some((frame) => frame.entry === entry)) continue;
          const value = BigInt(at(shownValues.column, sample));
          const own = frames.at(-1)?.entry === entry ? value : 0n;
          const count = (tag: string) => {
            const [flat, cum] = expected.get(tag) ?? [0n, 0n];
            expected.set(tag, [wrapped(flat + own), wrapped(cum + value)]);
          };
          const { texts, numbers } = labelsOf(profile, sample);
          const text = [...texts]
            .flatMap(([key, words]) => words.map((word) => `${key}:${word}`))
            .sort()
            .join('\\n');
          if (text !== '') count(text);
          for (const number of numbers.get('bytes') ?? []) {
            count(`${text} ${scaledLabel(number.value, 'bytes', 'minimum')}`);
          }
        }

        const { tags, sizes } = tagger.tagsOf(entry);
        const sums = ({ flat, cum }: TagSums) => [BigInt(flat), BigInt(cum)] as const;
        const found = new Map(tags.map((tag) => [tag.text, sums(tag)]));
        for (const [text, ofText] of sizes) for (const tag of ofText) found.set(`${text} ${tag.text}`, sums(tag));
        // The smallest int64 is below every cut-off, as it is its own absolute value.
        const smallest = -(2n ** 63n);
        for (const [tag, values] of expected) if (values.every((sum) => sum === smallest)) expected.delete(tag);
        expect(found).toEqual(expected);
      }
    }),
  );
});
