/** What is said about code that allocates. */
import type { Evidence, SourceFrame, Suspect } from '../statement.ts';
import { type BlamedSite, functionAt } from './blame.ts';
import type { CatalogueEntry, Sign } from './catalogue.ts';
import { amountEvidence, blockEvidence, inFunction, retainedEvidence, signEvidence } from './evidence.ts';
import { confidenceOf, type Explanation, explain, heaviestSite } from './explain.ts';
import type { HeapMode } from './heap-columns.ts';
import { nextCommand } from './next-command.ts';
import { type PlaceToLook, placeToLook } from './place-to-look.ts';
import { amountOf, type HeapSuspect, plainFrame, type RankedSuspect, type Search } from './search.ts';
import type { BlockShape } from './shapes.ts';
import { type AllocationSite, amountsOfSites } from './sites.ts';
import { isStartUp } from './start-up.ts';

/** The suspect that sites of one function make together. */
export function heapSuspect(search: Search, group: readonly BlamedSite[]): RankedSuspect {
  const { heap, question } = search;
  const { mode } = question;
  const explanation = explain(search, group);
  const { entry, code } = explanation;
  const heaviest = heaviestSite(mode, explanation.sites);
  const place = placeToLook(search, heaviest, explanation);
  const { bytes, objects } = amountOf(mode, amountsOfSites(group.map(({ site }) => site)));
  const isMadeOnce = isStartUp(heap, mode, group);
  const suspect: HeapSuspect = {
    frame: place.frame,
    stack: Array.from(heaviest.site.stack, (frame) => plainFrame(heap.frames[frame])),
    signature: entry?.id,
    meaning: entry?.meaning ?? plainMeaning(mode, place.frame),
    remedy: entry?.remedy ?? plainRemedy(mode),
    confidence: isMadeOnce ? 'possible' : confidenceOf(mode, explanation),
    bytes,
    objects,
    bytesOutside: 0,
    falseAlarm: entry?.falseAlarm,
    savesAtMost: savesAtMost(mode, bytes, code.shape, explanation),
    evidence: heapEvidence(search, { group, explanation, heaviest, place, isMadeOnce }),
    wouldConfirm: entry?.wouldConfirm ?? plainConfirmation(mode),
    next: nextCommand(place.frame, place.isLibrarys ? 'library' : 'user'),
  };
  return { suspect, weight: bytes * weightOf(suspect, entry, isMadeOnce) };
}

interface SeenCode {
  readonly group: readonly BlamedSite[];
  readonly explanation: Explanation;
  readonly heaviest: BlamedSite;
  readonly place: PlaceToLook;
  readonly isMadeOnce: boolean;
}

function heapEvidence(
  search: Search,
  { group, explanation: { entry, held, code }, heaviest, place, isMadeOnce }: SeenCode,
): readonly Evidence[] {
  const { heap, question } = search;
  const { frame } = place;
  const amounts = amountsOfSites(group.map(({ site }) => site));
  const total = amountOf(question.mode, heap.total).bytes;
  const evidence = [
    amountEvidence(question.mode, { ...amountOf(question.mode, amounts), total }),
    ...held.flatMap((sign) =>
      signEvidence(sign, { code, frame, matched: matchedFunction(search, sign, heaviest.site) }),
    ),
    ...blockEvidence(code, held),
    ...retainedEvidence(question.mode, heap, amounts),
  ];
  if (place.isIndirect) evidence.push({ text: indirectText(entry, frame) });
  if (isMadeOnce) evidence.push({ text: 'made while the program started, as what is kept on purpose often is' });
  return evidence;
}

function indirectText(entry: CatalogueEntry | undefined, frame: SourceFrame): string {
  return entry?.isPerGoroutine
    ? `goroutines that began with ${frame.function} allocated about as many objects: a guess, as stacks of the runtime name nobody`
    : `the stacks have nothing of yours; ${inFunction(frame)} uses what allocates there`;
}

/** The function of a stack that a sign is about. */
function matchedFunction({ heap, signatures }: Search, sign: Sign, site: AllocationSite): string | undefined {
  if (sign.type !== 'function') return undefined;
  const depth = signatures.depthOf(sign, site);
  return depth === -1 ? undefined : functionAt(heap, site, depth);
}

/** What is made once is mostly meant to be. */
const MADE_ONCE = 0.3;

function weightOf({ confidence }: Suspect, entry: CatalogueEntry | undefined, isMadeOnce: boolean): number {
  if (entry?.id === 'observer') return 0.05;
  const byConfidence = confidence === 'likely' ? 2 : entry === undefined ? 1 : 1.2;
  return isMadeOnce ? byConfidence * MADE_ONCE : byConfidence;
}

/** What is wasted where the shape tells that, else all of it. */
function savesAtMost(
  mode: HeapMode,
  bytes: number,
  shape: BlockShape | undefined,
  { entry, held }: Explanation,
): number {
  const isAboutShape = entry !== undefined && held.some(({ type }) => type === 'shape');
  if (mode === 'churn' && isAboutShape && shape !== undefined && shape.wasteBytes > 0)
    return Math.min(bytes, shape.wasteBytes);
  return bytes;
}

function plainMeaning(mode: HeapMode, frame: SourceFrame): string {
  const where = frame.function === '' ? 'code without a name' : inFunction(frame);
  return mode === 'retention'
    ? `What ${where} allocates is still referred to from somewhere.`
    : `Much is allocated by ${where}.`;
}

function plainRemedy(mode: HeapMode): string {
  return mode === 'retention'
    ? 'See what holds what this line makes: a map, a slice, a global, a goroutine; bound it or let go.'
    : 'Allocate less here: use buffers again, make slices as large as they get, avoid copies.';
}

function plainConfirmation(mode: HeapMode): string {
  return mode === 'retention'
    ? 'two snapshots some time apart: leaks tells whether it grows, or is as large as it is meant to be'
    : 'a CPU profile: whether the collector takes a part that matters';
}
