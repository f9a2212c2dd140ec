import type { CodeRow } from '../../analysis/function-code.ts';
import type { FunctionLines } from '../../analysis/function-lines.ts';
import type { ShownSums } from '../../analysis/instructions.ts';
import { lineRanges } from '../../analysis/line-ranges.ts';
import { abs, compare, type Int64 } from '../../base/int64.ts';
import { baseName } from '../../base/path-text.ts';
import type { SourceFile } from '../../profile/source-path.ts';
import { profileHeader } from '../header.ts';
import type { ReportRequest } from '../request.ts';
import { shareLabel, shareOf, valueLabel } from '../value-labels.ts';
import type { Assembly } from './assembly.ts';
import type { Page, PageFunction, PageInstruction, PageLine, PageSums } from './page.ts';

/** From this share of the total on a line is one to look at. */
const HOT_SHARE = 0.01;

/** Finds the sources and puts into words what the page shows of the functions and their code. */
export function pageOf(request: ReportRequest, functions: readonly FunctionLines[], code: readonly Assembly[]): Page {
  const { profile, labels, host, pattern, activeFilters } = request;
  const allLines = functions.flatMap(({ lines }) => [...lines.values()]);
  const scale = heatScale(request, allLines);
  const sourceOf = sourceReader(request);
  const binary = profile.mappings.at(0)?.file ?? '';
  const common = problemsOfSeveral(code);
  const lacksSources = functions.some(({ file }) => sourceOf(file)?.type === 'missing');
  return {
    title: binary === '' ? `${pattern?.source}` : `${pattern?.source} in ${baseName(binary)}`,
    total: valueLabel(labels, labels.total),
    facts: [
      ...profileHeader(profile, labels, host.timeZone),
      `Pattern: ${pattern?.source}`,
      ...activeFilters,
      'Flat: spent in the code of the line, with what was inlined into it',
      'Cum: spent there and in all that is called from there',
    ],
    notes: [
      ...(functions.length === 0 ? ['What matches has no values in this profile.'] : []),
      ...(lacksSources ? [MISSING_SOURCES] : []),
      ...common,
    ],
    functions: functions.map((fn, i) => {
      const problems = code[i].problems.filter((problem) => !common.has(problem));
      return pageFunction(request, fn, { ...code[i], problems }, sourceOf(fn.file), scale);
    }),
  };
}

/** What keeps several functions from having their assembly is said once, above them. */
function problemsOfSeveral(code: readonly Assembly[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { problems } of code) {
    for (const problem of problems) (seen.has(problem) ? repeated : seen).add(problem);
  }
  return repeated;
}

/** How values become heat, and from where on a line is hot. */
interface HeatScale {
  readonly largestFlat: Int64;
  readonly isHot: (sums: ShownSums) => boolean;
}

function heatScale({ labels }: ReportRequest, lines: readonly ShownSums[]): HeatScale {
  const isLarge = (amount: Int64) => shareOf(labels, amount) >= HOT_SHARE;
  const hasHotFlat = lines.some(({ flat }) => isLarge(flat));
  return {
    largestFlat: lines.reduce<Int64>((largest, { flat }) => (compare(abs(flat), largest) > 0 ? abs(flat) : largest), 0),
    isHot: hasHotFlat ? ({ flat }) => isLarge(flat) : ({ cum }) => isLarge(cum),
  };
}

function sourceReader({ host, options }: ReportRequest): (file: string) => SourceFile | undefined {
  const known = new Map<string, SourceFile>();
  return (file) => {
    if (file === '') return undefined;
    const source = known.get(file) ?? host.findSource(file, options);
    known.set(file, source);
    return source;
  };
}

function pageFunction(
  request: ReportRequest,
  fn: FunctionLines,
  { rows, problems }: Assembly,
  source: SourceFile | undefined,
  scale: HeatScale,
): PageFunction {
  const sumsOf = (sums: ShownSums | undefined) => pageSums(request, sums, scale);
  const shown = new Set([...fn.lines.keys(), ...rows.keys()]);
  const text = source?.type === 'found' ? source.lines : [];
  const line = (number: number): PageLine => {
    const sums = fn.lines.get(number);
    return {
      number,
      text: text.at(number - 1),
      sums: sumsOf(sums),
      isHot: sums !== undefined && scale.isHot(sums),
      code: (rows.get(number) ?? []).map((row, i, all) => instruction(fn, row, all.at(i - 1), i, sumsOf)),
    };
  };
  return {
    name: fn.name === '' ? '(no name known)' : fn.name,
    file: fn.file,
    sums: { ...(sumsOf(fn) ?? NOTHING), flat: valueLabel(request.labels, fn.flat) },
    share: shareLabel(request.labels, fn.cum).trim(),
    notes: [...sourceNotes(source, shown), ...problems],
    ranges: shownNumbers(shown, text.length).map((range) => range.map(line)),
  };
}

const NOTHING: PageSums = { flat: '0', cum: '0', flatHeat: 0, cumHeat: 0, isNegative: false };

function pageSums({ labels }: ReportRequest, sums: ShownSums | undefined, scale: HeatScale): PageSums | undefined {
  if (sums === undefined || (sums.flat === 0 && sums.cum === 0)) return undefined;
  const label = (amount: Int64) => (amount === 0 ? '.' : valueLabel(labels, amount));
  return {
    flat: label(sums.flat),
    cum: label(sums.cum),
    flatHeat: shareOf({ ...labels, total: scale.largestFlat }, sums.flat),
    cumHeat: shareOf(labels, sums.cum),
    isNegative: sums.flat < 0 || (sums.flat === 0 && sums.cum < 0),
  };
}

/** The numbers of the lines to show, in pieces: what is of interest, with what is around it as far as the file goes. */
function shownNumbers(shown: ReadonlySet<number>, fileLength: number): number[][] {
  const numbers = new Set(shown);
  for (const { first, last } of lineRanges([...shown].filter((number) => number <= fileLength))) {
    for (let number = first; number <= Math.min(last, fileLength); number++) numbers.add(number);
  }
  const pieces: number[][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const piece = pieces.at(-1);
    if (piece?.at(-1) === number - 1) piece.push(number);
    else pieces.push([number]);
  }
  return pieces;
}

const MISSING_SOURCES =
  'Some sources are missing. Set source_path to the directory they are in, or trim_path to what their names have in front of that.';

function sourceNotes(source: SourceFile | undefined, shown: ReadonlySet<number>): string[] {
  if (source === undefined) return ['The profile does not say which file this is in.'];
  if (source.type === 'missing') return [`No source: ${source.reason}.`];
  const beyond = [...shown].some((number) => number > source.lines.length);
  return beyond ? [`${source.path} has ${source.lines.length} lines: it is not the file that was compiled.`] : [];
}

function instruction(
  fn: FunctionLines,
  row: CodeRow,
  before: CodeRow | undefined,
  position: number,
  sumsOf: (sums: ShownSums) => PageSums | undefined,
): PageInstruction {
  const previous = position === 0 ? undefined : before;
  const symbolBefore = previous?.symbol.name ?? fn.name;
  const isGap = previous !== undefined && previous.index !== row.index - 1;
  return {
    address: row.address.toString(16),
    text: row.text,
    sums: sumsOf(row),
    place: row.inlined === undefined ? '' : `${baseName(row.inlined.file)}:${row.inlined.line}`,
    before:
      row.symbol.name !== symbolBefore
        ? { type: 'symbol', name: row.symbol.name }
        : { type: isGap ? 'gap' : 'nothing' },
  };
}
