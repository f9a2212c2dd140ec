/**
 * The goroutines of a profile: their stacks, each once, and of every goroutine what its labels say, or what the names of
 * its frames let one guess. Profiles of debug=2 dumps know more than the others (`profile/legacy/goroutine-dump.ts`).
 */
import { compareText } from '../base/byte-text.ts';
import { type Int64Column, pick } from '../base/int64.ts';
import type { Pattern } from '../base/regex.ts';
import { GOROUTINE_LABELS } from '../profile/legacy/goroutine-dump.ts';
import { stringAt } from '../profile/strings.ts';
import { NONE, type Profile, type StringIndex, type StringTable } from '../profile/tables.ts';
import { distinctStacks } from './distinct-stacks.ts';
import { entryNames } from './entries.ts';
import type { EntryQuestion } from './entry-values.ts';
import { guessedState, isPlumbing, isStandard } from './goroutine-frames.ts';
import { type GoroutineGroups, groupGoroutines, groupsWithin, membersByWait } from './goroutine-groups.ts';
import { matchingEntries } from './mine.ts';

export interface GoroutineFrame {
  /** The function, or what stands for it where that is not known. */
  readonly name: string;
  readonly isNamed: boolean;
  readonly file: string;
  readonly line: number;
  /** Whether it is how Go waits rather than what waits. */
  readonly isPlumbing: boolean;
}

/** What goroutines are put together by. */
export type Grouping = 'stack' | 'state' | 'wait' | 'creator' | 'function' | 'lock';
export const GROUPINGS: readonly Grouping[] = ['stack', 'state', 'wait', 'creator', 'function', 'lock'];

/** The spans of waiting that are told apart, by their first minute. */
export const WAIT_SPANS = [0, 1, 5, 15, 60, 240, 1440] as const;

/** A goroutine that others may wait for: an address they wait for is among the arguments of its frames. */
export interface Candidate {
  readonly member: number;
  /** Go marks the argument as one that may be out of date. */
  readonly isStale: boolean;
}

/** Plain data. A *member* is a goroutine, or several with one stack where the profile has them in one sample. */
export interface Goroutines {
  readonly frames: readonly GoroutineFrame[];
  /** The frames of a stack are `stackFrames[stackStart[stack]]` (the leaf) up to `stackFrames[stackStart[stack + 1]]`. */
  readonly stackStart: Int32Array;
  readonly stackFrames: Int32Array;
  /** By stack, as frames: where it waits, and the first of the user's own code, NONE where there is none. */
  readonly waitsIn: Int32Array;
  readonly ownCode: Int32Array;
  /** By member. Texts are rows of `texts`, whose first is empty. */
  readonly value: Int64Column;
  readonly stack: Int32Array;
  readonly state: Int32Array;
  readonly minutes: Float64Array;
  /** The number of the goroutine; 0 where it is not told. */
  readonly id: Float64Array;
  readonly creator: Int32Array;
  readonly traits: Int32Array;
  readonly waitsFor: Int32Array;
  readonly texts: readonly string[];
  /** By text: who may hold what is at this address. */
  readonly candidates: ReadonlyMap<number, readonly Candidate[]>;
  readonly groups: Readonly<Record<Grouping, GoroutineGroups>>;
  /** How many Go says nothing can wake up any more. */
  readonly leaked: number;
  /** Whether each goroutine is told apart, and its state is what Go says. Else states are guesses. */
  readonly isDump: boolean;
}

/** What goroutines are found out with. */
export interface GoroutineOptions {
  /** Leaves only stacks with a frame that it matches. */
  readonly pattern: Pattern | undefined;
  /** Matches the user's own code, as far as it is known. */
  readonly mine: Pattern | undefined;
}

/** What a profile counts, if that is goroutines. */
export function isGoroutineProfile({ valueTypes }: Pick<Profile, 'valueTypes'>): boolean {
  return valueTypes.some(({ type }) => type === 'goroutine' || type === 'goroutineleak');
}

