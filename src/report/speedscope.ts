/**
 * The file format of speedscope, a flame graph viewer that runs in a browser: frames that all profiles share, then a
 * profile per sample type, with stacks of numbers of frames, root first, and a weight for each. Written after its
 * documentation, https://github.com/jlfwong/speedscope/wiki/Importing-from-custom-sources.
 */
import { addUpByStack, type DistinctStacks, distinctStacks } from '../analysis/distinct-stacks.ts';
import { type Entry, type EntryTable, entryName } from '../analysis/entries.ts';
import { at, type Int64, type Int64Column } from '../base/int64.ts';
import { baseName } from '../base/path-text.ts';
import type { ValueType } from '../profile/tables.ts';
import { isTimeUnit, scale } from '../profile/units.ts';
import { noticeOfNegatives } from './folded.ts';
import { jsonString } from './formats/json-text.ts';
import type { Report } from './report.ts';
import { entryQuestion, type ReportRequest } from './request.ts';
import { numbersOf, stackWriter } from './stack-text.ts';

export const speedscopeReport: Report = {
  name: 'speedscope',
  isOurs: true,
  summary: 'Write all stacks, with the values of every sample type, as a file for speedscope.',
  argument: 'none',
  defaults: { untrimmed: true, keepsPaths: true },
  document: { extension: 'speedscope.json' },
  write: writeSpeedscope,
};

function writeSpeedscope(given: ReportRequest): Iterable<string> {
  // The viewer tells functions apart by their files, and shows them.
  const granularity = given.options.granularity || 'filefunctions';
  const request = { ...given, options: { ...given.options, granularity } };
  const { profile, labels, notify } = request;
  const { table } = entryQuestion(request);
  const frames = framesOf(table);
  const stacks = distinctStacks(profile, table, frames.frameOf);
  const types = profile.valueTypes.map((type, i) => ({ type, sums: addUpByStack(stacks, profile.samples.values[i]) }));
  for (const { type, sums } of types) {
    const notice = noticeOfNegatives(stacks.length, (stack) => at(sums, stack), { ...labels, ...type, ratio: 1 });
    if (notice !== undefined) notify(notice);
  }
  return fileLines(request, { table, frames, stacks, types });
}

interface Frames {
  /** By entry: the number of its frame. */
  readonly frameOf: Int32Array;
  /** Each frame as JSON. */
  readonly texts: readonly string[];
}

function framesOf({ entries }: EntryTable): Frames {
  const texts = entries.map(frameText);
  return { frameOf: numbersOf(texts), texts: [...new Set(texts)] };
}

/** The parts that a frame has a place for do not stand in its name too. */
function frameText(entry: Entry): string {
  const { functionName, file, line, column } = entry;
  const name = functionName === '' ? entryName(entry) : entryName({ ...entry, file: '', line: 0, column: 0 });
  const parts = [`"name":${jsonString(name)}`];
  if (file !== '') parts.push(`"file":${jsonString(file)}`);
  if (line > 0) parts.push(`"line":${line}`);
  if (column > 0) parts.push(`"col":${column}`);
  return `{${parts.join(',')}}`;
}

interface FileModel {
  readonly table: EntryTable;
  readonly frames: Frames;
  readonly stacks: DistinctStacks;
  readonly types: readonly { readonly type: ValueType; readonly sums: Int64Column }[];
}

function* fileLines(request: ReportRequest, { table, frames, stacks, types }: FileModel): Generator<string> {
  const { profile, valueType } = request;
  const stackText = stackWriter(profile, table, Array.from(frames.frameOf, String), ',');
  const binary = profile.mappings.at(0)?.file ?? '';
  const name = binary === '' ? 'profile' : baseName(binary);
  yield '{';
  yield '"$schema":"https://www.speedscope.app/file-format-schema.json",';
  yield '"exporter":"pprof-shell",';
  yield `"name":${jsonString(name)},`;
  yield `"activeProfileIndex":${Math.max(0, profile.valueTypes.indexOf(valueType))},`;
  yield '"shared":{"frames":[';
  yield* separated(frames.texts);
  yield ']},';
  yield '"profiles":[';
  for (const [i, { type, sums }] of types.entries()) {
    const unit = unitOf(type.unit);
    yield '{"type":"sampled",';
    yield `"name":${jsonString(type.type)},`;
    yield `"unit":"${unit.name}",`;
    yield '"samples":[';
    yield* separated(stackTexts(sums));
    yield '],';
    yield '"weights":[';
    yield* separated(weightTexts(sums, unit));
    yield '],';
    yield '"startValue":0,';
    yield `"endValue":${weightText(positiveSum(sums), unit)}`;
    yield i === types.length - 1 ? '}' : '},';
  }
  yield ']';
  yield '}';

  function* stackTexts(sums: Int64Column): Generator<string> {
    for (let stack = 0; stack < stacks.length; stack++) {
      if (sums[stack] > 0) yield `[${stackText(stacks.sample[stack])}]`;
    }
  }
}

function* weightTexts(sums: Int64Column, unit: WeightUnit): Generator<string> {
  for (let stack = 0; stack < sums.length; stack++) {
    if (sums[stack] > 0) yield weightText(at(sums, stack), unit);
  }
}

/** Without the limits of int64: weights are added up again where they are read. */
function positiveSum(sums: Int64Column): bigint {
  let sum = 0n;
  for (let stack = 0; stack < sums.length; stack++) if (sums[stack] > 0) sum += BigInt(sums[stack]);
  return sum;
}

/** A unit that the format knows, and the one that values are converted from; undefined where they stay as they are. */
interface WeightUnit {
  readonly name: string;
  readonly from?: string;
}

const KNOWN_UNITS: ReadonlySet<string> = new Set(['nanoseconds', 'microseconds', 'milliseconds', 'seconds', 'bytes']);

function unitOf(unit: string): WeightUnit {
  if (KNOWN_UNITS.has(unit)) return { name: unit };
  if (isTimeUnit(unit)) return { name: 'seconds', from: unit };
  return scale(1, unit, 'bytes').unit === 'B' ? { name: 'bytes', from: unit } : { name: 'none' };
}

function weightText(weight: Int64, { name, from }: WeightUnit): string {
  return String(from === undefined ? weight : scale(weight, from, name).value);
}

/** The members of a list, a line each. */
function* separated(members: Iterable<string>): Generator<string> {
  let before: string | undefined;
  for (const member of members) {
    if (before !== undefined) yield `${before},`;
    before = member;
  }
  if (before !== undefined) yield before;
}
