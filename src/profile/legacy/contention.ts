import { type Int64, truncate } from '../../base/int64.ts';
import type { Profile } from '../tables.ts';
import { insideCall } from './address.ts';
import { LOCK_FRAMES } from './frames-to-drop.ts';
import { multiply, parseInteger } from './go-integer.ts';
import { LineReader, trimSpace } from './line-reader.ts';
import { readTrailingMemoryMap } from './memory-map.ts';
import { sampleAddresses, sampleNumber } from './sample-line.ts';
import { StackBuilder } from './stack-builder.ts';

const HEADINGS = ['--- contentionz ', '--- mutex:', '--- contention:'];
export const NANOS_PER_MILLISECOND = 1_000_000;

/**
 * A delay, a count and a stack. Where there is one number only its last digit is the count, as for pprof. The
 * look-behinds keep the search linear: a number is looked at from its first digit only.
 */
const SAMPLE = /(?:(?<!\d)(\d+) +(\d+)|(?<!\d)(\d+)(\d)) @([ x0-9a-f]*)/;

interface ContentionHeader {
  /** 0 where delays are in nanoseconds already. */
  cyclesPerSecond: Int64;
  /** How many contentions each recorded one stands for. */
  period: Int64;
  durationNanos: Int64;
}

/**
 * Text profiles of contended locks by gperftools and Go (`mutex?debug=1`, `block?debug=1`):
 *
 *     --- mutex:
 *     cycles/second=2499997925
 *     sampling period=1
 *     761647625 79 @ 0x4d4a99 0x473521
 *
 * Those of Java begin alike; attributes that are not known here may be known there.
 */
export function readContentionProfile(bytes: Uint8Array): Profile | undefined {
  const lines = new LineReader(bytes);
  if (!lines.next() || !HEADINGS.some((heading) => lines.text.startsWith(heading))) return undefined;

  const builder = new StackBuilder(2);
  const header: ContentionHeader = { cyclesPerSecond: 0, period: 1, durationNanos: 0 };
  let isHeader = true;
  while (lines.nextMeaningful()) {
    const line = trimSpace(lines.text);
    if (line.startsWith('---')) break;
    isHeader &&= line.includes('=');
    if (!(isHeader ? readAttribute(line, header) : addSample(builder, line, header))) return undefined;
  }
  const periodType = { type: 'contentions', unit: 'count' };
  const valueTypes = [periodType, { type: 'delay', unit: 'nanoseconds' }];
  const { period, durationNanos } = header;
  return builder.finish(
    { valueTypes, periodType, period, durationNanos, framesToDrop: LOCK_FRAMES },
    readTrailingMemoryMap(lines),
  );
}

/** Takes over a `name = value` line; false where it is not one of these profiles. */
function readAttribute(line: string, header: ContentionHeader): boolean {
  const equals = line.indexOf('=');
  const name = trimSpace(line.slice(0, equals));
  if (name === 'discarded samples') return true;
  const value = parseInteger(trimSpace(line.slice(equals + 1)));
  if (value === undefined) return false;
  if (name === 'cycles/second') header.cyclesPerSecond = value;
  else if (name === 'sampling period') header.period = value;
  else if (name === 'ms since reset') header.durationNanos = multiply(value, NANOS_PER_MILLISECOND);
  else return false;
  return true;
}

/** Adds the sample of a line; false where it is none. */
function addSample(builder: StackBuilder, line: string, { period, cyclesPerSecond }: ContentionHeader): boolean {
  const match = SAMPLE.exec(line);
  if (match === null) return false;
  const [, longDelay, longCount, delayText = longDelay, countText = longCount, addresses] = match;
  let delay = sampleNumber(delayText, line);
  let count = sampleNumber(countText, line);
  const stack = sampleAddresses(addresses, line).map(insideCall);
  if (period > 0) {
    if (cyclesPerSecond > 0) {
      const cyclesPerNano = Number(cyclesPerSecond) / 1e9;
      delay = truncate((Number(delay) * Number(period)) / cyclesPerNano);
    }
    count = multiply(count, period);
  }
  builder.addSample([count, delay], builder.locationsOf(stack));
  return true;
}