/** The goroutines of a profile; frames are the entries of the question, which should tell lines apart. */
export function findGoroutines(question: EntryQuestion, { pattern, mine }: GoroutineOptions): Goroutines {
  const { profile, table, shownValues, counted } = question;
  const frames = framesOf(question);
  const stacks = stacksOf(question);
  const stackCount = stacks.start.length - 1;
  const isOwn = mine === undefined ? undefined : matchingEntries(profile, table, mine);
  const waitsIn = new Int32Array(stackCount);
  const ownCode = new Int32Array(stackCount);
  for (let stack = 0; stack < stackCount; stack++) {
    const own = stacks.frames.subarray(stacks.start[stack], stacks.start[stack + 1]);
    waitsIn[stack] = own.find((frame) => !frames[frame].isPlumbing) ?? own.at(-1) ?? NONE;
    ownCode[stack] =
      own.find((frame) => isOwn?.[frame] === 1) ??
      own.find((frame) => frames[frame].isNamed && !isStandard(frames[frame].name)) ??
      NONE;
  }

  const shown = pattern === undefined ? undefined : stacksWith(stacks, matchingEntries(profile, table, pattern));
  const samples = shown === undefined ? counted : counted.filter((sample) => shown[stacks.stackOf[sample]] === 1);
  const said = whatLabelsSay(profile, samples);
  const stack = Int32Array.from(samples, (sample) => stacks.stackOf[sample]);
  const value = pick(shownValues.column, samples);
  const { texts } = said;
  if (!said.isDump) guessStates(said, stack, (row) => stackNames(row, stacks, frames));

  const byText = (a: number, b: number) => compareText(texts.all[a], texts.all[b]);
  const nameOf = (frame: number) => (frame === NONE ? '' : frames[frame].name);
  const shownFrame = (row: number) => (ownCode[row] === NONE ? waitsIn[row] : ownCode[row]);
  const functions = new TextRows();
  const functionOf = Int32Array.from({ length: stackCount }, (_, row) => functions.row(nameOf(shownFrame(row))));
  const { state, minutes, id, creator, traits, waitsFor, isDump } = said;
  const members = { value, minutes, stack, state };
  const byWait = membersByWait(members);
  const group = (key: Int32Array, keyCount: number, rank: (a: number, b: number) => number) =>
    groupGoroutines(members, byWait, { key, keyCount, rank });
  const functionKeys = stack.map((row) => texts.row(nameOf(shownFrame(row))));
  const withoutEmpty = (keys: Int32Array) => keys.map((key) => (key === 0 ? NONE : key));
  const functionRank = rankOfTexts(functions.all);
  const groups = {
    stack: group(stack, stackCount, (a, b) => functionRank[functionOf[a]] - functionRank[functionOf[b]] || a - b),
    state: group(state, texts.all.length, byText),
    wait: group(Int32Array.from(minutes, spanOf), WAIT_SPANS.length, (a, b) => a - b),
    creator: group(creator, texts.all.length, byText),
    function: group(functionKeys, texts.all.length, byText),
    lock: group(withoutEmpty(waitsFor), texts.all.length, byText),
  };
  return {
    frames,
    stackStart: stacks.start,
    stackFrames: stacks.frames,
    waitsIn,
    ownCode,
    ...{ value, stack, state, minutes, id, creator, traits, waitsFor, isDump },
    texts: texts.all,
    candidates: said.candidates,
    groups,
    leaked: leakedCount(traits, texts.all, byWait),
  };
}

/** The same goroutines with groups of some of them only, by stack and by what is asked for; longest waits first. */
export function goroutinesWithin(goroutines: Goroutines, some: Int32Array, grouping: Grouping): Goroutines {
  const { groups, traits, texts } = goroutines;
  const stack = groupsWithin(groups.stack, goroutines, some);
  const asked = grouping === 'stack' ? stack : groupsWithin(groups[grouping], goroutines, some);
  const leaked = leakedCount(traits, texts, some);
  return { ...goroutines, groups: { ...groups, stack, [grouping]: asked }, leaked };
}

