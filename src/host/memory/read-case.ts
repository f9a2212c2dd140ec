/** Reads what a user has of a program that is in trouble: any mix of logs, profiles, programs and files of /proc. */
import { closeSync, createReadStream, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';
import { textOfBytes } from '../../base/byte-text.ts';
import { Cancelled, UserError } from '../../base/errors.ts';
import { type MemStats, readMemStats } from '../../memory/accounting/mem-stats.ts';
import { readResidentMemory } from '../../memory/accounting/process-memory.ts';
import { readBuildInfo } from '../../memory/build/build-info.ts';
import type { ByteSource } from '../../memory/build/byte-source.ts';
import type { CaseCollector } from '../../memory/doctor/case.ts';
import { type EvidenceKind, evidenceKind, isGzip } from '../../memory/doctor/evidence-kind.ts';
import { LogReader } from '../../memory/logs/log-reader.ts';
import type { Evidence } from '../../memory/statement.ts';
import { withNamesOfText } from '../../memory/suspects/text-heap-names.ts';
import { withoutUninteresting, withSomeMapping } from '../../profile/finish-loading.ts';
import { readProfileBytes } from '../../profile/pprof/read.ts';
import { withReadableNames } from '../../profile/readable-names.ts';
import type { Profile } from '../../profile/tables.ts';
import { hasMangledNames } from '../../profile/unreadable-names.ts';
import type { Host } from '../../shell/host.ts';
import { fileRequest } from '../../shell/load-request.ts';
import { loadProfiles } from '../load-profiles.ts';
import { systemProblem } from '../system-problem.ts';
import { InflatedFiles } from './inflated-files.ts';

export interface CaseReading {
  readonly machine: Host;
  readonly signal: AbortSignal | undefined;
  /** Told the share of all that has been read, 0 to 1, now and then. */
  readonly onProgress: (share: number) => void;
}

/** The files that paths stand for, those of directories by name, with numbers in their order. Rejects with UserError. */
export function filesAt(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    if (!statOf(path).isDirectory()) return [path];
    const names = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isFile());
    const files = names.map(({ name }) => name).filter((name) => !name.startsWith('.'));
    if (files.length === 0)
      throw new UserError(`${path}: no files in this directory`, 'name a directory with snapshots');
    return files.sort(byNumbers.compare).map((name) => join(path, name));
  });
}

const byNumbers = new Intl.Collator('en', { numeric: true });

