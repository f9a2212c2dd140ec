import { Function as GoFunction, Label, Line, Location, Profile, Sample, StringTable, ValueType } from 'pprof-format';
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import type { Profile as ProfileTables } from '../../../src/profile/tables.ts';

/**
 * Makes a heap profile of Go from drawn stacks, one a line: frames `name@file:line` from the root to the leaf, `;` between
 * them, then for each size of blocks `size:in use/allocated`, the latter two in objects.
 *
 *   main.main@main.go:3;main.load@main.go:9   4096:2/5 8192:1/1
 */
export function drawHeap(text: string): ProfileTables {
  return draw(
    text,
    ['alloc_objects/count', 'alloc_space/bytes', 'inuse_objects/count', 'inuse_space/bytes'],
    blockSamples,
  );
}

/** Makes a goroutine profile: stacks as above, then how many goroutines have it. */
export function drawGoroutines(text: string): ProfileTables {
  return draw(text, ['goroutine/count'], (counts) => [{ values: [Number(counts)] }]);
}

interface DrawnSample {
  readonly values: readonly number[];
  readonly size?: number;
}

function blockSamples(text: string): DrawnSample[] {
  return text.split(' ').map((block) => {
    const [size, inuse, alloc] = block.split(/[:/]/).map(Number);
    return { size, values: [alloc, alloc * size, inuse, inuse * size] };
  });
}

function draw(text: string, types: readonly string[], samplesOf: (figures: string) => DrawnSample[]): ProfileTables {
  const stringTable = new StringTable();
  const locations = new Map<string, Location>();
  const functions = new Map<string, GoFunction>();
  const locationOf = (frame: string): number => {
    let location = locations.get(frame);
    if (location === undefined) {
      const [, name, file = '', line = '0'] = /^(.*?)(?:@(.*?)(?::(\d+))?)?$/.exec(frame) ?? [];
      const id = functions.get(name)?.id ?? functions.size + 1;
      functions.set(name, new GoFunction({ id, name: stringTable.dedup(name), filename: stringTable.dedup(file) }));
      location = new Location({ id: locations.size + 1, line: [new Line({ functionId: id, line: Number(line) })] });
      locations.set(frame, location);
    }
    return Number(location.id);
  };
  const bytes = stringTable.dedup('bytes');
  const sample = text
    .split('\n')
    .map((row) => row.trim())
    .filter((row) => row !== '')
    .flatMap((row) => {
      const [, stack, figures] = /^(\S+)\s+(.*)$/.exec(row) ?? [];
      const locationId = stack.split(';').map(locationOf).reverse();
      return samplesOf(figures).map(
        ({ values, size }) =>
          new Sample({
            locationId,
            value: values.map(BigInt),
            label: size === undefined ? [] : [new Label({ key: bytes, num: size })],
          }),
      );
    });
  const sampleType = types.map((type) => {
    const [name, unit] = type.split('/');
    return new ValueType({ type: stringTable.dedup(name), unit: stringTable.dedup(unit) });
  });
  return decodeProfile(
    new Profile({
      sampleType,
      sample,
      location: [...locations.values()],
      function: [...functions.values()],
      stringTable,
    }).encode(),
  );
}
