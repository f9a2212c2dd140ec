/** Work on trees that takes longer than a key may: it is done in steps, so that others can be looked at in between. */

/** Stops every millisecond or so, and has its result in the end. */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** All steps at once. */
export function finished<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** How many items are sorted at once, and how many are merged. */
const RUN = 1024;
const MERGED = 8192;

/** Sorts in steps: runs of items, which are merged two by two. Equal items stay in their order. */
export function* sorting<Item>(items: readonly Item[], order: (a: Item, b: Item) => number): Steps<readonly Item[]> {
  if (items.length < 2) return items;
  let runs: (readonly Item[])[] = [];
  for (let start = 0; start < items.length; start += RUN) {
    if (start > 0) yield;
    runs.push(items.slice(start, start + RUN).sort(order));
  }
  while (runs.length > 1) {
    const longer: (readonly Item[])[] = [];
    for (let i = 0; i < runs.length; i += 2) {
      longer.push(i + 1 < runs.length ? yield* merging(runs[i], runs[i + 1], order) : runs[i]);
    }
    runs = longer;
  }
  return runs[0];
}

function* merging<Item>(
  a: readonly Item[],
  b: readonly Item[],
  order: (a: Item, b: Item) => number,
): Steps<readonly Item[]> {
  const merged: Item[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    merged.push(order(a[i], b[j]) <= 0 ? a[i++] : b[j++]);
    if (merged.length % MERGED === 0) yield;
  }
  yield;
  return merged.concat(a.slice(i), b.slice(j));
}
