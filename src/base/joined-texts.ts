/**
 * Many texts in one: they cross to another thread as fast as one does, and are searched together. Each ends with a line
 * end that is no part of it.
 */
export interface JoinedTexts {
  readonly text: string;
  /** Where each text begins; one more than there are texts. */
  readonly start: Int32Array;
}

export function joinTexts(texts: readonly string[]): JoinedTexts {
  const start = new Int32Array(texts.length + 1);
  for (let i = 0; i < texts.length; i++) start[i + 1] = start[i] + texts[i].length + 1;
  return { text: texts.concat('').join('\n'), start };
}

export function joinedAt({ text, start }: JoinedTexts, index: number): string {
  return text.slice(start[index], start[index + 1] - 1);
}

/** Calls back with every text that contains a part, in order. The part has no line end. */
export function eachContaining({ text, start }: JoinedTexts, part: string, found: (index: number) => void): void {
  const length = start.length - 1;
  for (let index = 0, at = text.indexOf(part); at !== -1 && index < length; at = text.indexOf(part, start[index])) {
    index = indexAt(start, at, index);
    found(index++);
  }
}

/** The text that a position is in, which is `from` or behind it. Matches mostly lie close together, or far apart. */
function indexAt(start: Int32Array, position: number, from: number): number {
  let step = 1;
  let low = from;
  while (low + step < start.length - 1 && start[low + step] <= position) {
    low += step;
    step *= 2;
  }
  let high = Math.min(start.length - 1, low + step);
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (start[middle] <= position) low = middle;
    else high = middle;
  }
  return low;
}
