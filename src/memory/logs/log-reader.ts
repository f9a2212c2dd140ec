/**
 * Reads what a dying Go program, a kernel, a container runtime and the garbage collector print, while it arrives. Logs are
 * large and nearly all of their lines say nothing about memory. So a search over the bytes finds the lines that may, and only
 * those are decoded; once one of them begins a crash, the lines of that program follow one by one, until it is over.
 */
import { textOfLatin1 } from '../../profile/legacy/line-reader.ts';
import type { Evidence } from '../statement.ts';
import { containerKills } from './container-status.ts';
import { countNewlines } from './count-newlines.ts';
import { CrashReader, type CrashSink } from './crash-reader.ts';
import { GcTraceReader, isGcLine } from './gc-trace.ts';
import { StackTable } from './goroutine-groups.ts';
import { KillReader } from './kill-reader.ts';
import { PrefixReader } from './line-prefix.ts';
import type { Crash, Dump, Kill, LogProcess, LogReport } from './log-report.ts';
import { NeedleSearch } from './needle-search.ts';
import { Utf8Stream } from './utf8-stream.ts';

/**
 * What stands in every line that says something. Some begin in the middle of a word, as seven rare characters are found
 * fastest.
 */
const NEEDLES = new NeedleSearch([
  'fatal error: ',
  'panic: ',
  'runtime: ',
  'runtime/cgo: ',
  'runtime stack:',
  'goroutine ',
  'SIGQUIT: ',
  'SIGABRT: ',
  'SIGSEGV: ',
  'SIGBUS: ',
  'terminate called',
  'morestack on g',
  'panic serving',
  'recovered',
  '[Recovery]',
  'exit status',
  ' MB goal',
  ') objects',
  ' KiB now, ',
  'oom-kill',
  'memory: usage ',
  ': killed',
  'systemd-oomd killed',
  'OOMKilled',
  'Killed process',
  'Kill process',
  'Killed /',
  ' Killed ',
  'Killed\n',
  'Killed\r',
  'OOM killer',
  'container oom',
  'System OOM',
  'low on resource: memory',
  'ode=137',
  'ode 137',
  'ode: 137',
  'tus 137',
  'Error 137',
  'xited (137)',
  'ed by signal',
  'tus=9/KILL',
]);

/** Longer lines are read up to here. A whole crash may be one line of JSON. */
const LONGEST_LINE = 4 * 2 ** 20;
/** Status documents are read as a whole; none is as large. */
const LARGEST_DOCUMENT = 2 ** 20;
/** The first lines are read all, as a log may begin in the middle of a stack, and for the programs in it. */
const FIRST_LINES = 64;
const MOST_PROCESSES = 1000;
/** A program that has printed nothing for so many lines has ended. */
const LONGEST_SILENCE = 100_000;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** What is known of one program in the log. */
interface Program {
  readonly name: string;
  readonly line: number;
  readonly crashes: CrashReader;
  readonly gc: GcTraceReader;
  lastLine: number;
}

/** Reads one log: `add` its bytes in chunks of any size, then `end`. */
export class LogReader {
  readonly #file: string;
  readonly #utf8 = new Utf8Stream();
  readonly #prefixes = new PrefixReader();
  readonly #programs = new Map<string, Program>();
  /** Those of them that are in the middle of a crash. */
  readonly #active = new Set<Program>();
  readonly #crashes: Crash[] = [];
  readonly #dumps: Dump[] = [];
  readonly #kills: Kill[] = [];
  readonly #killReader: KillReader;
  readonly #sink: CrashSink;
  readonly #document: Uint8Array[] = [];
  #documentBytes = 0;
  #bytes = 0;
  /** The beginning of a line whose end has not come yet. */
  #rest: Uint8Array = new Uint8Array(0);
  /** Whether the line that goes on has been read up to the limit, so that its end is passed over. */
  #isPassingOver = false;
  #longLines = 0;
  /** Lines before the one that is read next. */
  #lines = 0;

