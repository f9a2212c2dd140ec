/** Looks into what is asked about memory: reads files where any are named, and writes what was found as text or JSON. */
import { readFileSync } from 'node:fs';
import { textOfBytes } from '../../base/byte-text.ts';
import { UserError } from '../../base/errors.ts';
import { memoizeRecent } from '../../base/memoize.ts';
import { baseName } from '../../base/path-text.ts';
import type { MemStats } from '../../memory/accounting/mem-stats.ts';
import { memStatsData } from '../../memory/accounting/mem-stats-data.ts';
import { memStatsLines } from '../../memory/accounting/mem-stats-lines.ts';
import { type Case, CaseCollector, isEmptyCase, profileKind, type Snapshots } from '../../memory/doctor/case.ts';
import { type Diagnosis, diagnose } from '../../memory/doctor/diagnose.ts';
import { diagnosisJson } from '../../memory/doctor/diagnosis-json.ts';
import { diagnosisLines, nextCommands } from '../../memory/doctor/diagnosis-lines.ts';
import type { LeakReport } from '../../memory/leaks/find-leaks.ts';
import { growthProfile } from '../../memory/leaks/growth-profile.ts';
import { leakJson } from '../../memory/leaks/leak-json.ts';
import { leakLines } from '../../memory/leaks/leak-lines.ts';
import { objectStatistics } from '../../memory/objects/block-histogram.ts';
import { objectJson, objectLines } from '../../memory/objects/object-lines.ts';
import { CATALOGUE, type CatalogueEntry } from '../../memory/suspects/catalogue.ts';
import { countText } from '../../memory/suspects/evidence.ts';
import { findSuspects } from '../../memory/suspects/find-suspects.ts';
import type { HeapMode } from '../../memory/suspects/heap-columns.ts';
import { nextCommand } from '../../memory/suspects/next-command.ts';
import { extendCatalogue, parseCatalogue } from '../../memory/suspects/parse-catalogue.ts';
import { adviceFor } from '../../memory/suspects/stack-advice.ts';
import { suspectJson, suspectLines } from '../../memory/suspects/suspect-lines.ts';
import type { Profile } from '../../profile/tables.ts';
import type { Line } from '../../report/line.ts';
import type { ReportHost } from '../../report/request.ts';
import { shownType } from '../../report/request.ts';
import type { Host } from '../../shell/host.ts';
import type { MemoryTask } from '../../shell/memory-task.ts';
import type { Session } from '../../shell/session.ts';
import { configDirectory } from '../../shell/user-directories.ts';
import { systemProblem } from '../system-problem.ts';
import { filesAt, memStatsOf, readCase } from './read-case.ts';

export interface ExamineSurroundings {
  readonly machine: Host;
  readonly host: ReportHost;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (share: number) => void;
  /** In milliseconds since 1970. */
  readonly now: number;
}

/** The profiles that are open, and the one in use; none on a command line. */
export interface OpenProfiles {
  readonly sessions: readonly Session[];
  readonly current: Session | undefined;
}

export interface Examination {
  readonly body: Iterable<Line>;
  /** What to type next, in the order of what was found. */
  readonly next: readonly string[];
  /** What grew, as a profile to look into; undefined where nothing was compared. */
  readonly growth: { readonly profile: Profile; readonly source: string } | undefined;
  /** Set where nothing could be answered, and JSON says so as well: a script gets both. */
  readonly failure?: UserError;
}

const WIDTH = 80;
const CHART_HEIGHT = 8;

/** Rejects with UserError, or with Cancelled. */
export async function examine(
  task: MemoryTask,
  open: OpenProfiles,
  surroundings: ExamineSurroundings,
): Promise<Examination> {
  switch (task.tool) {
    case 'doctor':
      return examineCase(task, open, surroundings);
    case 'leaks':
    case 'growth':
      return examineGrowth(task, open, surroundings);
    case 'suspects':
      return examineSuspects(task, open, surroundings);
    case 'objects':
      return examineObjects(task, current(open));
    case 'memstats':
      return examineMemStats(task, current(open), surroundings);
  }
}

function current({ current: session }: OpenProfiles): Session {
  if (session === undefined) throw new UserError('no profile is open', 'name one');
  return session;
}

/** What was made of other profiles, such as the growth between two, is no state that a program was in. */
function recorded(sessions: readonly Session[]): readonly Session[] {
  return sessions.filter(({ load }) => load !== undefined && load.base === undefined);
}

const nothingElse = (body: Iterable<Line>): Examination => ({ body, next: [], growth: undefined });

