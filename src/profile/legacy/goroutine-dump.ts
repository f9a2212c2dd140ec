import type { Profile } from '../tables.ts';
import { GoroutineBuilder } from './goroutine-builder.ts';
import { type GoroutineHeader, type HeaderFacts, readGoroutineHeader } from './goroutine-header.ts';
import { WaitedFor } from './goroutine-waits.ts';
import { LineReader } from './line-reader.ts';
import {
  CREATOR,
  ELIDED,
  EVERY_ROOT,
  isStackHeader,
  placeText,
  readPlace,
  splitCall,
  UNAVAILABLE,
} from './stack-lines.ts';

/** The labels that a goroutine of a dump has, besides those of its own. */
export const GOROUTINE_LABELS = {
  /** Its number. */
  id: 'goroutine',
  /** Why it waits, in Go's words. */
  state: 'state',
  /** How long it has waited, in minutes; none where that is less than one. */
  wait: 'wait',
  /** The function with the `go` statement. */
  creator: 'created_by',
  /** `leaked`, `locked to thread`, `synctest bubble 3`, `stack cut`, `stack unavailable` … */
  trait: 'trait',
  /** The address of the lock, the channel or the like that it waits for. */
  waitsFor: 'waits_for',
  /** An address that others wait for and that is among its arguments, with Go's `?` where it may be out of date. */
  mentions: 'mentions',
} as const;

