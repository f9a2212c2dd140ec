/**
 * Tags: what the labels of samples are in a graph, where nodes have little boxes with the tags of their samples. All text
 * labels of a sample make up one tag, `key:value` behind each other; the sizes among its numbers, those under `bytes`,
 * belong to it.
 *
 * Most samples share their labels with many others. Each distinct list of labels is one *tag set*: a shorter set and one
 * label more, so that a sample costs one look-up per label.
 */
import { compareText } from '../base/byte-text.ts';
import { at, type Int64 } from '../base/int64.ts';
import { memoizeByIdentity } from '../base/memoize.ts';
import { PairIndex } from '../base/pair-index.ts';
import { BASE_LABEL } from '../profile/labels.ts';
import { memoizeByString, stringAt } from '../profile/strings.ts';
import { NONE, type Profile, type StringIndex } from '../profile/tables.ts';

/** The key of the numbers that are tags. */
export const SIZE_KEY = 'bytes';

export interface TagSet {
  /** The tag, as a place in `texts`. */
  readonly text: number;
  /** The sizes in the order of the sample's labels, as places in `sizes`. */
  readonly sizes: readonly number[];
}

export interface SampleTags {
  /** By sample: its tag as a place in `texts`, where that of sizes without text labels is empty; NONE without labels. */
  readonly textOf: Int32Array;
  readonly texts: readonly string[];
  /** By sample: its tag set, NONE where that has no sizes. */
  readonly sizedSetOf: Int32Array;
  readonly sets: readonly TagSet[];
  readonly sizes: readonly Int64[];
}

/** The tags of all samples of a profile. */
export const sampleTags = memoizeByIdentity((profile: Profile): SampleTags => {
  const { samples } = profile;
  const words = new Words(profile);
  const chains = new PairIndex();
  const setOf = new Int32Array(samples.length).fill(NONE);
  for (let sample = 0; sample < samples.length; sample++) {
    let set: number = NONE;
    for (let label = samples.labelStart[sample]; label < samples.labelEnd[sample]; label++) {
      const word = words.ofLabel(label);
      if (word !== NONE) set = chains.rowOf(set, word);
    }
    setOf[sample] = set;
  }
  const texts = new Numbered<string>();
  const sets = Array.from({ length: chains.length }, (_, set) => tagSet(set, chains, words, texts));
  return {
    textOf: setOf.map((set) => (set === NONE ? NONE : sets[set].text)),
    texts: texts.all,
    sizedSetOf: setOf.map((set) => (set === NONE || sets[set].sizes.length === 0 ? NONE : set)),
    sets,
    sizes: words.sizes,
  };
});

function tagSet(
  last: number,
  { first: shorter, second: word }: PairIndex,
  words: Words,
  texts: Numbered<string>,
): TagSet {
  const labels: string[] = [];
  const sizes: number[] = [];
  for (let set = last; set !== NONE; set = shorter[set]) {
    const text = words.text(word[set]);
    if (text === undefined) sizes.push(words.size(word[set]));
    else labels.push(text);
  }
  // The separator is that of Graphviz, which makes it a new line.
  return { text: texts.numberOf(labels.sort(compareText).join('\\n')), sizes: sizes.reverse() };
}

/** Numbers different values in the order they are met. */
class Numbered<Value> {
  readonly all: Value[] = [];
  readonly #numbers = new Map<Value, number>();

  numberOf(value: Value): number {
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.all.push(value) - 1;
      this.#numbers.set(value, number);
    }
    return number;
  }
}

/** The different labels that are tags, numbered: a key and its text, or NONE and a size. */
class Words {
  readonly #profile: Profile;
  readonly #pairs = new PairIndex();
  readonly #sizes = new Numbered<Int64>();
  readonly #isSizeKey: (key: StringIndex) => boolean;
  readonly #isBaseKey: (key: StringIndex) => boolean;

  constructor(profile: Profile) {
    this.#profile = profile;
    this.#isSizeKey = memoizeByString(profile.strings, (key) => key === SIZE_KEY);
    this.#isBaseKey = memoizeByString(profile.strings, (key) => key === BASE_LABEL.key);
  }

  get sizes(): readonly Int64[] {
    return this.#sizes.all;
  }

  /** NONE for a label that is no tag: a number that is not a size, and the mark of a base. */
  ofLabel(label: number): number {
    const { labels } = this.#profile;
    const key = labels.key[label];
    const text = labels.text[label];
    if (text !== NONE) return this.#isBaseKey(key) ? NONE : this.#pairs.rowOf(key, text);
    return this.#isSizeKey(key) ? this.#pairs.rowOf(NONE, this.#sizes.numberOf(at(labels.number, label))) : NONE;
  }

  /** `key:value`; undefined for a size. */
  text(word: number): string | undefined {
    const { first: key, second: text } = this.#pairs;
    if (key[word] === NONE) return undefined;
    const { strings } = this.#profile;
    return `${stringAt(strings, key[word] as StringIndex)}:${stringAt(strings, text[word] as StringIndex)}`;
  }

  size(word: number): number {
    return this.#pairs.second[word];
  }
}
