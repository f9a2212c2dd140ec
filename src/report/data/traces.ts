import { type EntryTable, entryNames } from '../../analysis/entries.ts';
import { labelsOf } from '../../profile/labels.ts';
import type { Profile } from '../../profile/tables.ts';
import { entryQuestion, type ReportRequest } from '../request.ts';
import { sampleValue, writeTraces } from '../traces.ts';
import { shareCell } from './entry-cells.ts';
import type { Cell, Column, LabelCell, ReportData } from './table.ts';

const COLUMNS: readonly Column[] = [
  { name: 'value', kind: 'value', meaning: 'what the sample counts' },
  { name: 'value_share', kind: 'share', meaning: '`value` as a share of the total' },
  { name: 'labels', kind: 'labels', meaning: 'its labels, numbers in the one unit of their key' },
  { name: 'stack', kind: 'names', meaning: 'its frames as the text report prints them, leaf first' },
  {
    name: 'inlined',
    kind: 'integers',
    meaning: 'the positions in `stack`, from 0, of frames inlined into the next one',
  },
];

/** Of `traces`: a row per sample that has a stack. */
export function tracesData(request: ReportRequest): ReportData {
  return {
    header: [],
    labels: request.labels,
    hidden: undefined,
    tables: [{ name: 'samples', columns: COLUMNS, rows: sampleRows(request) }],
    listing: writeTraces(request),
  };
}

function* sampleRows(request: ReportRequest): Generator<readonly Cell[]> {
  const { profile, labels, labelUnits } = request;
  const { table } = entryQuestion(request);
  const unitOf = (key: string) => labelUnits.units.get(key) ?? key;
  for (let sample = 0; sample < profile.samples.length; sample++) {
    if (profile.samples.stackStart[sample] === profile.samples.stackEnd[sample]) continue;
    const amount = sampleValue(request, sample);
    const { stack, inlined } = framesOf(profile, table, sample);
    yield [amount, shareCell(amount, labels.total), labelCells(profile, sample, unitOf), stack, inlined];
  }
}

function framesOf({ samples, stacks }: Profile, table: EntryTable, sample: number) {
  const { frames, frameStart } = table;
  const indexes: number[] = [];
  const inlined: number[] = [];
  for (let depth = samples.stackStart[sample]; depth < samples.stackEnd[sample]; depth++) {
    const end = frameStart[stacks[depth] + 1];
    for (let frame = frameStart[stacks[depth]]; frame < end; frame++) {
      if (frame < end - 1) inlined.push(indexes.length);
      indexes.push(frames[frame]);
    }
  }
  return { stack: { names: entryNames(table), indexes }, inlined };
}

const NO_LABELS: readonly LabelCell[] = [];

/** The labels of a sample, those with texts first. `unitOf` settles the unit of a number, given its key and its own. */
export function labelCells(
  profile: Profile,
  sample: number,
  unitOf: (key: string, unit: string) => string,
): readonly LabelCell[] {
  if (profile.samples.labelStart[sample] === profile.samples.labelEnd[sample]) return NO_LABELS;
  const { texts, numbers } = labelsOf(profile, sample);
  const cells: LabelCell[] = [];
  for (const [key, words] of texts) for (const text of words) cells.push({ key, text });
  for (const [key, values] of numbers) {
    for (const { value, unit } of values) cells.push({ key, number: value, unit: unitOf(key, unit) });
  }
  return cells;
}