/** Reads all files into a collector. What cannot be read is told to it. Rejects with Cancelled. */
export async function readCase(files: readonly string[], into: CaseCollector, reading: CaseReading): Promise<void> {
  const sizes = files.map(sizeOf);
  const all = Math.max(
    1,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  let done = 0;
  const ahead = new InflatedFiles(files);
  for (const [i, file] of files.entries()) {
    if (reading.signal?.aborted) throw new Cancelled();
    const onProgress = (share: number) => reading.onProgress((done + share * sizes[i]) / all);
    try {
      await readOne(file, into, { ...reading, onProgress, ahead });
    } catch (error) {
      into.addUnread(file, userErrorOf(error, file));
    }
    done += sizes[i];
    reading.onProgress(done / all);
  }
}

function userErrorOf(error: unknown, file: string): UserError {
  if (error instanceof UserError) return error;
  if (error instanceof Error && 'code' in error) return new UserError(`cannot read ${file}: ${systemProblem(error)}`);
  throw error;
}

interface FileReading extends CaseReading {
  readonly ahead: InflatedFiles;
}

async function readOne(file: string, into: CaseCollector, reading: FileReading): Promise<void> {
  if (statOf(file).isFIFO()) return readPipe(file, into, reading);
  const head = headOf(file);
  if (head.length === 0) throw new UserError('the file is empty');
  const readers: Readonly<Record<EvidenceKind, () => void | Promise<void>>> = {
    profile: () => addBinaryProfile(file, into, reading),
    'text profile': () => addTextProfile(file, into, reading),
    program: () => addProgram(file, into),
    process: () => addProcess(file, into),
    log: () => addLog(file, isGzip(head), into, reading),
  };
  await readers[kindOf(head, file)]();
}

async function addBinaryProfile(file: string, into: CaseCollector, reading: FileReading): Promise<void> {
  const content = await reading.ahead.contentOf(file);
  const profile = content && completeProfile(content);
  into.addProfile(file, profile ?? (await loadedProfile(file, reading)), { modifiedMs: statOf(file).mtimeMs });
}

/** A profile with all its names, as loading would make it; undefined where loading has more to do, or something to say. */
function completeProfile(content: Uint8Array): Profile | undefined {
  try {
    const profile = readProfileBytes(content);
    const { length, lineStart, lineEnd } = profile.locations;
    for (let location = 0; location < length; location++)
      if (lineStart[location] === lineEnd[location]) return undefined;
    if (hasMangledNames(profile)) return undefined;
    const named = withReadableNames(profile, { mode: 'default', force: false, decode: () => undefined });
    return withoutUninteresting(withSomeMapping(named));
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

async function loadedProfile(file: string, { machine, onProgress, signal }: CaseReading): Promise<Profile> {
  const problems: UserError[] = [];
  return loadProfiles(fileRequest(file), {
    machine,
    explains: false,
    notify: (problem, hint) => void problems.push(new UserError(problem.trim(), hint)),
    onProgress,
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    // The loader tells what is wrong with a source, and then that none is left.
    if (error instanceof UserError && problems.length > 0) throw problems[0];
    throw error;
  });
}

async function addTextProfile(file: string, into: CaseCollector, reading: CaseReading): Promise<void> {
  const profile = await loadedProfile(file, reading);
  const content = contentOf(file);
  const named = content === undefined ? profile : withNamesOfText(profile, textOfBytes(content));
  into.addProfile(file, named, { memStats: content && readMemStats(content), modifiedMs: statOf(file).mtimeMs });
}

/** The MemStats of a profile's file; undefined where it has none, or is no file. Throws UserError where they are cut off. */
export function memStatsOf(file: string): MemStats | undefined {
  const bytes = contentOf(file);
  if (bytes === undefined) return undefined;
  return evidenceKind(bytes, file) === 'text profile' ? readMemStats(bytes) : undefined;
}

/** Inflated; undefined for what is no file, or none that can be read. */
function contentOf(file: string): Uint8Array | undefined {
  try {
    if (!statSync(file).isFile()) return undefined;
    const bytes = readFileSync(file);
    return isGzip(bytes) ? gunzipSync(bytes) : bytes;
  } catch (error) {
    // What is wrong with it is told where it is read as a profile; an address of a server is no file.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

function addProgram(file: string, into: CaseCollector): void {
  const descriptor = openSync(file, 'r');
  try {
    const source: ByteSource = {
      size: statOf(file).size,
      read(offset, length) {
        const bytes = new Uint8Array(length);
        return bytes.subarray(0, readSync(descriptor, bytes, 0, length, offset));
      },
    };
    const build = readBuildInfo(source);
    if (build === undefined) throw new UserError('this looks like a program, but it is none that can be read');
    into.addProgram(file, build);
  } finally {
    closeSync(descriptor);
  }
}

function addProcess(file: string, into: CaseCollector): void {
  const memory = readResidentMemory(textOfBytes(readFileSync(file)));
  if (memory === undefined) throw new UserError('this is like a file of /proc, but says no VmRSS');
  into.addProcess(file, memory);
}

async function addLog(
  file: string,
  isPacked: boolean,
  into: CaseCollector,
  { onProgress, signal }: CaseReading,
): Promise<void> {
  const size = Math.max(1, sizeOf(file));
  const raw = createReadStream(file, { highWaterMark: PIECE });
  let read = 0;
  raw.on('data', (chunk) => {
    read += chunk.length;
    onProgress(read / size);
  });
  await addLogFrom(raw, { file, isPacked, signal }, into);
}

interface LogSource {
  readonly file: string;
  readonly isPacked: boolean;
  readonly signal: AbortSignal | undefined;
}

async function addLogFrom(raw: Readable, { file, isPacked, signal }: LogSource, into: CaseCollector): Promise<void> {
  const reader = new LogReader(file);
  const cut: Evidence[] = [];
  try {
    for await (const piece of isPacked ? inflated(raw) : raw) {
      if (signal?.aborted) throw new Cancelled();
      reader.add(piece as Uint8Array);
    }
  } catch (error) {
    // The beginning of a log says what it says; a profile without its end is worth nothing.
    if (!isCutGzip(error)) throw error;
    cut.push({ text: 'the gzip file is cut off or damaged: only what stands before that was read' });
  } finally {
    raw.destroy();
  }
  const log = reader.end();
  into.addLog({ ...log, notes: [...log.notes, ...cut] });
}

/** A pipe can be read once, from its beginning to its end: enough for a log (`doctor <(dmesg)`), and for nothing else. */
async function readPipe(file: string, into: CaseCollector, { signal }: CaseReading): Promise<void> {
  const pieces = createReadStream(file, { highWaterMark: PIECE })[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done === true) throw new UserError('there is nothing in this pipe');
  const head: Uint8Array = first.value;
  if (kindOf(head, file) !== 'log') {
    await pieces.return?.();
    throw new UserError('only logs can be read from a pipe', 'write it to a file first');
  }
  async function* all() {
    yield head;
    yield* { [Symbol.asyncIterator]: () => pieces };
  }
  await addLogFrom(Readable.from(all()), { file, isPacked: isGzip(head), signal }, into);
}

const PIECE = 2 ** 20;

/** What cannot be opened or read fails in what reads it, too. */
function inflated(raw: Readable): Readable {
  const gunzip = createGunzip();
  raw.on('error', (error) => gunzip.destroy(error));
  return raw.pipe(gunzip);
}

function isCutGzip(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^Z_(?:BUF|DATA)_ERROR$/.test(String(error.code));
}

const HEAD = 2 ** 16;

function headOf(file: string): Uint8Array {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = new Uint8Array(HEAD);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, HEAD, 0));
  } finally {
    closeSync(descriptor);
  }
}

/** By the beginning of a file, as it stands there. */
function kindOf(head: Uint8Array, file: string): EvidenceKind {
  return evidenceKind(isGzip(head) ? inflatedHead(head) : head, file);
}

/** As much of the beginning as the beginning of the packed file holds. */
function inflatedHead(head: Uint8Array): Uint8Array {
  try {
    return gunzipSync(head, { finishFlush: SYNC_FLUSH });
  } catch (error) {
    // What is wrong with it is told when it is read whole.
    if (error instanceof Error && 'code' in error) return new Uint8Array(0);
    throw error;
  }
}

/** Z_SYNC_FLUSH: gives what there is of a cut stream. */
const SYNC_FLUSH = 2;

function sizeOf(file: string): number {
  try {
    return statOf(file).size;
  } catch (error) {
    if (error instanceof UserError) return 0;
    throw error;
  }
}

function statOf(path: string) {
  try {
    return statSync(path);
  } catch (error) {
    throw new UserError(
      `stat ${path}: ${systemProblem(error)}`,
      'check the path; it is relative to the current directory',
    );
  }
}