/** The span of WAIT_SPANS that a wait is in. */
export function spanOf(minutes: number): number {
  return WAIT_SPANS.findLastIndex((first) => minutes >= first);
}

function leakedCount(traits: Int32Array, texts: readonly string[], members: Int32Array): number {
  const isLeaked = rowsKnown((row) => texts[row].split(', ').includes('leaked'));
  let count = 0;
  for (const member of members) if (traits[member] !== 0 && isLeaked(traits[member])) count++;
  return count;
}

/** The same test, made once for each row. */
function rowsKnown(test: (row: number) => boolean): (row: number) => boolean {
  const known = new Map<number, boolean>();
  return (row) => {
    const isKnown = known.get(row) ?? test(row);
    known.set(row, isKnown);
    return isKnown;
  };
}

/** Texts, each once, by their rows. */
class TextRows {
  readonly all: string[] = [''];
  readonly #rows = new Map<string, number>([['', 0]]);

  row(text: string): number {
    let row = this.#rows.get(text);
    if (row === undefined) {
      row = this.all.push(text) - 1;
      this.#rows.set(text, row);
    }
    return row;
  }
}

function rankOfTexts(texts: readonly string[]): Int32Array {
  const order = Int32Array.from(texts, (_, row) => row).sort((a, b) => compareText(texts[a], texts[b]));
  const rank = new Int32Array(texts.length);
  for (let i = 0; i < order.length; i++) rank[order[i]] = i;
  return rank;
}

function framesOf({ table }: EntryQuestion): GoroutineFrame[] {
  const names = entryNames(table);
  return table.entries.map(({ functionName, file, line }, entry) => ({
    name: functionName || names[entry],
    isNamed: functionName !== '',
    file,
    line,
    isPlumbing: isPlumbing(functionName),
  }));
}

interface Stacks {
  readonly start: Int32Array;
  readonly frames: Int32Array;
  /** By sample. One without frames has the last stack. */
  readonly stackOf: Int32Array;
}

function stacksOf({ profile, table }: EntryQuestion): Stacks {
  const { samples, stacks } = profile;
  const distinct = distinctStacks(
    profile,
    table,
    Int32Array.from(table.entries, (_, entry) => entry),
  );
  const start = new Int32Array(distinct.length + 2);
  const frames: number[] = [];
  for (let stack = 0; stack < distinct.length; stack++) {
    const sample = distinct.sample[stack];
    for (let depth = samples.stackStart[sample]; depth < samples.stackEnd[sample]; depth++) {
      const end = table.frameStart[stacks[depth] + 1];
      for (let frame = table.frameStart[stacks[depth]]; frame < end; frame++) frames.push(table.frames[frame]);
    }
    start[stack + 1] = frames.length;
  }
  start[distinct.length + 1] = frames.length;
  const stackOf = distinct.stackOf.map((stack) => (stack === NONE ? distinct.length : stack));
  return { start, frames: Int32Array.from(frames), stackOf };
}

function stackNames(stack: number, stacks: Stacks, frames: readonly GoroutineFrame[]): string[] {
  const own = stacks.frames.subarray(stacks.start[stack], stacks.start[stack + 1]);
  return Array.from(own, (frame) => (frames[frame].isNamed ? frames[frame].name : ''));
}

/** By stack: 1 where one of its frames is flagged. */
function stacksWith({ start, frames }: Stacks, flags: Uint8Array): Uint8Array {
  const found = new Uint8Array(start.length - 1);
  for (let stack = 0; stack < found.length; stack++) {
    for (let at = start[stack]; at < start[stack + 1] && found[stack] === 0; at++) found[stack] = flags[frames[at]];
  }
  return found;
}

