/** Nodelets: the little boxes that hang on the box of a node, with the tags of its samples. */
import { shownValue } from '../../analysis/entry-values.ts';
import {
  firstTags,
  joinedSums,
  type NodeTags,
  type SizeTag,
  sortTags,
  type TagOrder,
  type TagSums,
} from '../../analysis/node-tags.ts';
import { compare, type Int64, truncate } from '../../base/int64.ts';
import { scale, scaledLabel } from '../../profile/units.ts';
import { type ValueLabels, valueLabel } from '../value-labels.ts';

/** How many tags of a kind hang on a box. */
const MOST = 4;

/** What nodelets hang on, and which of their values they show. */
interface Box {
  readonly name: string;
  /** A node that calls nobody also shows what passes through it, to nodes that are left out. */
  readonly order: TagOrder;
}

/** The lines of the nodelets of a node. Sizes are in the unit given. */
export function* nodelets(
  { tags, sizes }: NodeTags,
  sizeUnit: string,
  labels: ValueLabels,
  { name, order }: Box,
): Generator<string> {
  const sizesOf = (text: string) => grouped(sizes.get(text) ?? [], sizeUnit, order);
  for (const [place, tag] of firstTags(tags, order, MOST).entries()) {
    const value = meanOf(tag, order);
    if (value === 0) continue;
    const nodeletName = `${name}_${place}`;
    yield* nodelet(nodeletName, name, tag.text, valueLabel(labels, value), '');
    yield* sizeNodelets(sizesOf(tag.text), labels, { name: nodeletName, order });
  }
  yield* sizeNodelets(sizesOf(''), labels, { name, order });
}

function* sizeNodelets(sizes: readonly SizeTag[], labels: ValueLabels, { name, order }: Box): Generator<string> {
  for (const [place, tag] of sizes.entries()) {
    const showsFlat = order === 'flat' || meanOf(tag, 'flat') === meanOf(tag, 'cum');
    const value = meanOf(tag, showsFlat ? 'flat' : 'cum');
    if (value === 0) continue;
    yield* nodelet(`N${name}_${place}`, name, tag.text, valueLabel(labels, value), showsFlat ? '' : ' style="dotted"');
  }
}

function* nodelet(name: string, box: string, text: string, value: string, style: string): Generator<string> {
  yield `${name} [label = "${text}" id="${name}" fontsize=8 shape=box3d tooltip="${value}"]`;
  yield `${box} -> ${name} [label=" ${value}" weight=100 tooltip="${value}" labeltooltip="${value}"${style}]`;
}

function meanOf(tag: TagSums, sum: 'flat' | 'cum'): Int64 {
  return shownValue(tag[sum], sum === 'flat' ? tag.flatDivisor : tag.cumDivisor);
}

/** At most four tags: the heaviest ones, each of which is joined by the others that are nearest to its size. */
function grouped(sizes: readonly SizeTag[], unit: string, order: TagOrder): readonly SizeTag[] {
  const sorted = sortTags(sizes, order);
  if (sorted.length <= MOST) return sorted;
  const groups = sorted.slice(0, MOST).map((tag) => [tag]);
  for (const tag of sorted.slice(MOST)) {
    const distance = ([seed]: readonly SizeTag[]) => Math.abs(Number(seed.size) - Number(tag.size));
    groups.reduce((best, group) => (distance(group) < distance(best) ? group : best)).push(tag);
  }
  // Unlike single tags, groups are in the order of the values shown.
  const ranges = groups.map((group) => rangeOf(group, unit));
  return sortTags(ranges, order, meanOf);
}

function rangeOf(group: readonly SizeTag[], unit: string): SizeTag {
  const [seed, ...others] = group;
  const text = (size: Int64) => scaledLabel(size, unit, 'auto');
  if (others.length === 0) return { ...seed, text: text(seed.size) };
  let [smallest, largest] = [seed.size, seed.size];
  for (const { size } of others) {
    // pprof compares by way of a double, which the largest int64 is too large for: it counts as the smallest then.
    const rounded = truncate(scale(size, unit, unit).value);
    if (compare(rounded, smallest) < 0) smallest = size;
    if (compare(rounded, largest) > 0) largest = size;
  }
  const range = `${text(smallest)}..${text(largest)}`;
  return { ...joinedSums(group), text: range, size: seed.size };
}
