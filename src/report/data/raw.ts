import { at } from '../../base/int64.ts';
import { withoutInlines } from '../../profile/inlines.ts';
import { stringAt } from '../../profile/strings.ts';
import { NONE, type Profile } from '../../profile/tables.ts';
import { writeRaw } from '../raw.ts';
import type { ReportRequest } from '../request.ts';
import { addressText, known } from './entry-cells.ts';
import type { Cell, Column, ReportData } from './table.ts';
import { labelCells } from './traces.ts';

const SAMPLE_COLUMNS: readonly Column[] = [
  { name: 'values', kind: 'integers', meaning: 'a value for each of the value types of the profile' },
  { name: 'locations', kind: 'integers', meaning: 'the ids of its locations, leaf first' },
  { name: 'labels', kind: 'labels', meaning: 'its labels, numbers in their own unit' },
];

const LOCATION_COLUMNS: readonly Column[] = [
  { name: 'location', kind: 'integer', meaning: 'the id of the location' },
  { name: 'address', kind: 'address', meaning: 'its address' },
  { name: 'mapping', kind: 'integer', meaning: 'the id of its mapping' },
  { name: 'folded', kind: 'boolean', meaning: 'whether it stands for several with the same code' },
  { name: 'depth', kind: 'integer', meaning: 'of inlined frames: 0 for the innermost; none where no frame is known' },
  { name: 'function', kind: 'text', meaning: 'the function' },
  { name: 'system_name', kind: 'text', meaning: 'its name for the linker' },
  { name: 'file', kind: 'text', meaning: 'the source file' },
  { name: 'line', kind: 'integer', meaning: 'the line' },
  { name: 'column', kind: 'integer', meaning: 'the column in that line' },
  { name: 'start_line', kind: 'integer', meaning: 'the line that the function begins at' },
];

const MAPPING_COLUMNS: readonly Column[] = [
  { name: 'mapping', kind: 'integer', meaning: 'the id of the mapping' },
  { name: 'start', kind: 'address', meaning: 'the address it begins at' },
  { name: 'limit', kind: 'address', meaning: 'the first address behind it' },
  { name: 'offset', kind: 'address', meaning: 'where in the file it begins' },
  { name: 'file', kind: 'text', meaning: 'the binary' },
  { name: 'build_id', kind: 'text', meaning: 'the build id of the binary' },
  { name: 'has_functions', kind: 'boolean', meaning: 'whether its functions are known' },
  { name: 'has_filenames', kind: 'boolean', meaning: 'whether their files are known' },
  { name: 'has_line_numbers', kind: 'boolean', meaning: 'whether their lines are known' },
  { name: 'has_inline_frames', kind: 'boolean', meaning: 'whether inlined frames are known' },
];

/** Of `raw` and `proto`: all samples, all locations by frame, all mappings. */
export function rawData(request: ReportRequest): ReportData {
  const { profile: selected, options, labels } = request;
  const profile = options.noinlines ? withoutInlines(selected, options.showcolumns) : selected;
  return {
    header: [],
    labels,
    hidden: undefined,
    tables: [
      { name: 'samples', columns: SAMPLE_COLUMNS, rows: sampleRows(profile) },
      { name: 'locations', columns: LOCATION_COLUMNS, rows: locationRows(profile) },
      { name: 'mappings', columns: MAPPING_COLUMNS, rows: mappingRows(profile) },
    ],
    listing: writeRaw(request),
  };
}

function* sampleRows(profile: Profile): Generator<readonly Cell[]> {
  const { samples, stacks, locations } = profile;
  const ids = Array.from(locations.id, idCell);
  const ownUnit = (_: string, unit: string) => unit;
  for (let sample = 0; sample < samples.length; sample++) {
    const stack = [];
    for (let depth = samples.stackStart[sample]; depth < samples.stackEnd[sample]; depth++) {
      stack.push(ids[stacks[depth]]);
    }
    const values = samples.values.map((column) => at(column, sample));
    yield [values, stack, labelCells(profile, sample, ownUnit)];
  }
}

/** Ids are unsigned: those that are safe as numbers, else as they are. */
const idCell = (id: bigint) => (id <= Number.MAX_SAFE_INTEGER ? Number(id) : id);

function* locationRows({ locations, lines, functions, mappings, strings }: Profile): Generator<readonly Cell[]> {
  for (let location = 0; location < locations.length; location++) {
    const mapping = locations.mapping[location];
    const head = [
      locations.id[location],
      addressText(locations.address[location]),
      mapping === NONE ? undefined : mappings[mapping].id,
      locations.isFolded[location] === 1,
    ];
    const first: number = locations.lineStart[location];
    if (first === locations.lineEnd[location]) yield [...head, ...NO_FRAME];
    for (let line: number = first; line < locations.lineEnd[location]; line++) {
      const fn = lines.function[line];
      yield [
        ...head,
        line - first,
        stringAt(strings, functions.name[fn]),
        stringAt(strings, functions.systemName[fn]),
        known(stringAt(strings, functions.fileName[fn])),
        known(lines.line[line]),
        known(lines.column[line]),
        known(functions.startLine[fn]),
      ];
    }
  }
}

const NO_FRAME = [undefined, undefined, undefined, undefined, undefined, undefined, undefined];

function* mappingRows({ mappings }: Profile): Generator<readonly Cell[]> {
  for (const { id, start, limit, offset, file, buildId, ...has } of mappings) {
    yield [
      id,
      addressText(start),
      addressText(limit),
      addressText(offset),
      known(file),
      known(buildId),
      has.hasFunctions,
      has.hasFilenames,
      has.hasLineNumbers,
      has.hasInlineFrames,
    ];
  }
}
