import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildEntries, type EntryOptions, keyText } from '../../src/analysis/entries.ts';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import { asColumn, type LocationTable } from '../../src/profile/tables.ts';
import { randomProfile } from '../support/random-profile.ts';

const options: fc.Arbitrary<EntryOptions> = fc.record({
  granularity: fc.constantFrom('functions', 'filefunctions', 'files', 'lines', 'addresses'),
  noInlines: fc.boolean(),
  showColumns: fc.boolean(),
  keepsObjects: fc.boolean(),
  trimPath: fc.constant(''),
  sourcePath: fc.constant(''),
  keepsPaths: fc.boolean(),
});

test('a location has the entries among others that it has alone', () => {
  fc.assert(
    fc.property(randomProfile, options, ({ bytes }, given) => {
      const profile = decodeProfile(bytes);
      const { entries, frames, frameStart } = buildEntries(profile, given);
      const keys = entries.map(keyText);
      expect(new Set(keys).size).toBe(keys.length);
      for (let location = 0; location < profile.locations.length; location++) {
        const alone = buildEntries({ ...profile, locations: onlyOne(profile.locations, location) }, given);
        const framesAlone = Array.from(
          { length: alone.frames.length },
          (_, frame) => alone.entries[alone.frames[frame]],
        );
        const here = Array.from({ length: frameStart[location + 1] - frameStart[location] }, (_, frame) => {
          return entries[frames[frameStart[location] + frame]];
        });
        expect(here).toEqual(framesAlone);
      }
    }),
  );
});

function onlyOne(locations: LocationTable, row: number): LocationTable {
  const only = <Value extends number>(column: { readonly [index: number]: Value }) =>
    asColumn<Value>(Int32Array.of(column[row]));
  return {
    length: 1,
    id: locations.id.slice(row, row + 1),
    mapping: only(locations.mapping),
    address: locations.address.slice(row, row + 1),
    isFolded: locations.isFolded.slice(row, row + 1),
    lineStart: only(locations.lineStart),
    lineEnd: only(locations.lineEnd),
  };
}
