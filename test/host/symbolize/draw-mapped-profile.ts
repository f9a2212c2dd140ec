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
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import { stringAt } from '../../../src/profile/strings.ts';
import { NONE, type Profile } from '../../../src/profile/tables.ts';

export interface DrawnMapping {
  readonly file?: string;
  readonly buildId?: string;
  /** 0x1000 where nothing else is said. */
  readonly start?: bigint;
  readonly offset?: bigint;
  /** Of `[FN]`, `[FL]`, `[LN]` and `[IN]`. */
  readonly flags?: string;
}

/** An address, the number of its mapping from 1 on (0 for none), and the frames it has already, `name file line`. */
export type DrawnLocation = readonly [address: bigint | number, mapping: number, ...frames: string[]];

/** A profile with a sample for each location. */
export function drawMappedProfile(mappings: readonly DrawnMapping[], locations: readonly DrawnLocation[]): Profile {
  const stringTable = new StringTable();
  const text = (value = '') => stringTable.dedup(value);
  const functions: PprofFunction[] = [];
  const lineOf = (frame: string) => {
    const [name, file, line] = frame.split(' ');
    functions.push(
      new PprofFunction({
        id: functions.length + 1,
        name: text(name),
        systemName: text(name),
        filename: text(file),
      }),
    );
    return new Line({ functionId: functions.length, line: Number(line) });
  };
  const profile = new PprofProfile({
    sampleType: [new ValueType({ type: text('cpu'), unit: text('nanoseconds') })],
    mapping: mappings.map(
      ({ file, buildId, start = 0x1000n, offset = 0n, flags = '' }, i) =>
        new Mapping({
          id: i + 1,
          memoryStart: start,
          memoryLimit: start + 0x1000n,
          fileOffset: offset,
          filename: text(file),
          buildId: text(buildId),
          hasFunctions: flags.includes('[FN]'),
          hasFilenames: flags.includes('[FL]'),
          hasLineNumbers: flags.includes('[LN]'),
          hasInlineFrames: flags.includes('[IN]'),
        }),
    ),
    location: locations.map(
      ([address, mapping, ...frames], i) =>
        new Location({ id: i + 1, address: BigInt(address), mappingId: mapping, line: frames.map(lineOf) }),
    ),
    function: functions,
    sample: locations.map((_, i) => new Sample({ locationId: [i + 1], value: [10] })),
    stringTable,
  });
  return decodeProfile(profile.encode());
}

/** Locations and mappings in short: `0x10 M=1 name file:line`, and `1: file buildId [FN][FL]`. */
export function drawnSymbols(profile: Profile): string[] {
  const { locations, lines, functions, strings, mappings } = profile;
  const rows = Array.from({ length: locations.length }, (_, location) => {
    const frames: string[] = [];
    for (let line = locations.lineStart[location]; line < locations.lineEnd[location]; line++) {
      const fn = lines.function[line];
      frames.push(
        `${stringAt(strings, functions.name[fn])} ${stringAt(strings, functions.fileName[fn])}:${lines.line[line]}`,
      );
    }
    const mapping = locations.mapping[location];
    return `0x${locations.address[location].toString(16)} M=${mapping === NONE ? 0 : mapping + 1} ${frames.join('; ')}`;
  });
  const flagsOf = (mapping: Profile['mappings'][number]) =>
    [
      mapping.hasFunctions ? '[FN]' : '',
      mapping.hasFilenames ? '[FL]' : '',
      mapping.hasLineNumbers ? '[LN]' : '',
      mapping.hasInlineFrames ? '[IN]' : '',
    ].join('');
  const files = mappings.map((mapping, i) => `${i + 1}: ${mapping.file} ${mapping.buildId} ${flagsOf(mapping)}`);
  return [...rows, ...files].map((row) => row.trimEnd());
}
