import { type HeaderFacts, readGoroutineHeader } from '../../profile/legacy/goroutine-header.ts';
import { textOfLatin1 } from '../../profile/legacy/line-reader.ts';
import {
  CREATOR,
  ELIDED,
  EVERY_ROOT,
  placeText,
  readPlace,
  splitCall,
  UNAVAILABLE,
} from '../../profile/legacy/stack-lines.ts';
import { type CrashForm, crashFormOf } from './forms.ts';
import { NO_STACK, type StackTable } from './goroutine-groups.ts';
import type { Crash, Dump } from './log-report.ts';
import { OpenCrash } from './open-crash.ts';

/** After so many lines that belong to no stack, the crash before them is over. */
const MOST_FOREIGN = 64;
/** Between a reason and the line that ends the program other goroutines may still print. */
const MOST_BETWEEN = 32;
/** Lines of a crash in which the version of Go is looked for. */
const MOST_SIGNS = 600;
/** What is remembered of headers. */
const MOST_HEADERS = 10_000;
/** A server that panics with every request prints a stack with every request. */
const MOST_CRASHES = 2000;
/** So many crashes that may be printed into each other are kept open. */
const MOST_MIXED = 16;
/** With so many other lines behind it, what was printed of a crash is all there is. */
const LEAST_BETWEEN = 3;
/** How far before a stack the line stands that says that a panic was caught. */
const NEAR = 3;

/** The functions that stacks end with where nobody created the goroutine. */
const ROOT =
  /^(?:runtime\.(?:goexit|main|rt0_go|mstart\w*|mcall|morestack|systemstack|gogo|sigtramp\w*|asmcgocall\w*)|main\.main)$/;