interface Said {
  readonly texts: TextRows;
  readonly state: Int32Array;
  readonly minutes: Float64Array;
  readonly id: Float64Array;
  readonly creator: Int32Array;
  readonly traits: Int32Array;
  readonly waitsFor: Int32Array;
  readonly candidates: ReadonlyMap<number, readonly Candidate[]>;
  readonly isDump: boolean;
}

/** Reads the labels of a dump, by member. Programs may label their goroutines with the same words: then it is no dump. */
function whatLabelsSay(profile: Profile, samples: Int32Array): Said {
  const { labels, strings } = profile;
  const { length } = samples;
  const texts = new TextRows();
  const said = {
    texts,
    state: new Int32Array(length),
    minutes: new Float64Array(length),
    id: new Float64Array(length),
    creator: new Int32Array(length),
    traits: new Int32Array(length),
    waitsFor: new Int32Array(length),
    candidates: new Map<number, Candidate[]>(),
  };
  const meaning = labelMeanings(profile);
  if (meaning === undefined) return { ...said, isDump: false };
  const texted = { state: said.state, creator: said.creator, waitsFor: said.waitsFor };
  for (let member = 0; member < length; member++) {
    const end = profile.samples.labelEnd[samples[member]];
    for (let label = profile.samples.labelStart[samples[member]]; label < end; label++) {
      const what = meaning.get(labels.key[label]);
      if (what === undefined) continue;
      const isNumber = labels.text[label] === NONE;
      if (what === 'wait' && isNumber) said.minutes[member] = Number(labels.number[label]);
      if (isNumber) continue;
      if (what === 'id') {
        said.id[member] = numberOf(strings, labels.text[label] as StringIndex);
        continue;
      }
      const text = stringAt(strings, labels.text[label] as StringIndex);
      if (what === 'trait') {
        const before = texts.all[said.traits[member]];
        said.traits[member] = texts.row(before === '' ? text : `${before}, ${text}`);
      } else if (what === 'mentions') {
        const isStale = text.endsWith('?');
        const address = texts.row(isStale ? text.slice(0, -1) : text);
        const others = said.candidates.get(address) ?? [];
        said.candidates.set(address, others);
        others.push({ member, isStale });
      } else if (what !== 'wait') {
        texted[what][member] = texts.row(text);
      }
    }
  }
  return { ...said, isDump: true };
}

/** The number that decimal digits spell, without a text for each; 0 for anything else. */
function numberOf({ bytes, start }: StringTable, index: StringIndex): number {
  let number = 0;
  for (let place = start[index]; place < start[index + 1]; place++) {
    const digit = bytes[place] - 0x30;
    if (digit < 0 || digit > 9) return 0;
    number = number * 10 + digit;
  }
  return number;
}

type LabelMeaning = keyof typeof GOROUTINE_LABELS;

/** What the keys of labels mean; undefined where they are not those of a dump. */
function labelMeanings({ labels, strings }: Profile): ReadonlyMap<number, LabelMeaning> | undefined {
  const keys = new Set<StringIndex>();
  for (let label = 0; label < labels.length; label++) keys.add(labels.key[label]);
  const meanings = new Map<number, LabelMeaning>();
  for (const key of keys) {
    const text = stringAt(strings, key);
    for (const [meaning, name] of Object.entries(GOROUTINE_LABELS)) {
      if (name === text) meanings.set(key, meaning as LabelMeaning);
    }
  }
  const found = new Set(meanings.values());
  return found.has('id') && found.has('state') ? meanings : undefined;
}

function guessStates({ texts, state }: Said, stack: Int32Array, namesOf: (stack: number) => string[]): void {
  const guessed = new Map<number, number>();
  for (let member = 0; member < stack.length; member++) {
    let row = guessed.get(stack[member]);
    if (row === undefined) {
      const names = namesOf(stack[member]);
      row = texts.row(names.every((name) => name === '') ? 'unknown' : guessedState(names));
      guessed.set(stack[member], row);
    }
    state[member] = row;
  }
}
