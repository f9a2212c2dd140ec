import {
  Line,
  Location,
  Function as PprofFunction,
  Profile as PprofProfile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import type { Profile } from '../../src/profile/tables.ts';

/**
 * Makes a profile from folded stacks, one a line: frames from the root to the leaf, `;` between them, then the value.
 * Indentation and blank lines do not count. A frame `name@file.go:12` has a file and a line.
 *
 *   main;serve;parse   30
 *   main;serve         10
 */
export function drawProfile(text: string): Profile {
  return decodeProfile(encodeDrawing(text));
}

/** The same as the bytes of a profile.proto file, uncompressed. */
export function encodeDrawing(text: string): Uint8Array {
  return drawing(text).encode();
}

/** The same as an object of pprof-format, to be changed. */
export function drawing(text: string): PprofProfile {
  const stringTable = new StringTable();
  const functions = new Map<string, PprofFunction>();
  const locations = new Map<string, Location>();

  const locationOf = (frame: string): number => {
    let location = locations.get(frame);
    if (location === undefined) {
      const [, name, file = '', line = '0'] = /^(.*?)(?:@(.*?)(?::(\d+))?)?$/.exec(frame) ?? [];
      let fn = functions.get(`${name}@${file}`);
      if (fn === undefined) {
        fn = new PprofFunction({
          id: functions.size + 1,
          name: stringTable.dedup(name),
          filename: stringTable.dedup(file),
        });
        functions.set(`${name}@${file}`, fn);
      }
      const id = locations.size + 1;
      location = new Location({ id, line: [new Line({ functionId: fn.id, line: Number(line) })] });
      locations.set(frame, location);
    }
    return Number(location.id);
  };

  const sample = text
    .split('\n')
    .map((row) => row.trim())
    .filter((row) => row !== '')
    .map((row) => {
      const [, stack, value] = /^(.*?)\s+(-?\d+)$/.exec(row) ?? [];
      if (stack === undefined) throw new Error(`not a folded stack: ${row}`);
      const frames = stack.split(';').filter((frame) => frame !== '');
      return new Sample({ locationId: frames.map(locationOf).reverse(), value: [BigInt(value)] });
    });

  return new PprofProfile({
    sampleType: [new ValueType({ type: stringTable.dedup('cpu'), unit: stringTable.dedup('nanoseconds') })],
    sample,
    location: [...locations.values()],
    function: [...functions.values()],
    stringTable,
  });
}