  constructor(file: string) {
    this.#file = file;
    this.#killReader = new KillReader(file, this.#kills);
    this.#sink = {
      file,
      table: new StackTable(),
      headers: new Map(),
      crashes: this.#crashes,
      dumps: this.#dumps,
      left: 0,
    };
  }

  add(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    this.#addUtf8(this.#utf8.add(chunk));
  }

  end(): LogReport {
    this.#addUtf8(this.#utf8.end());
    const isCut = this.#rest.length > 0;
    if (isCut && !this.#isPassingOver) this.#readLines(this.#rest, wholeLength(this.#rest));
    if (isCut) this.#lines++;
    for (const { crashes } of this.#programs.values()) crashes.end(isCut);
    if (this.#document.length > 0) {
      const text = new TextDecoder().decode(Buffer.concat(this.#document));
      this.#kills.push(...containerKills(text, this.#file));
    }
    const byLine = (a: { at: { line: number } }, b: { at: { line: number } }) => a.at.line - b.at.line;
    const gcTraces = [...this.#programs.values()].flatMap(({ gc }) => gc.finish());
    return {
      file: this.#file,
      crashes: this.#crashes.sort(byLine),
      dumps: this.#dumps.sort(byLine),
      kills: this.#kills.sort(byLine),
      gcTraces: gcTraces.sort(byLine),
      processes: this.#processes(),
      notes: [...this.#notes()],
      lines: this.#lines,
      bytes: this.#bytes,
    };
  }

  #addUtf8(bytes: Uint8Array): void {
    this.#keepDocument(bytes);
    const data = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const limit = data.lastIndexOf(NEWLINE) + 1;
    if (limit > 0) {
      const start = this.#isPassingOver ? this.#passOver(data) : 0;
      this.#readLines(start === 0 ? data : data.subarray(start), limit - start);
    }
    const rest = data.subarray(limit);
    if (rest.length <= LONGEST_LINE) {
      this.#rest = this.#isPassingOver ? new Uint8Array(0) : Uint8Array.from(rest);
      return;
    }
    if (!this.#isPassingOver) this.#readLines(rest, LONGEST_LINE + 1);
    this.#isPassingOver = true;
    this.#rest = new Uint8Array(0);
  }

  /** Where the line after the one that is too long begins. */
  #passOver(data: Uint8Array): number {
    this.#isPassingOver = false;
    this.#lines++;
    return data.indexOf(NEWLINE) + 1;
  }

  #keepDocument(bytes: Uint8Array): void {
    this.#documentBytes += bytes.length;
    if (this.#documentBytes > LARGEST_DOCUMENT) this.#document.length = 0;
    else this.#document.push(Uint8Array.from(bytes));
  }

  /** Reads the lines up to `limit`, the last of which may lack its end. */
  #readLines(bytes: Uint8Array, limit: number): void {
    const lines = Buffer.from(bytes.buffer, bytes.byteOffset, limit);
    let at = 0;
    let hit = NEEDLES.indexIn(bytes, 0, limit);
    while (at < limit) {
      if (!this.#readsAll) {
        if (hit === -1) break;
        const start = hit === 0 ? 0 : bytes.lastIndexOf(NEWLINE, hit - 1) + 1;
        this.#lines += countNewlines(bytes, at, start);
        at = start;
      }
      const found = bytes.indexOf(NEWLINE, at);
      const end = found === -1 || found >= limit ? limit : found;
      const isCandidate = hit !== -1 && hit < end;
      if (end - at > LONGEST_LINE) this.#longLines++;
      const stop = Math.min(bytes[end - 1] === RETURN ? end - 1 : end, at + LONGEST_LINE);
      this.#readLine(lines.toString('latin1', at, stop), isCandidate);
      if (isCandidate) hit = NEEDLES.indexIn(bytes, end, limit);
      if (end < limit) this.#lines++;
      at = end + 1;
    }
    if (at < limit) this.#lines += countNewlines(bytes, at, limit);
  }

  /** Whether every line matters now, and not only those with a needle. */
  get #readsAll(): boolean {
    return this.#lines < FIRST_LINES || this.#active.size > 0 || this.#killReader.isActive;
  }

  #readLine(line: string, isCandidate: boolean): void {
    const number = this.#lines + 1;
    if (isCandidate) this.#prefixes.learnFrom(line);
    for (const { process, text } of this.#prefixes.read(line)) this.#readText(text, process, number, isCandidate);
    if (this.#active.size > 0) this.#closeSilent(number);
  }

  #readText(text: string, process: string, number: number, isCandidate: boolean): void {
    const program = this.#program(process, number);
    program.lastLine = number;
    if (isCandidate && isGcLine(text)) {
      program.gc.add(text, number);
      return;
    }
    if (isCandidate || this.#killReader.isActive) this.#killReader.add(text, program.name, number);
    program.crashes.add(text, number, isCandidate);
    if (program.crashes.isActive) this.#active.add(program);
    else this.#active.delete(program);
  }

  #program(name: string, line: number): Program {
    const known =
      this.#programs.get(name) ?? (this.#programs.size < MOST_PROCESSES ? undefined : this.#programs.get(''));
    if (known !== undefined) return known;
    const shown = textOfLatin1(name);
    const program: Program = {
      name: shown,
      line,
      crashes: new CrashReader(this.#sink, shown),
      gc: new GcTraceReader(this.#file, shown),
      lastLine: line,
    };
    this.#programs.set(name, program);
    return program;
  }

  #closeSilent(number: number): void {
    for (const program of this.#active) {
      if (number - program.lastLine < LONGEST_SILENCE) continue;
      program.crashes.close();
      this.#active.delete(program);
    }
  }

  #processes(): readonly LogProcess[] {
    return Array.from(this.#programs.values(), ({ name, line }) => ({
      name,
      at: { file: this.#file, line },
      crashes: this.#crashes.filter(({ process }) => process === name).length,
      kills: this.#kills.filter(({ process }) => process === name).length,
    }));
  }

  *#notes(): Generator<Evidence> {
    const { encoding } = this.#utf8;
    if (encoding !== 'utf-8') yield { text: `the log is ${encoding.toUpperCase()}` };
    if (this.#longLines > 0) yield { text: `${this.#longLines} lines are longer than 4 MiB and were read up to there` };
    const left = this.#sink.left + this.#killReader.left;
    if (left > 0) yield { text: `${left} more crashes, stacks and kills are in the log than are told` };
    for (const { at, isCutOff, isMixed } of this.#crashes) {
      if (isMixed) yield { text: 'two programs print into each other here, so their stacks cannot be told apart', at };
      else if (isCutOff) yield { text: 'the crash is cut: Go prints more than the log has', at };
    }
    for (const { at, recovered } of this.#dumps) {
      if (recovered !== undefined) yield { text: 'this panic was caught and did not end the program', at };
    }
  }
}

/** Without a number at the end of a line that is cut, of which the last digits may be missing: `main.go:2`, `errno=14`. */
function wholeLength(line: Uint8Array): number {
  const end = Buffer.from(line.subarray(-LONGEST_NUMBER)).toString('latin1');
  return line.length - (/(?<=:|errno=|, )\d+$/.exec(end)?.[0].length ?? 0);
}

const LONGEST_NUMBER = 40;
