import { compareText } from '../base/byte-text.ts';
import { at } from '../base/int64.ts';
import { durationText, preciseTimeText } from '../base/time-text.ts';
import { withoutInlines } from '../profile/inlines.ts';
import { labelsOf } from '../profile/labels.ts';
import { stringAt } from '../profile/strings.ts';
import { NONE, type Profile } from '../profile/tables.ts';
import type { Line } from './line.ts';
import type { Report } from './report.ts';
import type { ReportRequest } from './request.ts';

export const rawReport: Report = {
  name: 'raw',
  summary: 'Print the whole profile as text: samples, locations, mappings.',
  argument: 'none',
  defaults: { untrimmed: true, granularity: 'addresses' },
  write: writeRaw,
};

/** The text of a profile. */
export function* writeRaw({ profile: selected, host, options }: ReportRequest): Generator<Line> {
  const profile = options.noinlines ? withoutInlines(selected, options.showcolumns) : selected;
  for (const comment of profile.comments) yield `Comment: ${comment}`;
  if (profile.docUrl !== '') yield `Doc: ${profile.docUrl}`;
  yield `PeriodType: ${profile.periodType.type} ${profile.periodType.unit}`;
  yield `Period: ${profile.period}`;
  if (profile.timeNanos !== 0n) yield `Time: ${preciseTimeText(profile.timeNanos, host.timeZone)}`;
  // pprof cuts the duration to its first four characters, whatever that leaves of its unit.
  if (profile.durationNanos !== 0n) yield `Duration: ${[...durationText(profile.durationNanos)].slice(0, 4).join('')}`;
  yield 'Samples:';
  yield valueTypeLine(profile);
  yield* sampleLines(profile);
  yield 'Locations';
  yield* locationLines(profile);
  yield 'Mappings';
  for (const mapping of profile.mappings) {
    const { id, start, limit, offset, file, buildId } = mapping;
    const flags = [
      mapping.hasFunctions ? '[FN]' : '',
      mapping.hasFilenames ? '[FL]' : '',
      mapping.hasLineNumbers ? '[LN]' : '',
      mapping.hasInlineFrames ? '[IN]' : '',
    ].join('');
    yield `${id}: 0x${start.toString(16)}/0x${limit.toString(16)}/0x${offset.toString(16)} ${file} ${buildId} ${flags}`;
  }
}

function valueTypeLine({ valueTypes, defaultValueType }: Profile): string {
  const mark = (type: string) => (type === defaultValueType ? '[dflt]' : '');
  return valueTypes
    .map(({ type, unit }) => `${type}/${unit}${mark(type)}`)
    .join(' ')
    .trim();
}

const LABEL_INDENT = ' '.repeat(16);

function* sampleLines(profile: Profile): Generator<string> {
  const { samples, stacks, locations } = profile;
  for (let sample = 0; sample < samples.length; sample++) {
    let line = samples.values.map((column) => ` ${String(at(column, sample)).padStart(10)}`).join('');
    line += ': ';
    for (let depth = samples.stackStart[sample]; depth < samples.stackEnd[sample]; depth++) {
      line += `${locations.id[stacks[depth]]} `;
    }
    yield line;
    const { texts, numbers } = labelsOf(profile, sample);
    if (texts.size > 0) {
      const words = Array.from(texts, ([key, values]) => `${key}:[${values.join(' ')}]`);
      yield LABEL_INDENT + words.sort(compareText).join(' ');
    }
    if (numbers.size > 0) {
      const words = Array.from(numbers, ([key, values]) => {
        const hasUnits = values.some(({ unit }) => unit !== '');
        return `${key}:[${values.map((number) => (hasUnits ? `${number.value} ${number.unit}` : number.value)).join(' ')}]`;
      });
      yield LABEL_INDENT + words.sort(compareText).join(' ');
    }
  }
}

function* locationLines({ locations, lines, functions, mappings, strings }: Profile): Generator<string> {
  for (let location = 0; location < locations.length; location++) {
    const mapping = locations.mapping[location];
    let head = `${String(locations.id[location]).padStart(6)}: 0x${locations.address[location].toString(16)} `;
    if (mapping !== NONE) head += `M=${mappings[mapping].id} `;
    if (locations.isFolded[location] === 1) head += '[F] ';
    if (locations.lineStart[location] === locations.lineEnd[location]) yield head;
    for (let line: number = locations.lineStart[location]; line < locations.lineEnd[location]; line++) {
      const fn = lines.function[line];
      const name = stringAt(strings, functions.name[fn]);
      const systemName = stringAt(strings, functions.systemName[fn]);
      const place = `${stringAt(strings, functions.fileName[fn])}:${lines.line[line]}:${lines.column[line]}`;
      const linkerName = systemName === name ? '' : `(${systemName})`;
      yield `${head}${name} ${place} s=${functions.startLine[fn]}${linkerName}`;
      head = ' '.repeat(13);
    }
  }
}