/** Reads the files that are named, or takes what is open. `memStatsIn` says what MemStats the file of an open profile has. */
async function collected(
  { files }: MemoryTask,
  catalogue: readonly CatalogueEntry[],
  { sessions }: OpenProfiles,
  surroundings: ExamineSurroundings,
  memStatsIn: (file: string) => MemStats | undefined = () => undefined,
): Promise<Case> {
  const collector = new CaseCollector({ advice: (stack) => adviceFor(stack, catalogue) });
  if (files.length > 0) {
    await readCase(filesAt(files), collector, surroundings);
  } else {
    for (const { profile, source } of recorded(sessions)) {
      collector.addProfile(source, profile, { memStats: memStatsIn(source) });
    }
  }
  return collector.end();
}

async function examineCase(
  task: MemoryTask,
  open: OpenProfiles,
  surroundings: ExamineSurroundings,
): Promise<Examination> {
  const catalogue = catalogueOf(task, surroundings);
  const found = await collected(task, catalogue, open, surroundings, memStatsOf);
  const { now, host } = surroundings;
  const day = new Date(now).toISOString().slice(0, 10);
  const diagnosis = diagnose(found, { day, catalogue, sourceLine: sourceLineOf(host) });
  const failure = isEmptyCase(found) ? nothingAnswered(diagnosis) : undefined;
  if (task.isJson) return { ...nothingElse(diagnosisJson(diagnosis)), ...(failure && { failure }) };
  if (failure !== undefined) throw failure;
  const { limit } = task;
  return {
    body: diagnosisLines(diagnosis, { width: WIDTH, limit }),
    next: nextCommands(diagnosis, limit),
    growth: undefined,
  };
}

function nothingAnswered({ read, unread }: Diagnosis): UserError {
  const files = [
    ...unread.map(({ file, problem }) => `${file}: ${problem}`),
    ...read.flatMap(({ file, what, notes = [] }) => [`${file}: ${what}`, ...notes.map((note) => `${file}: ${note}`)]),
  ];
  return new UserError(
    ['nothing here tells about the memory of a Go program', ...files].join('\n'),
    'doctor takes crash logs, kernel logs, GODEBUG=gctrace=1, heap and goroutine profiles, and the program',
  );
}

async function examineGrowth(
  task: MemoryTask,
  open: OpenProfiles,
  surroundings: ExamineSurroundings,
): Promise<Examination> {
  const found = await collected(task, catalogueOf(task, surroundings), open, surroundings);
  const series = comparedSeries(found);
  const problems = notCompared(found, series);
  if (series?.leaks === undefined) throw tooFew(task, series, problems);
  const leaks = { ...series.leaks, notes: [...problems.map(leftOutNote), ...series.leaks.notes] };
  if (task.isJson) return nothingElse(leakJson(leaks));
  return {
    body: leakLines(leaks, leakOptions(task, surroundings)),
    next: leaks.suspects.slice(0, task.limit).map(({ frame }) => nextCommand(frame, 'user')),
    growth: growthOf(series, leaks),
  };
}

const leakOptions = ({ limit }: MemoryTask, { host }: ExamineSurroundings) => ({
  width: WIDTH,
  timeZone: host.timeZone,
  limit,
  chartHeight: CHART_HEIGHT,
});

function growthOf({ first, last }: Snapshots, { files }: LeakReport): Examination['growth'] {
  const source = `growth of ${files.length} snapshots`;
  if (first === last) return undefined;
  // Made when it is opened: scripts only read the text.
  const profile = memoizeRecent(1, () => growthProfile(first.profile, last.profile));
  return {
    source,
    get profile() {
      return profile();
    },
  };
}

/** Heap profiles come first, where there is more than one of them. */
function comparedSeries({ heap, goroutines }: Case): Snapshots | undefined {
  return [heap, goroutines].find((series) => series?.leaks !== undefined) ?? heap ?? goroutines;
}

/** What was given and is not compared, a sentence each. */
function notCompared(found: Case, compared: Snapshots | undefined): readonly string[] {
  const { heap, goroutines, logs, programs, processes, otherProfiles, unread } = found;
  const left = [heap, goroutines].filter((series) => series !== undefined && series !== compared);
  const others = [...logs, ...programs, ...processes].map(({ file }) => baseName(file));
  return [
    ...unread.map(({ file, problem }) => `left out: ${baseName(file)}: ${problem}`),
    ...otherProfiles.map(
      ({ file, sampleTypes }) => `left out: ${baseName(file)} is a profile of ${sampleTypes.join(' ')}`,
    ),
    ...left.map((series) => {
      const noun = series === heap ? 'heap profile' : 'goroutine profile';
      return `left out: ${countText(series?.files.length ?? 0, noun)}, to be compared alone`;
    }),
    ...(others.length === 0 ? [] : [`left out, as not profiles: ${others.join(' ')}`]),
    ...(compared === undefined || compared.leftOut.length === 0
      ? []
      : [`left out, as of another format: ${compared.leftOut.map(baseName).join(' ')}`]),
  ];
}

