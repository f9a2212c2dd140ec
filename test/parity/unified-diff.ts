/** Differences of two texts as `diff -u` shows them. */

const CONTEXT = 2;
/** Beyond this many pairs of lines to look at, all of the middle counts as different. */
const MOST_PAIRS = 4_000_000;

type Edit = readonly [mark: ' ' | '-' | '+', line: string];

/** The lines that differ, with those around them; at most so many lines. */
export function unifiedDiff(theirs: string, ours: string, mostLines = 24): string[] {
  const shown: string[] = [];
  let hidden = 0;
  let last = -1;
  const edits = editsBetween(theirs.split('\n'), ours.split('\n'));
  for (const [i, [mark, line]] of edits.entries()) {
    const isNear = edits.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(([near]) => near !== ' ');
    if (!isNear) continue;
    if (shown.length >= mostLines) {
      hidden++;
      continue;
    }
    if (last !== i - 1) shown.push(`@@ line ${i + 1}`);
    shown.push(`${mark}${line}`);
    last = i;
  }
  return hidden === 0 ? shown : [...shown, `… ${hidden} more lines`];
}

function editsBetween(theirs: readonly string[], ours: readonly string[]): Edit[] {
  let start = 0;
  while (start < theirs.length && theirs[start] === ours[start]) start++;
  let [theirEnd, ourEnd] = [theirs.length, ours.length];
  while (theirEnd > start && ourEnd > start && theirs[theirEnd - 1] === ours[ourEnd - 1]) {
    theirEnd--;
    ourEnd--;
  }
  const same = (line: string): Edit => [' ', line];
  return [
    ...theirs.slice(0, start).map(same),
    ...middleEdits(theirs.slice(start, theirEnd), ours.slice(start, ourEnd)),
    ...theirs.slice(theirEnd).map(same),
  ];
}

/** The fewest edits, by the longest common subsequence. */
function middleEdits(theirs: readonly string[], ours: readonly string[]): Edit[] {
  const removed = (line: string): Edit => ['-', line];
  const added = (line: string): Edit => ['+', line];
  if (theirs.length * ours.length > MOST_PAIRS) return [...theirs.map(removed), ...ours.map(added)];

  // common[i][j] is how many lines theirs from i on and ours from j on have in common.
  const width = ours.length + 1;
  const common = new Uint32Array((theirs.length + 1) * width);
  for (let i = theirs.length - 1; i >= 0; i--) {
    for (let j = ours.length - 1; j >= 0; j--) {
      common[i * width + j] =
        theirs[i] === ours[j]
          ? common[(i + 1) * width + j + 1] + 1
          : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  const edits: Edit[] = [];
  let [i, j] = [0, 0];
  while (i < theirs.length && j < ours.length) {
    if (theirs[i] === ours[j]) {
      edits.push([' ', theirs[i]]);
      i++;
      j++;
    } else if (common[(i + 1) * width + j] >= common[i * width + j + 1]) edits.push(removed(theirs[i++]));
    else edits.push(added(ours[j++]));
  }
  return [...edits, ...theirs.slice(i).map(removed), ...ours.slice(j).map(added)];
}
