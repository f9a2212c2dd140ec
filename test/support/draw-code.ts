import {
  Line,
  Location,
  Mapping,
  Function as PprofFunction,
  Profile as PprofProfile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import type { Profile } from '../../src/profile/tables.ts';

export interface CodeDrawing {
  /**
   * Addresses by a name: where they are, then their frames, innermost first, `<` between the inlined ones. A frame
   * is `name@file:line`, with the line its function begins at behind a `+`: `mix@main.go:29+28`.
   */
  readonly locations: Readonly<Record<string, string>>;
  /** Folded stacks of those names, one a line: from the root to the leaf, then the value, in nanoseconds. */
  readonly samples: string;
  readonly binary?: string;
}

/** Makes a profile of a program's code, for what looks at addresses and inlined calls. */
export function drawCode({ locations, samples, binary = '/bin/app' }: CodeDrawing): Profile {
  const stringTable = new StringTable();
  const text = (value: string) => stringTable.dedup(value);
  const functions = new Map<string, PprofFunction>();
  const names = Object.keys(locations);
  const lineOf = (frame: string): Line => {
    const [, name, file, line, startLine = '0'] = /^(.*?)@(.*?):(\d+)(?:\+(\d+))?$/.exec(frame) ?? [];
    if (name === undefined) throw new Error(`not a frame: ${frame}`);
    const fn =
      functions.get(`${name}@${file}`) ??
      new PprofFunction({
        id: functions.size + 1,
        name: text(name),
        filename: text(file),
        startLine: Number(startLine),
      });
    functions.set(`${name}@${file}`, fn);
    return new Line({ functionId: fn.id, line: Number(line) });
  };
  const location = names.map((name, i) => {
    const [, address, frames] = /^(0x[\da-f]+)\s*(.*)$/.exec(locations[name]) ?? [];
    const line = frames === '' ? [] : frames.split(' < ').map(lineOf);
    return new Location({ id: i + 1, mappingId: 1, address: BigInt(address), line });
  });
  const sample = samples
    .trim()
    .split('\n')
    .map((row) => {
      const [, stack, value] = /^\s*(\S+)\s+(-?\d+)$/.exec(row) ?? [];
      const locationId = stack.split(';').map((name) => names.indexOf(name) + 1);
      return new Sample({ locationId: locationId.reverse(), value: [BigInt(value)] });
    });
  const bytes = new PprofProfile({
    sampleType: [new ValueType({ type: text('cpu'), unit: text('nanoseconds') })],
    mapping: [new Mapping({ id: 1, memoryStart: 0, memoryLimit: 2 ** 32, filename: text(binary) })],
    sample,
    location,
    function: [...functions.values()],
    stringTable,
  }).encode();
  return decodeProfile(bytes);
}
