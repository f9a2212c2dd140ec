import type { EntryTable } from '../analysis/entries.ts';
import type { Profile } from '../profile/tables.ts';

/**
 * Writes the stacks of samples as text, root first, given the text of every entry. What the frames of a location are
 * in it is put together once: stacks name the same few locations millions of times.
 */
export function stackWriter(
  { samples, stacks, locations }: Profile,
  { frames, frameStart }: EntryTable,
  textOf: readonly string[],
  separator: string,
): (sample: number) => string {
  const textOfLocation = Array.from({ length: locations.length }, (_, location) => {
    const inner = Array.from(
      { length: frameStart[location + 1] - frameStart[location] },
      (_, i) => textOf[frames[frameStart[location] + i]],
    );
    return inner.reverse().join(separator);
  });
  return (sample) => {
    const [leaf, end] = [samples.stackStart[sample], samples.stackEnd[sample]];
    if (leaf === end) return '';
    let text = textOfLocation[stacks[end - 1]];
    for (let depth = end - 2; depth >= leaf; depth--) text += separator + textOfLocation[stacks[depth]];
    return text;
  };
}

/** A number for every text, from 0 on in the order they are met, the same for equal ones. */
export function numbersOf(texts: readonly string[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(texts, (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
}
