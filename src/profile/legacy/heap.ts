import { divide, type Int64 } from '../../base/int64.ts';
import type { Profile, ValueType } from '../tables.ts';
import { insideCall } from './address.ts';
import { ALLOCATOR_FRAMES } from './frames-to-drop.ts';
import { parseDecimal } from './go-integer.ts';
import { LineReader, trimSpace } from './line-reader.ts';
import { MalformedProfile } from './malformed.ts';
import { announcesMemoryMap, readTrailingMemoryMap } from './memory-map.ts';
import { sampleAddresses, sampleNumber } from './sample-line.ts';
import { StackBuilder } from './stack-builder.ts';
import { unsampled } from './unsample.ts';

const TOTALS = String.raw`heap profile: *(\d+): *(\d+) *\[ *(\d+): *(\d+) *\]`;
const HEAP_HEADING = new RegExp(String.raw`${TOTALS} *@ *(heap[_a-z0-9]*)(?:/(\d*))?`);
const UNSAMPLED_HEADING = new RegExp(`${TOTALS} @ (?:growth|fragmentation)`);

/** The look-behind keeps the search linear: a number is looked at from its first digit only. */
const SAMPLE = /(-\d+|(?<!\d)\d+): *(-?\d+) *\[ *(\d+): *(\d+) *] @([ x0-9a-f]*)/;

const OBJECTS_AND_SPACE = (prefix: string): ValueType[] => [
  { type: `${prefix}objects`, unit: 'count' },
  { type: `${prefix}space`, unit: 'bytes' },
];

interface HeapHeading {
  /** Bytes between two samples. */
  readonly period: Int64;
  /** Whether the values are of the sample only. */
  readonly isSampled: boolean;
  readonly hasAllocations: boolean;
}

/**
 * Text profiles of the heap by gperftools and Go (`heap?debug=1`), of its growth and of its fragmentation:
 *
 *     heap profile: 1: 1024 [2: 4096] @ heap/1048576
 *     1: 1024 [2: 4096] @ 0x433111 0x46bdbd
 *
 * Counts are blocks in use and, in brackets, all that were ever allocated.
 */
export function readHeapProfile(bytes: Uint8Array): Profile | undefined {
  const lines = new LineReader(bytes);
  if (!lines.next()) {
    lines.expectEnd();
    return undefined;
  }
  const heading = readHeading(lines.text);
  if (heading === undefined) return undefined;

  const { period, hasAllocations } = heading;
  const valueTypes = hasAllocations
    ? [...OBJECTS_AND_SPACE('alloc_'), ...OBJECTS_AND_SPACE('inuse_')]
    : OBJECTS_AND_SPACE('');
  const builder = new StackBuilder(valueTypes.length);
  while (lines.nextMeaningful() && !announcesMemoryMap(lines.text)) addSample(builder, trimSpace(lines.text), heading);
  const periodType = { type: 'space', unit: 'bytes' };
  const header = { valueTypes, periodType, period, framesToDrop: ALLOCATOR_FRAMES };
  return builder.finish(header, readTrailingMemoryMap(lines));
}

function readHeading(line: string): HeapHeading | undefined {
  const heap = HEAP_HEADING.exec(line);
  if (heap === null) {
    return UNSAMPLED_HEADING.test(line) ? { period: 1, isSampled: false, hasAllocations: false } : undefined;
  }
  const [, inuseCount, inuseBytes, allocCount, allocBytes, kind, rateText = ''] = heap;
  // The digits are compared as text, as in pprof: in old files the brackets repeat the first pair, or are zero.
  const differs = (alloc: string, inuse: string) => alloc !== inuse && alloc !== '0';
  const hasAllocations = differs(allocCount, inuseCount) || differs(allocBytes, inuseBytes);
  const rate = rateText === '' ? 0 : parseDecimal(rateText);
  if (rate === undefined) return undefined;
  switch (kind) {
    case 'heapz_v2':
    case 'heap_v2':
      return { period: rate, isSampled: true, hasAllocations };
    case 'heap':
      // These files give twice their rate; Go does so on purpose.
      return { period: divide(rate, 2), isSampled: true, hasAllocations };
    case 'heapprofile':
      return { period: 1, isSampled: false, hasAllocations };
    default:
      return undefined;
  }
}

function addSample(builder: StackBuilder, line: string, { hasAllocations, isSampled, period }: HeapHeading): void {
  const match = SAMPLE.exec(line);
  if (match === null) throw new MalformedProfile('unexpected number of sample values: got 0, want 6');
  const [, inuseCount, inuseBytes, allocCount, allocBytes, addresses] = match;

  const values: Int64[] = [];
  let blockSize: Int64 = 0;
  const addPair = (name: string, countText: string, bytesText: string) => {
    const count = sampleNumber(countText, line);
    const bytes = sampleNumber(bytesText, line);
    if (count === 0 && bytes !== 0) throw new MalformedProfile(`${name} count was 0 but ${name} bytes was ${bytes}`);
    if (count !== 0) blockSize = divide(bytes, count);
    const blocks = isSampled ? unsampled({ count, bytes }, period) : { count, bytes };
    values.push(blocks.count, blocks.bytes);
  };
  if (hasAllocations) addPair('allocation', allocCount, allocBytes);
  addPair('inuse', inuseCount, inuseBytes);
  const stack = sampleAddresses(addresses, line).map(insideCall);
  builder.addSample(values, builder.locationsOf(stack), blockSize);
}
