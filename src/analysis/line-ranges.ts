/** Lines of a file from the first to the last, both included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** Lines that are at most so far apart are shown with all that is between them. */
const NEAR = 20;
/** How many lines are shown around what is of interest. */
const CONTEXT = 5;

/** The parts of a file to show for the lines of interest in it: with what is around them, and without large gaps. */
export function lineRanges(lines: Iterable<number>): LineRange[] {
  const ranges: { first: number; last: number }[] = [];
  for (const line of [...lines].sort((a, b) => a - b)) {
    const current = ranges.at(-1);
    if (current === undefined || line - current.last > NEAR) ranges.push({ first: line, last: line });
    else current.last = line;
  }
  return ranges.map(({ first, last }) => ({ first: Math.max(1, first - CONTEXT), last: last + CONTEXT }));
}
