import type { Profile } from '../tables.ts';
import { type Address, insideCall, parseAddress } from './address.ts';
import { PROFILER_FRAMES } from './frames-to-drop.ts';
import { parseDecimal } from './go-integer.ts';
import { LineReader, textOfLatin1 } from './line-reader.ts';
import { MalformedProfile } from './malformed.ts';
import { readTrailingMemoryMap } from './memory-map.ts';
import { StackBuilder } from './stack-builder.ts';

const HEADING = /^([^\t\n\f\r ]+) profile: total \d+$/;
const SAMPLE = /^(\d+) @( 0x[0-9a-f]+)+$/;

/**
 * Go's text profiles that count stacks (`goroutine?debug=1`, `threadcreate`, any other name):
 *
 *     goroutine profile: total 12
 *     7 @ 0x433111 0x46bdbd 0x473521
 *     #	0x4bf150	main.main+0xb0	main.go:132
 */
export function readGoCountProfile(bytes: Uint8Array): Profile | undefined {
  const lines = new LineReader(bytes);
  if (!lines.nextMeaningful()) {
    lines.expectEnd();
    return undefined;
  }
  const heading = HEADING.exec(lines.text);
  if (heading === null) return undefined;

  const builder = new StackBuilder(1);
  while (lines.nextMeaningful()) {
    const line = lines.text;
    if (line.startsWith('---')) break;
    if (!SAMPLE.test(line)) throw malformed();
    const [count, , ...addresses] = line.split(' ');
    const value = parseDecimal(count);
    if (value === undefined) throw malformed();
    builder.addSample([value], builder.locationsOf(addresses.map(calledFrom)));
  }
  const type = { type: textOfLatin1(heading[1]), unit: 'count' };
  const header = { valueTypes: [type], periodType: type, period: 1, framesToDrop: PROFILER_FRAMES };
  return builder.finish(header, readTrailingMemoryMap(lines));
}

function calledFrom(text: string): Address {
  const address = parseAddress(text.slice(2));
  if (address === undefined) throw malformed();
  return insideCall(address);
}

const malformed = () => new MalformedProfile('malformed profile format');
