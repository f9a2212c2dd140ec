import { largest } from '../base/int64.ts';
import { labelsOf } from './labels.ts';
import { appendTexts } from './strings.ts';
import {
  asColumn,
  type Column,
  type FunctionIndex,
  type LineIndex,
  type MappingIndex,
  NONE,
  type Profile,
  type StringIndex,
} from './tables.ts';
import { scaledLabel } from './units.ts';

interface LabelFrameOptions {
  readonly tagroot: string;
  readonly tagleaf: string;
  readonly unit: string;
}

/**
 * Adds frames made from labels to every stack: above the root for the keys in `tagroot`, the first outermost, below the
 * leaf for those in `tagleaf`, the last innermost. A sample without the key gets a frame without a name.
 */
export function addLabelFrames(
  profile: Profile,
  options: LabelFrameOptions,
  notify: (message: string) => void,
): Profile {
  const rootKeys = keysOf(options.tagroot);
  const leafKeys = keysOf(options.tagleaf);
  if (rootKeys.length === 0 && leafKeys.length === 0) return profile;

  const frames = new LabelFrames(profile);
  const { samples, stacks } = profile;
  const extended: number[] = [];
  const stackStart = new Uint32Array(samples.length);
  const stackEnd = new Uint32Array(samples.length);
  let hasRoot = false;
  let hasLeaf = false;
  for (let sample = 0; sample < samples.length; sample++) {
    const { texts, numbers } = labelsOf(profile, sample);
    const textOfLabel = (key: string): string | undefined => {
      const numbersOfKey = numbers.get(key) ?? [];
      const hasUnits = numbersOfKey.some(({ unit }) => unit !== '');
      const values = [
        ...(texts.get(key) ?? []),
        ...numbersOfKey.map(({ value, unit }) => scaledLabel(value, unit, hasUnits ? options.unit : '')),
      ];
      return texts.has(key) || numbers.has(key) ? values.join(',') : undefined;
    };
    const location = (key: string) => frames.location(key, textOfLabel(key) ?? '');
    const isSet = (key: string) => textOfLabel(key) !== undefined;
    hasRoot ||= rootKeys.some(isSet);
    hasLeaf ||= leafKeys.some(isSet);
    // New locations are numbered in this order.
    const root = rootKeys.toReversed().map(location);
    const leaf = leafKeys.toReversed().map(location);
    stackStart[sample] = extended.length;
    extended.push(...leaf);
    for (let at = samples.stackStart[sample]; at < samples.stackEnd[sample]; at++) extended.push(stacks[at]);
    extended.push(...root);
    stackEnd[sample] = extended.length;
  }
  if (rootKeys.length > 0 && !hasRoot) notify('TagRoot expression matched no samples');
  if (leafKeys.length > 0 && !hasLeaf) notify('TagLeaf expression matched no samples');
  return {
    ...frames.finish(),
    samples: { ...samples, stackStart, stackEnd },
    stacks: asColumn(Int32Array.from(extended)),
  };
}

function keysOf(list: string): string[] {
  return list.split(',').filter((key) => key !== '');
}

/** The synthetic functions and locations, one per key and value, behind those of the profile. */
class LabelFrames {
  readonly #profile: Profile;
  readonly #rows = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #keys: string[] = [];

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  location(key: string, value: string): number {
    const id = JSON.stringify([key, value]);
    let row = this.#rows.get(id);
    if (row === undefined) {
      row = this.#names.length;
      this.#rows.set(id, row);
      this.#names.push(value);
      this.#keys.push(key);
    }
    return this.#profile.locations.length + row;
  }

  finish(): Profile {
    const { strings, functions, lines, locations } = this.#profile;
    const count = this.#names.length;
    const extended = appendTexts(strings, [...this.#names, ...this.#keys]);
    const zeros = new Float64Array(count);
    const rows = (start: number) => Array.from({ length: count }, (_, row) => start + row);
    return {
      ...this.#profile,
      strings: extended.strings,
      functions: {
        length: functions.length + count,
        id: withNewIds(functions.id, count),
        name: joined<StringIndex>(functions.name, extended.indexes.slice(0, count)),
        systemName: joined<StringIndex>(functions.systemName, new Array<number>(count).fill(0)),
        fileName: joined<StringIndex>(functions.fileName, extended.indexes.slice(count)),
        startLine: joinedNumbers(functions.startLine, zeros),
      },
      lines: {
        length: lines.length + count,
        function: joined<FunctionIndex>(lines.function, rows(functions.length)),
        line: joinedNumbers(lines.line, zeros),
        column: joinedNumbers(lines.column, zeros),
      },
      locations: {
        length: locations.length + count,
        id: withNewIds(locations.id, count),
        mapping: joined<MappingIndex | typeof NONE>(locations.mapping, new Array<number>(count).fill(NONE)),
        address: BigUint64Array.from([...locations.address, ...rows(0).map(() => 0n)]),
        isFolded: Uint8Array.from([...locations.isFolded, ...rows(0).map(() => 0)]),
        lineStart: joined<LineIndex>(locations.lineStart, rows(lines.length)),
        lineEnd: joined<LineIndex>(locations.lineEnd, rows(lines.length + 1)),
      },
    };
  }
}

/** The ids and more of them, counted on from the largest. */
function withNewIds(ids: BigUint64Array, count: number): BigUint64Array {
  const all = new BigUint64Array(ids.length + count);
  all.set(ids);
  const last = largest(ids);
  for (let i = 0; i < count; i++) all[ids.length + i] = last + BigInt(i + 1);
  return all;
}

function joined<Value extends number>(column: Column<Value>, more: readonly number[]): Column<Value> {
  const all = new Int32Array(column.length + more.length);
  for (let i = 0; i < column.length; i++) all[i] = column[i];
  all.set(more, column.length);
  return asColumn(all);
}

function joinedNumbers(column: Float64Array, more: Float64Array): Float64Array {
  const all = new Float64Array(column.length + more.length);
  all.set(column);
  all.set(more, column.length);
  return all;
}
