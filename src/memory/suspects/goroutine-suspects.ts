/** Goroutines that wait in large numbers, with what they and what they run have in the heap. */
import type { Confidence, Evidence } from '../statement.ts';
import { groupBy, isNamedAlone } from './blame.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { countText, inFunction, sizeText } from './evidence.ts';
import type { GoroutineStack } from './goroutine-stacks.ts';
import { nextCommand } from './next-command.ts';
import { plainFrame, type RankedSuspect, type Search } from './search.ts';
import type { OwnedFrame } from './stack-frames.ts';

/** A stack of 2 kB is the least that a goroutine has, and a descriptor of about 450 bytes. */
const LEAST_BYTES = 2_500;

/** A suspect for each of the user's functions that many goroutines wait in. */
export function goroutineSuspects(search: Search): readonly RankedSuspect[] {
  const entry = search.entries.find(({ requires }) => requires.every(({ type }) => type === 'goroutines'));
  if (entry === undefined || search.goroutines.length === 0) return [];
  const keptBy = keptByRoot(search);
  const found: RankedSuspect[] = [];
  for (const [name, stacks] of groupBy(search.goroutines, ({ frames }) => userFrame(frames)?.function ?? '')) {
    const group: WaitingGroup = { stacks, count: sumOf(stacks, ({ count }) => count) };
    if (name === '' || !fits(search, entry, group)) continue;
    found.push(goroutineSuspect(entry, group, keptBy.get(rootFunction(stacks[0].frames)) ?? NOTHING));
  }
  return found;
}

interface WaitingGroup {
  /** Those that most goroutines have first. */
  readonly stacks: readonly GoroutineStack[];
  readonly count: number;
}

const sumOf = (stacks: readonly GoroutineStack[], amount: (stack: GoroutineStack) => number) =>
  stacks.reduce((sum, stack) => sum + amount(stack), 0);

const userFrame = (frames: readonly OwnedFrame[]) => frames.find(({ owner }) => owner === 'user');

/** States in which a goroutine does not wait for something in the program. */
const NOT_WAITING = /^(?:running|runnable|syscall|copystack|preempted)/;

function fits(
  { signatures }: Search,
  { requires }: CatalogueEntry,
  { stacks: [{ frames, state }], count }: WaitingGroup,
) {
  const has = (pattern: string) => frames.some(({ function: name }) => signatures.pattern(pattern).test(name));
  return (
    !NOT_WAITING.test(state) &&
    requires.every(
      (sign) =>
        sign.type === 'goroutines' &&
        count >= sign.atLeast &&
        has(sign.pattern) &&
        (sign.without === undefined || !has(sign.without)),
    )
  );
}

function goroutineSuspect(entry: CatalogueEntry, group: WaitingGroup, kept: Kept): RankedSuspect {
  const { stacks, count } = group;
  const [{ frames }] = stacks;
  const frame = plainFrame(userFrame(frames) ?? frames[0]);
  const bytesOutside = count * LEAST_BYTES;
  const bytes = bytesOutside + kept.bytes;
  const confidence = confidenceOf(group, kept);
  const suspect = {
    frame,
    stack: frames.map(plainFrame),
    signature: entry.id,
    meaning: entry.meaning,
    remedy: entry.remedy,
    confidence,
    bytes,
    objects: count,
    bytesOutside,
    falseAlarm: confidence === 'confirmed' ? undefined : entry.falseAlarm,
    savesAtMost: bytes,
    evidence: evidenceOf(group, kept),
    wouldConfirm: entry.wouldConfirm,
    next: nextCommand(frame, 'user'),
  };
  return { suspect, weight: bytes * (confidence === 'possible' ? 1.2 : 2) };
}

/** Waiting for these is not what idle workers do: somebody should have taken what they have, or given a lock back. */
const STUCK_STATES =
  /^(?:chan send|chan \w+ \(nil chan\)|select \(no cases\)|sync\.Mutex\.Lock|sync\.RWMutex\.|semacquire)/;

/** So many that are stuck are no coincidence. */
const MANY = 1_000;

/**
 * That Go says they leaked leaves nothing else. Many that wait in line for a moment look like many that are stuck: only dumps
 * tell them apart, as they say how long.
 */
function confidenceOf({ stacks, count }: WaitingGroup, kept: Kept): Confidence {
  if (sumOf(stacks, ({ leaked }) => leaked) > count / 2) return 'confirmed';
  const isStuck = STUCK_STATES.test(stacks[0].state) && count >= MANY;
  const isOld = sumOf(stacks, ({ waitedMinutes }) => waitedMinutes) > count / 2;
  return isStuck && isOld && kept.objects >= count / 2 ? 'likely' : 'possible';
}

function evidenceOf({ stacks, count }: WaitingGroup, kept: Kept): readonly Evidence[] {
  const [{ frames, state }] = stacks;
  const frame = userFrame(frames) ?? frames[0];
  const root = rootFunction(frames);
  const leaked = sumOf(stacks, (stack) => stack.leaked);
  const waited = sumOf(stacks, ({ waitedMinutes }) => waitedMinutes);
  const texts = [
    `${countText(count, 'goroutine')} in ${inFunction(frame)}, state ${state}`,
    root === undefined || root === frame.function ? undefined : `they began with ${root}`,
    leaked === 0 ? undefined : `${countText(leaked, 'goroutine')} of them nothing can wake up, as Go says`,
    waited === 0 ? undefined : `${countText(waited, 'goroutine')} of them have waited for a minute or more`,
    `each takes 2kB of stack at least, ${sizeText(count * LEAST_BYTES)} in all with their descriptors`,
    kept.bytes === 0
      ? undefined
      : `${sizeText(kept.bytes)} in ${countText(kept.objects, 'object')} that such goroutines allocated are in use`,
  ];
  return texts.flatMap((text) => (text === undefined ? [] : [{ text }]));
}

interface Kept {
  readonly bytes: number;
  readonly objects: number;
}

const NOTHING: Kept = { bytes: 0, objects: 0 };

/**
 * By the function that goroutines began with: what is in use of what they allocated, without what an entry of the catalogue
 * explains better.
 */
function keptByRoot({ heap, entries, signatures }: Search): ReadonlyMap<string | undefined, Kept> {
  const named = entries.filter(isNamedAlone);
  const kept = new Map<string | undefined, Kept>();
  for (const site of heap.sites) {
    if (site.inuseBytes === 0 || named.some((entry) => signatures.namesFit(entry, site) !== undefined)) continue;
    const root = rootFunction(Array.from(site.stack, (frame) => heap.frames[frame]));
    const { bytes, objects } = kept.get(root) ?? NOTHING;
    kept.set(root, { bytes: bytes + site.inuseBytes, objects: objects + site.inuseObjects });
  }
  return kept;
}

/** The function a goroutine began with; `runtime.goexit` stands below it in some profiles. */
function rootFunction(frames: readonly OwnedFrame[]): string | undefined {
  return frames.findLast(({ function: name }) => !name.startsWith('runtime.'))?.function;
}