const leftOutNote = (text: string) => ({ type: 'left out', text }) as const;

function tooFew({ tool, files }: MemoryTask, series: Snapshots | undefined, problems: readonly string[]): UserError {
  const kind = series !== undefined && profileKind(series.last.profile) === 'heap' ? 'heap' : 'goroutine';
  const found = series === undefined ? 'no heap or goroutine profile' : `one ${kind} profile`;
  const message = [`${tool} needs two profiles at least: there is ${found}`, ...problems].join('\n');
  const hint = files.length === 0 ? 'load FILE opens another one' : `name more: ${tool} ${files[0]} …`;
  return new UserError(message, hint);
}

function examineSuspects(task: MemoryTask, open: OpenProfiles, surroundings: ExamineSurroundings): Examination {
  const session = current(open);
  const { profile } = session;
  const goroutines = recorded(open.sessions).findLast((other) => profileKind(other.profile) === 'goroutines')?.profile;
  const found = findSuspects({
    profile,
    mode: modeOf(task, session),
    catalogue: catalogueOf(task, surroundings),
    goroutines,
    sourceLine: sourceLineOf(surroundings.host),
  });
  if (task.isJson) return nothingElse(suspectJson(found));
  const { limit } = task;
  const next = found.suspects.slice(0, limit).map((suspect) => suspect.next);
  return { body: suspectLines(found, { width: WIDTH, limit }), next, growth: undefined };
}

function examineObjects(task: MemoryTask, session: Session): Examination {
  const statistics = objectStatistics(session.profile, { scale: 'powers' });
  if (task.isJson) return nothingElse(objectJson(statistics));
  return nothingElse(objectLines(statistics, { width: WIDTH, limit: task.limit * 4, mode: modeOf(task, session) }));
}

function examineMemStats(task: MemoryTask, { profile, source }: Session, { host }: ExamineSurroundings): Examination {
  if (profileKind(profile) !== 'heap') {
    throw new UserError('memstats needs a heap profile', 'for example /debug/pprof/heap?debug=1');
  }
  const stats = memStatsOf(source);
  if (stats === undefined) {
    throw new UserError(
      `${source} has no MemStats: only heap profiles as text do`,
      'record it as text: /debug/pprof/heap?debug=1, or pprof.Lookup("heap").WriteTo(file, 1)',
    );
  }
  const takenAtNanos = profile.timeNanos === 0n ? undefined : profile.timeNanos;
  if (task.isJson) return nothingElse(JSON.stringify(memStatsData(stats, {}, takenAtNanos), undefined, 2).split('\n'));
  return nothingElse(memStatsLines(stats, { zone: host.timeZone, takenAtNanos, width: WIDTH }));
}

/** What was allocated where the sample type in use says so; what is kept otherwise. */
function modeOf({ isChurn }: MemoryTask, { profile, options }: Session): HeapMode {
  const isAllocated = isChurn ?? shownType(profile, options).startsWith('alloc');
  return isAllocated ? 'churn' : 'retention';
}

/** The catalogue with what users add to it: a file they name, or the one among their settings. */
function catalogueOf({ catalogue }: MemoryTask, { machine }: ExamineSurroundings): readonly CatalogueEntry[] {
  const directory = configDirectory(machine);
  const usual = directory === undefined ? undefined : `${directory}/suspects.json`;
  const content = catalogue === '' ? usual && machine.readFile(usual) : namedFile(catalogue);
  if (content === undefined || content === '') return CATALOGUE;
  return extendCatalogue(CATALOGUE, parseCatalogue(textOfBytes(content), catalogue || usual));
}

function namedFile(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UserError(`cannot read ${file}: ${systemProblem(error)}`, 'a catalogue is a list of entries as JSON');
  }
}

/** Reads lines of sources, each file once. */
function sourceLineOf(host: ReportHost): (file: string, line: number) => string | undefined {
  const linesIn = memoizeRecent(64, (file: string): readonly string[] => {
    const found = host.findSource(file, { source_path: '', trim_path: '' });
    return found.type === 'found' ? found.lines : [];
  });
  return (file, line) => linesIn(file)[line - 1];
}