const RECOVERED = /\bpanic serving\b|\brecovered\b|\[Recovery\]/;
const PLACE_WITHOUT_TAB = /^ *([^\s{].*\.(?:go|s|c|cc|cpp|cxx|h|m|S):\d+)(?: \+0x[0-9a-f]+)?(?: fp=0x.*)?$/s;
const LONGEST_CALL = 10_000;
/** What Go prints of a thread that ran C: its stack as bytes, and its registers. */
const MEMORY_OR_REGISTER = /^(?:[0-9a-f]{8,16}: |[a-z]\w{1,6} +0x[0-9a-f]+$)/;
const CALL = /^[\w./%~@*()[\]·,{}-]+\(.*\)$/;

/** Where crashes and dumps go, with what all programs of a log share. */
export interface CrashSink {
  readonly file: string;
  readonly table: StackTable;
  readonly headers: Map<string, HeaderFacts>;
  readonly crashes: Crash[];
  readonly dumps: Dump[];
  /** How many there were beyond those that are kept. */
  left: number;
}

interface OpenGoroutine {
  /** Undefined for the runtime's own stack, which is none of a goroutine. */
  readonly facts: HeaderFacts | undefined;
  /** Whether its frames, from here on, are those of the goroutine that failed. */
  isFailing: boolean;
  readonly line: number;
  stack: number;
  creator: number;
  lastFunction: string;
}

/** Finds the crashes of one program in its lines, and groups the stacks in them. */
export class CrashReader {
  readonly #sink: CrashSink;
  readonly #process: string;
  #open: OpenCrash | undefined;
  #goroutine: OpenGoroutine | undefined;
  /** A call whose place is in the next line; `isCreator` where it is that of the `go` statement. */
  #call: { readonly name: string; readonly args: string; readonly isCreator: boolean } | undefined;
  #foreign = 0;
  #linesRead = 0;
  #indent = 0;
  #previous = '';
  #recovered: { readonly text: string; readonly line: number } | undefined;
  /** Crashes printed into others, whose last line may still come. */
  readonly #mixed: OpenCrash[] = [];

  constructor(sink: CrashSink, process: string) {
    this.#sink = sink;
    this.#process = process;
  }

  /** Whether the next lines matter, whatever they are. */
  get isActive(): boolean {
    return this.#open !== undefined;
  }

  /** Takes the next line of the program; `isCandidate` where it may say why a program ended, or begin a stack. */
  add(line: string, number: number, isCandidate: boolean): void {
    if (!isCandidate && this.#open === undefined && !this.#beginsInStack(line, number)) return;
    const text = this.#withoutIndent(line, isCandidate);
    if (this.#goroutine !== undefined && this.#addToStack(text)) return;
    if (isCandidate && this.#addCandidate(text, number)) return;
    this.#addForeign(text);
  }

  /** The log ends: `isCut` where that is in the middle of a line. */
  end(isCut: boolean): void {
    const open = this.#open;
    if (open === undefined) return;
    const goroutine = this.#goroutine;
    if (this.#call !== undefined || (isCut && this.#foreign > 0)) open.isCutOff = true;
    if (goroutine !== undefined && goroutine.creator === 0 && !ROOT.test(goroutine.lastFunction)) {
      if (goroutine.facts !== undefined || open.groups.count === 0) open.isCutOff = true;
    }
    this.close();
  }

  /** The program ended, or nothing more of its crash has come for long. */
  close(): void {
    this.#endGoroutine();
    const open = this.#open;
    this.#open = undefined;
    this.#foreign = 0;
    const all = [...this.#mixed.splice(0), ...(open === undefined ? [] : [open])];
    // A program that panics without stacks (GOTRACEBACK=none) and is started again and again prints no other line.
    const isLoop = all.every(({ hasEnd, hasStack }) => hasEnd && !hasStack);
    for (const crash of all) {
      if (isLoop) crash.isMixed = false;
      this.#keep(crash.finish());
    }
  }

  #keep(finished: ReturnType<OpenCrash['finish']>): void {
    const { crashes, dumps } = this.#sink;
    if ('dump' in finished && finished.dump.goroutines.count === 0 && finished.dump.stack.length === 0) return;
    if (crashes.length + dumps.length >= MOST_CRASHES) this.#sink.left++;
    else if ('crash' in finished) crashes.push(finished.crash);
    else dumps.push(finished.dump);
  }

  /** A log that begins in the middle of a stack has no header for it. */
  #beginsInStack(line: string, number: number): boolean {
    const previous = this.#previous;
    this.#previous = number <= NEAR ? line : '';
    if (number > NEAR || previous.length > LONGEST_CALL || !CALL.test(previous)) return false;
    if (readPlace(placeText(line)) === undefined) return false;
    this.#begin(number - 1).isCutOff = true;
    this.#beginGoroutine(HEADLESS, { id: '?', line: number - 1 });
    this.#addToStack(previous);
    return true;
  }

  #withoutIndent(line: string, isCandidate: boolean): string {
    if (line.charCodeAt(0) !== SPACE) return line;
    const spaces = line.length - line.trimStart().length;
    if (isCandidate && this.#goroutine === undefined && !line.startsWith('\t', spaces)) this.#indent = spaces;
    return line.slice(Math.min(spaces, this.#indent));
  }

  /** Whether the line is part of the stack that is being read. */
  #addToStack(text: string): boolean {
    if (text === '') {
      this.#endGoroutine();
      return true;
    }
    if (text.charCodeAt(0) === TAB) return this.#addPlace(text);
    if (text.startsWith('created by ')) return this.#addCall(CREATOR.exec(text)?.[1] ?? '', '', true, text);
    if (text.endsWith(')') && !text.startsWith('goroutine ')) {
      const [name, args] = splitCall(text);
      if (!name.includes(' ') || /^[\w./%-]+\.[^ ]*\[/.test(name)) return this.#addCall(name, args, false, text);
    }
    if (PLACE_WITHOUT_TAB.test(text)) return this.#addPlace(`\t${text.trimStart()}`);
    return ELIDED.test(text) || text.startsWith('[originating from goroutine');
  }

  #addCall(name: string, args: string, isCreator: boolean, text: string): boolean {
    if (this.#call !== undefined) this.#seeGap();
    this.#call = { name, args, isCreator };
    this.#foreign = 0;
    if (this.#linesRead++ < MOST_SIGNS) this.#open?.signs.seeLine(text);
    return true;
  }

  #addPlace(text: string): boolean {
    const [call, goroutine, open] = [this.#call, this.#goroutine, this.#open];
    if (call === undefined && text !== UNAVAILABLE && PLACE_WITHOUT_TAB.test(text.slice(1))) this.#seeGap();
    if (call === undefined || goroutine === undefined || open === undefined) return text.length > 1;
    this.#call = undefined;
    if (this.#linesRead++ < MOST_SIGNS) open.signs.seePlace(text.slice(1).replace(/:\d+(?: .*)?$/, ''), text);
    const { table } = this.#sink;
    if (call.isCreator) {
      goroutine.creator = table.frame(call.name, text);
      return true;
    }
    goroutine.lastFunction = call.name;
    if (call.name === EVERY_ROOT) return true;
    const frame = table.frame(call.name, text);
    goroutine.stack = table.push(goroutine.stack, frame);
    if (goroutine.isFailing) open.addCall(table.sourceFrame(frame), call.args);
    return true;
  }

  /** Lines are missing here: what follows may be the stack of another goroutine. */
  #seeGap(): void {
    if (this.#open !== undefined) this.#open.isCutOff = true;
    if (this.#goroutine !== undefined) this.#goroutine.isFailing = false;
  }

  /** Whether the line says why a program ended, or begins a stack. */
  #addCandidate(text: string, number: number): boolean {
    const header = text.startsWith('goroutine ') ? readGoroutineHeader(text, this.#sink.headers) : undefined;
    if (header !== undefined) {
      this.#endGoroutine();
      // Labels may differ from goroutine to goroutine.
      if (this.#sink.headers.size > MOST_HEADERS) this.#sink.headers.clear();
      const open = this.#open ?? this.#begin(number);
      if (this.#linesRead++ < MOST_SIGNS) open.signs.seeLine(text);
      this.#beginGoroutine(header.facts, { id: header.id, line: number });
      return true;
    }
    if (text === 'runtime stack:' && this.#open !== undefined) {
      this.#endGoroutine();
      this.#beginGoroutine(undefined, { id: '', line: number });
      return true;
    }
    if (text.startsWith('exit status ')) {
      this.close();
      return true;
    }
    const found = crashFormOf(text);
    if (found !== undefined) {
      if (found.form.id === 'signal' && this.#open?.hasEnd) {
        // GOTRACEBACK=crash sends itself a signal in the end, and other threads print their stacks again.
        this.#open.mayRepeat = true;
        return true;
      }
      const message = { ...found, text: textOfLatin1(text), at: { file: this.#sink.file, line: number } };
      this.#crashToContinue(found.form, number).messages.push(message);
      this.#foreign = 0;
      return true;
    }
    if (RECOVERED.test(text)) {
      if (this.#open?.messages.length === 0) this.close();
      this.#recovered = { text: textOfLatin1(text), line: number };
    }
    return false;
  }

  /** The crash that a message belongs to: a new one, unless it goes on with one that has begun. */
  #crashToContinue(form: CrashForm, number: number): OpenCrash {
    const open = this.#open;
    if (open === undefined) return this.#begin(number);
    if (!open.hasStack && !open.hasEnd && form.place !== 'reason' && isCompatible(open.messages[0]?.form, form))
      return open;
    const other = this.#mixed.find(({ messages, hasEnd }) => !hasEnd && isCompatible(messages[0]?.form, form));
    if (other !== undefined) return other;
    const isUnfinished = open.messages.length > 0 && (this.#goroutine !== undefined || !open.hasStack);
    if (isUnfinished && this.#foreign >= LEAST_BETWEEN) {
      open.isCutOff ||= this.#goroutine !== undefined;
    } else if (isUnfinished && this.#mixed.length < MOST_MIXED) {
      this.#endGoroutine();
      open.isMixed = true;
      this.#mixed.push(open);
      this.#open = undefined;
      const next = this.#begin(number);
      next.isMixed = true;
      return next;
    }
    this.close();
    return this.#begin(number);
  }

  #begin(line: number): OpenCrash {
    const open = new OpenCrash({ file: this.#sink.file, line }, this.#process, this.#sink.table);
    if (this.#recovered !== undefined && line - this.#recovered.line <= NEAR) open.recovered = this.#recovered.text;
    this.#open = open;
    this.#linesRead = 0;
    this.#foreign = 0;
    return open;
  }

  #beginGoroutine(facts: HeaderFacts | undefined, { id, line }: { readonly id: string; readonly line: number }): void {
    const isFailing = facts === undefined || (this.#open?.beginGoroutine(id) ?? false);
    this.#goroutine = { facts, isFailing, line, stack: NO_STACK, creator: 0, lastFunction: '' };
    this.#foreign = 0;
  }

  #endGoroutine(): void {
    const goroutine = this.#goroutine;
    if (goroutine === undefined) return;
    if (this.#call !== undefined && this.#open !== undefined) this.#open.isCutOff = true;
    this.#call = undefined;
    this.#goroutine = undefined;
    const { facts, stack, creator, line } = goroutine;
    if (facts === undefined || facts === HEADLESS) return;
    const { state, minutes } = facts;
    this.#open?.groups.add({ state, minutes, stack, creator, at: { file: this.#sink.file, line } });
  }

  #addForeign(text: string): void {
    if (text === '' || this.#open === undefined || MEMORY_OR_REGISTER.test(text)) return;
    this.#foreign++;
    // Between two stacks there is an empty line, so a program that prints on does so in the middle of one at times.
    if (this.#goroutine !== undefined && this.#call === undefined && !this.#goroutine.lastFunction)
      this.#endGoroutine();
    if (this.#foreign > (this.#open.hasStack ? MOST_FOREIGN : MOST_BETWEEN)) this.close();
  }
}

const TAB = 9;
const SPACE = 32;
/** Of a stack whose header is not in the log. */
const HEADLESS: HeaderFacts = { state: '', minutes: 0, traits: [], labels: [] };

/** Whether one program prints both, the reason and how it ends. */
function isCompatible(reason: CrashForm | undefined, end: CrashForm): boolean {
  return reason === undefined || reason.ended === end.ended || end.id === 'signal';
}
