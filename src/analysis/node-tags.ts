import { compareText } from '../base/byte-text.ts';
import { abs, add, at, compare, type Int64, type Int64Column } from '../base/int64.ts';
import { NONE } from '../profile/tables.ts';
import { scaledLabel } from '../profile/units.ts';
import type { ShownValues } from './counted.ts';
import type { EntryValues } from './entry-values.ts';
import type { SampleTags } from './sample-tags.ts';
import { isBelow } from './trim.ts';

/** The samples of the nodes of a graph. */
export interface NodeSamples {
  /** The samples that a node occurs in, in any order. */
  readonly of: (node: number) => Int32Array;
  /** By sample: the node it ends at, NONE where that is not in the graph. */
  readonly leaf: Int32Array;
}

/** What the tags of nodes are made from. */
export interface TagQuestion {
  readonly tags: SampleTags;
  readonly shownValues: ShownValues;
  readonly samples: NodeSamples;
  /** Tags whose flat and cum are both below this are left out. */
  readonly cutoff: Int64;
  /** The unit of sizes, and the one they are shown in. */
  readonly sizeUnit: string;
  readonly shownUnit: string;
}

/** The values of the samples at a node that have the same tag. The divisors are 0 where the report shows no mean. */
export interface TagSums {
  readonly flat: Int64;
  readonly cum: Int64;
  readonly flatDivisor: Int64;
  readonly cumDivisor: Int64;
}

export interface Tag extends TagSums {
  readonly text: string;
}

export interface SizeTag extends Tag {
  /** The size; the first one in the profile, where several have the same text. */
  readonly size: Int64;
}

/** The tags of a node without the small ones, in no particular order. */
export interface NodeTags {
  readonly tags: readonly Tag[];
  /** By the text of the tag they belong to; those of samples without one by the empty text. */
  readonly sizes: ReadonlyMap<string, readonly SizeTag[]>;
}

/** Adds up the tags of nodes. Keeps the room it needs, so that a node costs no more than its samples. */
export class NodeTagger {
  readonly #question: TagQuestion;
  /** By group: its place among those met at a node; NONE between nodes. */
  readonly #placeOf: Int32Array;

  constructor(question: TagQuestion) {
    const { texts, sets } = question.tags;
    this.#question = question;
    this.#placeOf = new Int32Array(Math.max(texts.length, sets.length)).fill(NONE);
  }

  tagsOf(node: number): NodeTags {
    const { tags, cutoff } = this.#question;
    const { groups, values } = this.#addUp(tags.textOf, node);
    const large: Tag[] = [];
    for (let place = 0; place < groups.length; place++) {
      const text = tags.texts[groups[place]];
      if (text === '' || (isBelow(values.flat, place, cutoff) && isBelow(values.cum, place, cutoff))) continue;
      large.push({ text, ...sumsAt(values, place) });
    }
    return { tags: large, sizes: this.#sizesOf(node) };
  }

  #sizesOf(node: number): NodeTags['sizes'] {
    const { tags, cutoff, sizeUnit, shownUnit } = this.#question;
    if (tags.sizes.length === 0) return new Map();
    const { groups, firstSamples, values } = this.#addUp(tags.sizedSetOf, node);
    const byText = new Map<string, Map<string, SizeTag>>();
    for (const place of [...groups.keys()].sort((a, b) => firstSamples[a] - firstSamples[b])) {
      const { text, sizes } = tags.sets[groups[place]];
      const ofText = byText.get(tags.texts[text]) ?? new Map<string, SizeTag>();
      byText.set(tags.texts[text], ofText);
      for (const size of sizes.map((index) => tags.sizes[index])) {
        const sizeText = scaledLabel(size, sizeUnit, shownUnit);
        const known = ofText.get(sizeText);
        const sums = joinedSums([known ?? NOTHING, sumsAt(values, place)]);
        ofText.set(sizeText, { text: sizeText, size: known?.size ?? size, ...sums });
      }
    }
    const isLarge = ({ flat, cum }: TagSums) => compare(abs(flat), cutoff) >= 0 || compare(abs(cum), cutoff) >= 0;
    return new Map(Array.from(byText, ([text, ofText]) => [text, [...ofText.values()].filter(isLarge)]));
  }

