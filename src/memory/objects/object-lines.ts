/** The objects of a heap as lines of text, 80 cells wide where that is all there is, and as JSON. */
import { padLeft } from '../../base/byte-text.ts';
import { safeText } from '../../base/safe-text.ts';
import { cutToWidth } from '../../base/text-width.ts';
import { SCHEMA } from '../../report/formats/json.ts';
import { type JsonValue, jsonString, jsonValue } from '../../report/formats/json-text.ts';
import type { Line } from '../../report/line.ts';
import { shortName } from '../../report/short-name.ts';
import { faint, heading } from '../../report/top.ts';
import { countText, shareText, sizeText } from '../suspects/evidence.ts';
import type { HeapMode } from '../suspects/heap-columns.ts';
import type { HeapAmounts } from '../suspects/sites.ts';
import type { FunctionObjects, ObjectStatistics, SizeRow } from './block-histogram.ts';

export interface ObjectTextOptions {
  /** Of the terminal, or 80. */
  readonly width: number;
  /** How many functions are shown; the others are counted. */
  readonly limit: number;
  /** What bars are drawn of and functions are ordered by: what is in use, or what was allocated. */
  readonly mode: HeapMode;
}

/** The histogram, then the averages by function. */
export function* objectLines(statistics: ObjectStatistics, options: ObjectTextOptions): Generator<Line> {
  const { total } = statistics;
  const amount = (bytes: number, objects: number) => `${sizeText(bytes)} in ${countText(objects, 'object')}`;
  const inUse = `in use ${amount(total.inuseBytes, total.inuseObjects)}`;
  const allocated = `allocated ${amount(total.allocBytes, total.allocObjects)}`;
  yield [statistics.hasInuse ? inUse : '', statistics.hasAlloc ? allocated : '']
    .filter((text) => text !== '')
    .join(', ');
  yield '';
  if (statistics.sizes.length === 0) yield 'The profile does not tell the sizes of blocks: averages only.';
  else yield* histogramLines(statistics.sizes, options);
  yield '';
  yield* functionLines(statistics, options);
}

const bytesIn = (mode: HeapMode, { inuseBytes, allocBytes }: HeapAmounts) =>
  mode === 'retention' ? inuseBytes : allocBytes;
const objectsIn = (mode: HeapMode, { inuseObjects, allocObjects }: HeapAmounts) =>
  mode === 'retention' ? inuseObjects : allocObjects;

const BLOCKS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar in eighths of a cell. */
function bar(share: number, width: number): string {
  const eighths = Math.round(share * width * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + BLOCKS[eighths % 8];
}

function* histogramLines(rows: readonly SizeRow[], { width, mode }: ObjectTextOptions): Generator<Line> {
  const total = rows.reduce((sum, row) => sum + bytesIn(mode, row), 0);
  const most = rows.reduce((largest, row) => Math.max(largest, bytesIn(mode, row)), 0);
  const head = `${padLeft('blocks up to', 12)} ${padLeft('objects', 12)} ${padLeft('bytes', 10)}  share`;
  yield [heading(`${head}  of what ${mode === 'retention' ? 'is in use' : 'was allocated'}`)];
  for (const row of rows) {
    const bytes = bytesIn(mode, row);
    const figures = `${padLeft(sizeText(row.upTo), 12)} ${padLeft(String(objectsIn(mode, row)), 12)} ${padLeft(sizeText(bytes), 10)}`;
    const share = `${figures} ${padLeft(`${Math.round(total === 0 ? 0 : (bytes / total) * 100)}%`, 6)}`;
    const drawn = most === 0 ? '' : bar(bytes / most, Math.max(8, width - share.length - 2));
    yield [share, ...(drawn === '' ? [] : ['  ', { text: drawn, role: 'value', share: bytes / total } as const])];
  }
}

function* functionLines(
  { functions, total, hasInuse, hasAlloc }: ObjectStatistics,
  options: ObjectTextOptions,
): Generator<Line> {
  const { mode, limit, width } = options;
  const ordered = [...functions].sort((a, b) => bytesIn(mode, b) - bytesIn(mode, a));
  const inUse = hasInuse ? `${padLeft('in use', 10)} ${padLeft('objects', 10)} ` : '';
  const allocated = hasAlloc ? `${padLeft('allocated', 10)} ${padLeft('objects', 11)} ` : '';
  yield [heading(`${padLeft('bytes each', 10)} ${inUse}${allocated} function`)];
  for (const one of ordered.slice(0, limit)) {
    const figures = `${padLeft(averageText(mode, one), 10)} ${hasInuse ? columns(one.inuseBytes, one.inuseObjects, 10) : ''}${hasAlloc ? columns(one.allocBytes, one.allocObjects, 11) : ''} `;
    const name = safeText(shortName(one.frame.function));
    yield [
      { text: figures, role: 'value', share: bytesIn(mode, one) / Math.max(1, bytesIn(mode, total)) },
      { text: cutToWidth(name, Math.max(12, width - figures.length), 'middle'), role: 'name' },
    ];
  }
  const rest = ordered.slice(limit);
  if (rest.length === 0) return;
  const share = shareText(
    rest.reduce((sum, one) => sum + bytesIn(mode, one), 0),
    bytesIn(mode, total),
  );
  yield [faint(`and ${rest.length} more with ${share} of the bytes`)];
}

const columns = (bytes: number, objects: number, width: number) =>
  `${padLeft(sizeText(bytes), 10)} ${padLeft(String(objects), width)} `;

/** Bytes of an object on average; of those allocated where none is in use. */
function averageText(mode: HeapMode, one: FunctionObjects): string {
  const objects = objectsIn(mode, one);
  if (objects > 0) return sizeText(bytesIn(mode, one) / objects);
  return one.allocObjects === 0 ? '-' : sizeText(one.allocBytes / one.allocObjects);
}

/** One object, a row a line. */
export function* objectJson({ total, sizes, functions }: ObjectStatistics): Generator<string> {
  yield '{';
  yield `  "schema": ${jsonString(SCHEMA)},`;
  yield '  "report": "objects",';
  yield `  "total": ${jsonValue({ ...total })},`;
  yield* listLines(
    'sizes',
    sizes.map((row) => ({ ...row })),
    ',',
  );
  yield* listLines('functions', functions.map(functionValue), '');
  yield '}';
}

function functionValue({ frame, ...amounts }: FunctionObjects): JsonValue {
  const { inuseObjects, inuseBytes, allocObjects, allocBytes } = amounts;
  return {
    function: frame.function,
    file: frame.file,
    line: frame.line,
    inuseBytes,
    inuseObjects,
    allocBytes,
    allocObjects,
    averageBytes:
      allocObjects > 0 ? allocBytes / allocObjects : inuseObjects > 0 ? inuseBytes / inuseObjects : undefined,
  };
}

function* listLines(name: string, rows: readonly JsonValue[], end: string): Generator<string> {
  yield `  ${jsonString(name)}: [`;
  for (const [i, row] of rows.entries()) yield `    ${jsonValue(row)}${i === rows.length - 1 ? '' : ','}`;
  yield `  ]${end}`;
}
