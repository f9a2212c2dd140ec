import type { Int64 } from '../../base/int64.ts';
import { type Address, parseAddress } from './address.ts';
import { integerProblem, parseDecimal } from './go-integer.ts';
import { textOfLatin1 } from './line-reader.ts';
import { MalformedProfile } from './malformed.ts';

/** A number of a sample line; throws where it is out of range. */
export function sampleNumber(digits: string, line: string): Int64 {
  const value = parseDecimal(digits);
  if (value === undefined)
    throw new MalformedProfile(`malformed sample: ${textOfLatin1(line)}: ${integerProblem(digits)}`);
  return value;
}

/** All `0x…` of a text, in small letters; throws where one has more than 64 bits. */
export function sampleAddresses(text: string, line: string): Address[] {
  return (text.match(/0x[\da-f]+/g) ?? []).map((number) => {
    const address = parseAddress(number.slice(2));
    if (address !== undefined) return address;
    const problem = `failed to parse as hex 64-bit number: ${number}`;
    throw new MalformedProfile(`malformed sample: ${textOfLatin1(line)}: ${problem}`);
  });
}
