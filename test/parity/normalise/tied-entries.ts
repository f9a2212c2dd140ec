/** Entries of top, tree and peek that pprof puts in any order, put into one. */

/** flat, flat%, sum%, cum, cum% and the name; tree and peek draw a line before it. */
const ENTRY = /^( *\S+ +[\d.e+-]+%) +[\d.e+-]+%( +\S+ +[\d.e+-]+%) (?: {16}\|)? (.*)$/;
/** A caller or callee of tree and peek: its value, its share, its name. */
const NEIGHBOUR = /^ {20,}\S+ +[\d.e+-]+% \| {3}(.*)$/;
const SEPARATOR = /^-{58}\+-{13}$/;

/** Sorts the entries that stand together under one name, and leaves out their running sums. */
export function withSortedTies(text: string): string {
  const lines = text.split('\n');
  const blocks = text.includes('calls% + context') ? contextBlocks(lines) : lines.map((line) => [line]);
  return sortRuns(blocks.map(blockOf), ({ name }) => name)
    .map(({ text: block }) => block)
    .join('\n');
}

interface Block {
  readonly text: string;
  /** Undefined for what is no entry. */
  readonly name: string | undefined;
}

/** Between two separators is an entry with its callers and callees; above the first, every line is by itself. */
function contextBlocks(lines: readonly string[]): string[][] {
  const blocks: string[][] = [];
  let isInside = false;
  for (const line of lines) {
    if (SEPARATOR.test(line)) {
      isInside = true;
      blocks.push([line]);
    } else if (isInside && !line.includes('calls% + context')) blocks.at(-1)?.push(line);
    else blocks.push([line]);
  }
  return blocks;
}

function blockOf(lines: readonly string[]): Block {
  const entry = lines.findIndex((line) => ENTRY.test(line) && !NEIGHBOUR.test(line));
  if (entry === -1) return { text: lines.join('\n'), name: undefined };
  const [, flat, cum, name] = ENTRY.exec(lines[entry]) ?? [];
  const neighbours = (part: readonly string[]) =>
    sortRuns(
      part.map((line) => ({ text: line, name: nameOf(NEIGHBOUR.exec(line)?.[1]) })),
      (line) => line.name,
    ).map((line) => line.text);
  const text = [...neighbours(lines.slice(0, entry)), `${flat}${cum} ${name}`, ...neighbours(lines.slice(entry + 1))];
  return { text: text.join('\n'), name: nameOf(name) };
}

/** A name without the mark behind it, which belongs to what stands in any order. */
const nameOf = (text: string | undefined): string | undefined => text?.replace(/ \((partial-)?inline\)$/, '');

/** Sorts neighbours with the same name. */
function sortRuns<Item extends { readonly text: string }>(
  items: readonly Item[],
  nameOfItem: (item: Item) => string | undefined,
): Item[] {
  const sorted: Item[] = [];
  for (let start = 0; start < items.length; ) {
    const name = nameOfItem(items[start]);
    let end = start + 1;
    while (name !== undefined && end < items.length && nameOfItem(items[end]) === name) end++;
    sorted.push(...items.slice(start, end).sort((a, b) => (a.text < b.text ? -1 : 1)));
    start = end;
  }
  return sorted;
}
