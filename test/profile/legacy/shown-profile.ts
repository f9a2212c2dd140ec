import { at } from '../../../src/base/int64.ts';
import { readLegacyProfile } from '../../../src/profile/legacy/read-legacy.ts';
import { NONE, type Profile } from '../../../src/profile/tables.ts';

/** A legacy file given as text of one character per byte. */
export function read(text: string): Profile | undefined {
  return readLegacyProfile(Buffer.from(text, 'latin1'));
}

export function readOrFail(text: string): Profile {
  const profile = read(text);
  if (profile === undefined) throw new Error('no format recognizes it');
  return profile;
}

/** `4 4096: 0x401010 0x402020 bytes=1024` for each sample. */
export function shownSamples({ samples, stacks, locations, labels }: Profile): string[] {
  return Array.from({ length: samples.length }, (_, sample) => {
    const values = samples.values.map((column) => at(column, sample)).join(' ');
    const stack = Array.from(
      { length: samples.stackEnd[sample] - samples.stackStart[sample] },
      (_, depth) => ` 0x${locations.address[stacks[samples.stackStart[sample] + depth]].toString(16)}`,
    );
    const hasLabel = samples.labelEnd[sample] > samples.labelStart[sample];
    const label = hasLabel ? ` bytes=${at(labels.number, samples.labelStart[sample])}` : '';
    return `${values}:${stack.join('')}${label}`;
  });
}

export function shownTypes({ valueTypes }: Profile): string {
  return valueTypes.map(({ type, unit }) => `${type}/${unit}`).join(' ');
}

/** `40-50 @10 /bin/cat abcd`, and behind it the addresses of its locations. */
export function shownMappings({ mappings, locations }: Profile): string[] {
  const hex = (number: bigint) => number.toString(16);
  return mappings.map(({ start, limit, offset, file, buildId }, mapping) => {
    const range = `${hex(start)}-${hex(limit)}${offset === 0n ? '' : ` @${hex(offset)}`}`;
    const addresses = Array.from(locations.address, hex).filter((_, at) => locations.mapping[at] === mapping);
    const holds = addresses.length === 0 ? '' : `: ${addresses.join(' ')}`;
    return [range, file, buildId].filter((word) => word !== '').join(' ') + holds;
  });
}

export function unmapped({ locations }: Profile): string[] {
  return Array.from(locations.address, (address) => address.toString(16)).filter(
    (_, at) => locations.mapping[at] === NONE,
  );
}