/** How dumps begin: with a stack, or with why the program ended. */
const BEGINNING = /^(?:SIG[A-Z]+: |panic: |fatal error: |runtime: |goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[)/;

/** Whether a file that begins with these bytes may be a dump of goroutines. */
export function beginsLikeGoroutineDump(start: Uint8Array): boolean {
  const lines = dumpLines(start);
  while (lines.next()) if (lines.text !== '') return BEGINNING.test(lines.text);
  return false;
}

/**
 * Stacks of goroutines as Go prints them for `goroutine?debug=2`, when it crashes, and on SIGQUIT:
 *
 *     goroutine 7 [chan receive, 5 minutes]:
 *     main.worker(0xc000024000, 0x0?)
 *     	/src/main.go:53 +0x5a
 *     created by main.main in goroutine 1
 *     	/src/main.go:95 +0x2fe
 *
 * pprof refuses them. Here each becomes a sample with GOROUTINE_LABELS. The creator is a label and no frame, so that
 * stacks are those of the other formats. Undefined where the text is none of these, or has not one frame with its place;
 * what stands between the stacks is left out.
 */
export function readGoroutineDump(bytes: Uint8Array): Profile | undefined {
  if (!beginsLikeGoroutineDump(bytes)) return undefined;
  const waited = addressesWaitedFor(bytes);
  const builder = new GoroutineBuilder();
  const reader = new StackReader(builder, waited);
  const known = new Map<string, HeaderFacts>();
  const lines = dumpLines(bytes);
  while (lines.next()) {
    const header = isHeader(lines.text) ? readGoroutineHeader(lines.text, known) : undefined;
    if (header !== undefined) reader.read(header, lines);
  }
  return builder.locationCount === 0 ? undefined : builder.finish();
}

function dumpLines(bytes: Uint8Array): LineReader {
  return new LineReader(bytes, { longest: Number.POSITIVE_INFINITY });
}

/** Whether a line begins a stack. Those of threads that schedule goroutines have number 0. */
function isHeader(line: string): boolean {
  return isStackHeader(line) && !line.startsWith('goroutine 0 ');
}

/** All addresses that any goroutine waits for. */
function addressesWaitedFor(bytes: Uint8Array): ReadonlySet<string> {
  const addresses = new Set<string>();
  const waited = new WaitedFor();
  const lines = dumpLines(bytes);
  while (lines.next()) {
    if (!isHeader(lines.text)) continue;
    waited.begin();
    while (!waited.isSettled && lines.next() && lines.text !== '') {
      if (!lines.text.startsWith('\t')) waited.see(...splitCall(lines.text));
    }
    if (waited.address !== '') addresses.add(waited.address);
  }
  return addresses;
}

/** Reads one stack after the other, and remembers what lines say, as most come again and again. */
class StackReader {
  readonly #builder: GoroutineBuilder;
  readonly #waitedFor: ReadonlySet<string>;
  readonly #waits = new WaitedFor();
  readonly #places = new Map<string, { readonly file: string; readonly line: number } | undefined>();
  #inlined: number[] = [];

  constructor(builder: GoroutineBuilder, waitedFor: ReadonlySet<string>) {
    this.#builder = builder;
    this.#waitedFor = waitedFor;
  }

  read(header: GoroutineHeader, lines: LineReader): void {
    const mentions = new Set<string>();
    const traits = [...header.facts.traits];
    let creator = '';
    let [name, args] = ['', ''];
    this.#inlined = [];
    this.#waits.begin();
    while (lines.next() && lines.text !== '') {
      const { text } = lines;
      if (text === UNAVAILABLE) traits.push('stack unavailable');
      if (text.startsWith('\t')) {
        this.#pushFrame(name, args, text);
        continue;
      }
      const created = CREATOR.exec(text);
      if (created !== null) {
        creator = created[1];
        break;
      }
      if (ELIDED.test(text)) traits.push('stack cut');
      else if (text.startsWith('[originating from goroutine')) break;
      [name, args] = splitCall(text);
      this.#waits.see(name, args);
      for (const mentioned of this.#mentionedIn(args)) mentions.add(mentioned);
    }
    this.#finish({ header, traits, creator, mentions });
  }

  #pushFrame(name: string, args: string, placeLine: string): void {
    const place = this.#placeOf(placeLine);
    if (name === '' || name === EVERY_ROOT || place === undefined) return;
    this.#inlined.push(this.#builder.frame(name, place.file, place.line));
    if (args === '...') return;
    this.#endLocation();
  }

  #endLocation(): void {
    if (this.#inlined.length === 0) return;
    this.#builder.pushLocation(this.#inlined);
    this.#inlined = [];
  }

  #placeOf(text: string) {
    const key = placeText(text);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place = readPlace(key);
    this.#places.set(key, place);
    return place;
  }

  *#mentionedIn(args: string): Generator<string> {
    if (this.#waitedFor.size === 0 || !args.includes('0x')) return;
    for (const [text, address] of args.matchAll(/(0x[0-9a-f]{4,})\??/g)) {
      if (this.#waitedFor.has(address)) yield text;
    }
  }

  #finish(read: {
    readonly header: GoroutineHeader;
    readonly traits: readonly string[];
    readonly creator: string;
    readonly mentions: ReadonlySet<string>;
  }): void {
    const builder = this.#builder;
    const { id, facts } = read.header;
    const { state, minutes, labels } = facts;
    // A stack that is cut may end with a frame whose caller is missing.
    this.#endLocation();
    for (const [key, value] of labels) builder.addText(key, value);
    builder.addText(GOROUTINE_LABELS.id, id);
    builder.addText(GOROUTINE_LABELS.state, state);
    if (minutes > 0) builder.addNumber(GOROUTINE_LABELS.wait, minutes, 'minutes');
    if (read.creator !== '') builder.addText(GOROUTINE_LABELS.creator, read.creator);
    for (const trait of read.traits) builder.addText(GOROUTINE_LABELS.trait, trait);
    const { address } = this.#waits;
    if (address !== '') builder.addText(GOROUTINE_LABELS.waitsFor, address);
    for (const mentioned of read.mentions) {
      const isOwn = mentioned.startsWith(address) && mentioned.length <= address.length + 1;
      const isCertainToo = mentioned.endsWith('?') && read.mentions.has(mentioned.slice(0, -1));
      if ((address === '' || !isOwn) && !isCertainToo) builder.addText(GOROUTINE_LABELS.mentions, mentioned);
    }
    builder.endSample();
  }
}
