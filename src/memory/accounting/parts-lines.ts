import { padLeft, padRight } from '../../base/byte-text.ts';
import { percentage, scaledLabel } from '../../profile/units.ts';
import type { Line, Span } from '../../report/line.ts';
import { paragraph } from './paragraph.ts';
import { PART_TEXTS } from './part-texts.ts';
import type { MemoryPart, MemoryParts } from './parts.ts';

const bytesText = (bytes: number) => scaledLabel(bytes, 'bytes', 'auto');

/** A share of the total from which on a part is worth advice. */
const LARGE = 0.3;

/** The bar, the table of what it shows, and what to do about the large parts, in lines of at most `width` cells. */
export function* partsLines(memory: MemoryParts, width = 80): Generator<Line> {
  const { parts, total } = memory;
  yield* paragraph(`Memory: ${bytesText(total)} ${totalText(memory)}`, width).map((line) => [heading(line)]);
  if (total > 0) yield partsBar(memory, width);
  for (const part of parts) yield partRow(part, total, width);
  const note = limitNote(memory);
  if (note !== undefined) yield* paragraph(note, width, 2);
  for (const { name, bytes } of parts) {
    if (bytes < LARGE * total) continue;
    const { title, whenLarge } = PART_TEXTS[name];
    yield '';
    yield [heading(title)];
    yield* paragraph(whenLarge, width, 2);
  }
}

/** One line that the parts share by size, each with its own sign. Parts of less than half a cell are left out. */
export function partsBar({ parts, total }: MemoryParts, width: number): Line {
  return cellsOf(parts, total, width).map((cells, i) => ({
    text: PART_TEXTS[parts[i].name].sign.repeat(cells),
    role: 'value',
    share: parts[i].bytes / total,
  }));
}

/** Cells per part, which add up to the width: ends are rounded, so that no error adds up. */
function cellsOf(parts: readonly MemoryPart[], total: number, width: number): number[] {
  let sum = 0;
  let drawn = 0;
  return parts.map(({ bytes }) => {
    sum += bytes;
    const cells = Math.round((sum / total) * width) - drawn;
    drawn += cells;
    return cells;
  });
}

function partRow({ name, bytes, precision }: MemoryPart, total: number, width: number): Line {
  const { title, sign, meaning } = PART_TEXTS[name];
  const mark = { exact: '', estimated: '~', atLeast: '>=', atMost: '<=' }[precision];
  const value: Span = { text: padLeft(mark + bytesText(bytes), 12), role: 'value', share: bytes / total };
  const share = padLeft(percentage(bytes, total), 7);
  const row: Line = [`${sign} ${padRight(title, 15)}`, value, share];
  return width < 80 ? row : [...row, '  ', { text: meaning, role: 'faint' }];
}

function totalText({ totalOf, residentBytes, isResidentPeak }: MemoryParts): string {
  const resident = isResidentPeak ? 'resident at the peak' : 'resident';
  if (totalOf !== 'managed') return resident;
  return residentBytes === undefined
    ? 'managed by Go; how much is resident is not known'
    : `managed by Go, not all of it ${resident} (${bytesText(residentBytes)})`;
}

function limitNote({ total, managed, limitBytes }: MemoryParts): string | undefined {
  if (limitBytes === undefined) return undefined;
  const used = percentage(total, limitBytes).trim();
  const counted = managed === undefined ? '' : ` GOMEMLIMIT counts ${bytesText(managed)} of it.`;
  return `That is ${used} of the limit of ${bytesText(limitBytes)}.${counted}`;
}

const heading = (text: string): Span => ({ text, role: 'heading' });
