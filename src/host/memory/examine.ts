/** Looks into what is asked about memory: reads files where any are named, and writes what was found as text or JSON. */
import { readFileSync } from 'node:fs';
import { textOfBytes } from '../../base/byte-text.ts';
import { UserError } from '../../base/errors.ts';
import { memoizeRecent } from '../../base/memoize.ts';
import { memStatsData } from '../../memory/accounting/mem-stats-data.ts';
import { memStatsLines } from '../../memory/accounting/mem-stats-lines.ts';
import { CaseCollector, profileKind, type Snapshots } from '../../memory/doctor/case.ts';
import { diagnose } from '../../memory/doctor/diagnose.ts';
import { diagnosisJson } from '../../memory/doctor/diagnosis-json.ts';
import { diagnosisLines, nextCommands } from '../../memory/doctor/diagnosis-lines.ts';
import type { LeakReport } from '../../memory/leaks/find-leaks.ts';
import { growthProfile } from '../../memory/leaks/growth-profile.ts';
import { leakJson } from '../../memory/leaks/leak-json.ts';
import { leakLines } from '../../memory/leaks/leak-lines.ts';
import { objectStatistics } from '../../memory/objects/block-histogram.ts';
import { objectJson, objectLines } from '../../memory/objects/object-lines.ts';
import { CATALOGUE, type CatalogueEntry } from '../../memory/suspects/catalogue.ts';
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

const nothingElse = (body: Iterable<Line>): Examination => ({ body, next: [], growth: undefined });

async function examineCase(
  task: MemoryTask,
  { sessions }: OpenProfiles,
  surroundings: ExamineSurroundings,
): Promise<Examination> {
  const catalogue = catalogueOf(task, surroundings);
  const collector = new CaseCollector({ advice: (stack) => adviceFor(stack, catalogue) });
  if (task.files.length > 0) await readCase(filesAt(task.files), collector, surroundings);
  else for (const session of sessions) addSession(session, collector);
  const { now, host } = surroundings;
  const day = new Date(now).toISOString().slice(0, 10);
  const diagnosis = diagnose(collector.end(), { day, catalogue, sourceLine: sourceLineOf(host) });
  if (task.isJson) return nothingElse(diagnosisJson(diagnosis));
  const { limit } = task;
  return {
    body: diagnosisLines(diagnosis, { width: WIDTH, limit }),
    next: nextCommands(diagnosis, limit),
    growth: undefined,
  };
}

/** An open profile as the file it was read from has it; its MemStats are read from there. */
function addSession({ profile, source }: Session, collector: CaseCollector): void {
  collector.addProfile(source, profile, { memStats: memStatsOf(source) });
}

async function examineGrowth(
  task: MemoryTask,
  { sessions }: OpenProfiles,
  surroundings: ExamineSurroundings,
): Promise<Examination> {
  const catalogue = catalogueOf(task, surroundings);
  const collector = new CaseCollector({ advice: (stack) => adviceFor(stack, catalogue) });
  if (task.files.length > 0) await readCase(filesAt(task.files), collector, surroundings);
  else for (const { profile, source } of sessions) collector.addProfile(source, profile, {});
  const { heap, goroutines, unread } = collector.end();
  const series = heap ?? goroutines;
  const problems = unread.map(({ file, problem }) => `${file}: ${problem}`);
  if (series === undefined || series.leaks === undefined) throw tooFew(task, series, problems);
  if (heap !== undefined && goroutines !== undefined) {
    problems.push(`${goroutines.files.length} goroutine profiles were left out: name them alone to compare them`);
  }
  const { leaks, leftOut } = series;
  if (leftOut.length > 0) problems.push(`not compared, as of another format: ${leftOut.join(' ')}`);
  if (task.isJson) return nothingElse(leakJson(leaks));
  return {
    body: withProblems(problems, leakLines(leaks, leakOptions(task, surroundings))),
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
  return first === last ? undefined : { profile: growthProfile(first.profile, last.profile), source };
}

function tooFew({ tool, files }: MemoryTask, series: Snapshots | undefined, problems: readonly string[]): UserError {
  const found = series === undefined ? 'no heap or goroutine profile' : 'one profile';
  const message = [`${tool} needs two profiles at least: there is ${found}`, ...problems].join('\n');
  const hint = tool === 'growth' ? 'load FILE opens another one' : `name more: ${tool} ${files[0] ?? 'A'} …`;
  return new UserError(message, hint);
}

function* withProblems(problems: readonly string[], lines: Iterable<Line>): Generator<Line> {
  for (const problem of problems) yield [{ text: problem, role: 'emphasis' }];
  yield* lines;
}

function examineSuspects(task: MemoryTask, open: OpenProfiles, surroundings: ExamineSurroundings): Examination {
  const session = current(open);
  const { profile } = session;
  const goroutines = open.sessions.findLast((other) => profileKind(other.profile) === 'goroutines')?.profile;
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