  /** Adds up the samples of a node by the group that a column puts them in. */
  #addUp(groupOf: Int32Array, node: number): GroupSums {
    const { shownValues, samples } = this.#question;
    const own = samples.of(node);
    const places = new Int32Array(own.length);
    const groups: number[] = [];
    const firstSamples: number[] = [];
    for (let i = 0; i < own.length; i++) {
      const group = groupOf[own[i]];
      places[i] = group === NONE ? NONE : this.#placeOf[group];
      if (group === NONE) continue;
      if (places[i] === NONE) {
        places[i] = groups.length;
        this.#placeOf[group] = groups.length;
        groups.push(group);
        firstSamples.push(own[i]);
      }
      if (own[i] < firstSamples[places[i]]) firstSamples[places[i]] = own[i];
    }
    for (const group of groups) this.#placeOf[group] = NONE;

    const cum = (column: Int64Column) => sumsByPlace(column, own, places, groups.length);
    const ending = own.map((sample, i) => (samples.leaf[sample] === node ? places[i] : NONE));
    const flat = (column: Int64Column) => sumsByPlace(column, own, ending, groups.length);
    const { column, divisor } = shownValues;
    const values = {
      flat: flat(column),
      cum: cum(column),
      flatDivisor: divisor && flat(divisor),
      cumDivisor: divisor && cum(divisor),
    };
    return { groups, firstSamples, values };
  }
}

/** The sums of a node's samples by group. */
interface GroupSums {
  /** The groups, in the order they were met. */
  readonly groups: readonly number[];
  readonly firstSamples: readonly number[];
  readonly values: EntryValues;
}

/** Adds up the values of samples by place, NONE being none. A wide column wraps around, as int64 do. */
function sumsByPlace(column: Int64Column, samples: Int32Array, places: Int32Array, length: number): Int64Column {
  if (column instanceof Float64Array) {
    const sums = new Float64Array(length);
    for (let i = 0; i < samples.length; i++) if (places[i] !== NONE) sums[places[i]] += column[samples[i]];
    return sums;
  }
  const sums = new BigInt64Array(length);
  for (let i = 0; i < samples.length; i++) if (places[i] !== NONE) sums[places[i]] += column[samples[i]];
  return sums;
}

function sumsAt({ flat, cum, flatDivisor, cumDivisor }: EntryValues, place: number): TagSums {
  return {
    flat: at(flat, place),
    cum: at(cum, place),
    flatDivisor: flatDivisor === undefined ? 0 : at(flatDivisor, place),
    cumDivisor: cumDivisor === undefined ? 0 : at(cumDivisor, place),
  };
}

const NOTHING: TagSums = { flat: 0, cum: 0, flatDivisor: 0, cumDivisor: 0 };

/** The values of several tags together. */
export function joinedSums(tags: readonly TagSums[]): TagSums {
  return tags.reduce(
    (sums, tag) => ({
      flat: add(sums.flat, tag.flat),
      cum: add(sums.cum, tag.cum),
      flatDivisor: add(sums.flatDivisor, tag.flatDivisor),
      cumDivisor: add(sums.cumDivisor, tag.cumDivisor),
    }),
    NOTHING,
  );
}

/** What tags are listed by: the flat values, or the cum values and then the flat ones. */
export type TagOrder = 'flat' | 'cum';

/** Sorts tags: the largest first, then by name. */
export function sortTags<Named extends Tag>(
  tags: readonly Named[],
  order: TagOrder,
  valueIn: (tag: Named, sum: TagOrder) => Int64 = sumOf,
): Named[] {
  return tags.toSorted(tagComparator(order, valueIn));
}

/** The first tags of that order. A node may have as many tags as samples, of which few are ever shown. */
export function firstTags(tags: readonly Tag[], order: TagOrder, count: number): Tag[] {
  const compareTags = tagComparator<Tag>(order, sumOf);
  const first: Tag[] = [];
  for (const tag of tags) {
    if (first.length === count && compareTags(tag, first[count - 1]) >= 0) continue;
    const place = first.findIndex((other) => compareTags(tag, other) < 0);
    first.splice(place === -1 ? first.length : place, 0, tag);
    if (first.length > count) first.pop();
  }
  return first;
}

/** Values that differ in their sign only are equal to pprof, whatever the names, so that its way of sorting shows. */
function tagComparator<Named extends Tag>(order: TagOrder, valueIn: (tag: Named, sum: TagOrder) => Int64) {
  const sums = order === 'flat' ? (['flat'] as const) : (['cum', 'flat'] as const);
  return (a: Named, b: Named): number => {
    for (const sum of sums) {
      const [x, y] = [valueIn(a, sum), valueIn(b, sum)];
      if (compare(x, y) !== 0) return compare(abs(y), abs(x));
    }
    return compareText(a.text, b.text);
  };
}

function sumOf(tag: Tag, sum: TagOrder): Int64 {
  return tag[sum];
}
