/**
 * Columns of Go's text/tabwriter, right-aligned, one blank between them. A column is a run of lines that have a cell in
 * that place with a tab behind it; it is as wide as the widest of these. Written after the package's documentation.
 */
import { codePoints } from './byte-text.ts';

/** The byte 0xff: from one to the next, tabs and line ends are text. */
const ESCAPE = '\udcff';

/** Whether a text has the byte that would switch alignment off. */
export function holdsEscape(text: string): boolean {
  return text.includes(ESCAPE);
}

/** Aligns the cells of lines, which end in `\n` each. */
export function alignTabs(text: string): string {
  const lines = cellsOf(text);
  const widths = lines.map(() => [] as number[]);
  for (let first = 0; first < lines.length; first++) {
    for (let column = widths[first].length; column < lines[first].length - 1; column++) {
      let end = first;
      let width = 0;
      while (end < lines.length && column < lines[end].length - 1) {
        width = Math.max(width, widthOf(lines[end++][column]) + 1);
      }
      for (let line = first; line < end; line++) widths[line][column] = width;
    }
  }
  return lines
    .map((cells, line) => cells.map((cell, column) => padding(cell, widths[line][column]) + cell).join(''))
    .join('\n');
}

/** In characters; the bytes around escaped text do not count. */
function widthOf(cell: string): number {
  const escapes = cell.split(ESCAPE).length - 1;
  return codePoints(cell) - (escapes - (escapes % 2));
}

function padding(cell: string, width = 0): string {
  return ' '.repeat(Math.max(0, width - widthOf(cell)));
}

function cellsOf(text: string): string[][] {
  const lines = [['']];
  let isEscaped = false;
  for (const char of text) {
    const line = lines[lines.length - 1];
    if (char === ESCAPE) isEscaped = !isEscaped;
    if (isEscaped || (char !== '\t' && char !== '\n')) line[line.length - 1] += char;
    else if (char === '\t') line.push('');
    else lines.push(['']);
  }
  return lines;
}
