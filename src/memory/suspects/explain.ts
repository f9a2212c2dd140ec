/** Which entry of the catalogue explains what a function allocates, and how sure that is. */
import type { Confidence, SourceFrame } from '../statement.ts';
import { type BlamedSite, callerDepth, groupBy } from './blame.ts';
import type { CatalogueEntry, Sign } from './catalogue.ts';
import { deferInLoop } from './defer-in-loop.ts';
import type { HeapMode } from './heap-columns.ts';
import { isRuntime } from './place-to-look.ts';
import { amountOf, plainFrame, type Search, type SuspectQuestion } from './search.ts';
import { blockShape } from './shapes.ts';
import type { ObservedCode } from './signature.ts';
import { type AllocationSite, amountsOfSites, blocksOf, type HeapAmounts, type HeapSites } from './sites.ts';

export interface Explanation {
  readonly entry: CatalogueEntry | undefined;
  readonly held: readonly Sign[];
  /** The sites the entry is about. */
  readonly sites: readonly BlamedSite[];
  readonly code: ObservedCode;
}

/** An entry has to be about so much of a function to explain it. */
const EXPLAINS_SHARE = 0.4;

/** The first entry of the catalogue that fits: by names most of a function, without names its heaviest line. */
export function explain(search: Search, group: readonly BlamedSite[]): Explanation {
  const { entries, question } = search;
  const bytesOf = (sites: readonly BlamedSite[]) =>
    amountOf(question.mode, amountsOfSites(sites.map(({ site }) => site))).bytes;
  const total = bytesOf(group);
  const line = heaviestLine(search, group);
  const ofLine = observe(search, line);
  for (const entry of entries) {
    const isNamed = entry.requires.some(({ type }) => type === 'function');
    const sites = isNamed ? group.filter((one) => one.entries.includes(entry)) : line;
    if (sites.length === 0 || isAboutGoroutines(entry) || (isNamed && bytesOf(sites) < total * EXPLAINS_SHARE))
      continue;
    const found = explanationBy(search, entry, sites, isNamed ? observe(search, sites) : ofLine);
    if (found !== undefined) return found;
  }
  return { entry: undefined, held: [], sites: line, code: ofLine };
}

/** Those are found among goroutines. */
const isAboutGoroutines = ({ requires }: CatalogueEntry) => requires.every(({ type }) => type === 'goroutines');

/** Undefined where something that the entry requires does not hold. */
function explanationBy(
  search: Search,
  entry: CatalogueEntry,
  sites: readonly BlamedSite[],
  code: ObservedCode,
): Explanation | undefined {
  const holds = (sign: Sign) =>
    sign.type === 'function'
      ? sites.some(({ site }) => search.signatures.depthOf(sign, site) !== -1)
      : search.signatures.holds(sign, code);
  if (!entry.requires.every(holds)) return undefined;
  return { entry, held: [...entry.requires, ...entry.supports.filter(holds)], sites, code };
}

function heaviestLine({ heap, question }: Search, group: readonly BlamedSite[]): readonly BlamedSite[] {
  let best: readonly BlamedSite[] = group;
  let most = -1;
  for (const [, sites] of groupBy(group, ({ site, depth }) =>
    depth === -1 ? '' : String(heap.frames[site.stack[depth]].line),
  )) {
    const { bytes } = amountOf(question.mode, amountsOfSites(sites.map(({ site }) => site)));
    if (bytes <= most) continue;
    most = bytes;
    best = sites;
  }
  return best;
}

function observe({ heap, question, goroutines, signatures }: Search, sites: readonly BlamedSite[]): ObservedCode {
  const { mode, sourceLine } = question;
  const heaviest = heaviestSite(mode, sites);
  const { site, depth } = heaviest;
  // Elsewhere in a function blocks have other sizes, for other reasons.
  const way = wayToUser(heap, heaviest);
  const alike = sites.filter((one) => wayToUser(heap, one) === way);
  const blocks = blocksOf(alike.map((one) => one.site));
  const bytesOf = (block: HeapAmounts) => amountOf(mode, block).bytes;
  const main = blocks.reduce((most, block) => (bytesOf(block) > bytesOf(most) ? block : most), blocks[0]);
  const frame = depth === -1 ? undefined : heap.frames[site.stack[depth]];
  return {
    ...amountsOfSites(sites.map((one) => one.site)),
    mode,
    shape: blockShape(blocks),
    blockSize: main?.size ?? 0,
    isOwnLeaf: site.userDepth === 0 || isRuntimeOnly(heap, site),
    line: frame === undefined ? undefined : sourceLine?.(frame.file, frame.line),
    deferred: deferredAround(heap, heaviest, sourceLine),
    goroutinesWith: (pattern, without) =>
      goroutines.reduce((sum, { frames, count }) => {
        const has = (source: string) => frames.some(({ function: name }) => signatures.pattern(source).test(name));
        return has(pattern) && (without === undefined || !has(without)) ? sum + count : sum;
      }, 0),
  };
}

/** Whether only the runtime stands between the user's code and the leaf, as it does in profiles of very old or other producers. */
function isRuntimeOnly({ frames }: HeapSites, { stack, userDepth }: AllocationSite): boolean {
  return userDepth > 0 && stack.subarray(0, userDepth).every((frame) => isRuntime(frames[frame].function));
}

/** The `defer` in a loop that gives back what a line or its caller's opened. */
function deferredAround(
  heap: HeapSites,
  blamed: BlamedSite,
  sourceLine: SuspectQuestion['sourceLine'],
): SourceFrame | undefined {
  if (sourceLine === undefined) return undefined;
  for (const depth of [blamed.depth, callerDepth(heap, blamed)]) {
    if (depth === -1) return undefined;
    const frame = plainFrame(heap.frames[blamed.site.stack[depth]]);
    const line = deferInLoop(frame, sourceLine);
    if (line !== undefined) return { ...frame, line };
  }
  return undefined;
}

/** The functions from the leaf to the user's code, and the line there. */
function wayToUser({ frames }: HeapSites, { site: { stack, userDepth } }: BlamedSite): string {
  const end = userDepth === -1 ? stack.length : userDepth;
  const functions = Array.from(stack.subarray(0, end), (frame) => frames[frame].function);
  return `${functions.join('\n')}\n${userDepth === -1 ? '' : stack[userDepth]}`;
}

export function heaviestSite(mode: HeapMode, sites: readonly BlamedSite[]): BlamedSite {
  const bytes = ({ site }: BlamedSite) => amountOf(mode, site).bytes;
  return sites.reduce((most, one) => (bytes(one) > bytes(most) ? one : most));
}

/** Signs of one kind come from the same fact, and do not confirm each other. */
const KIND_OF_SIGN: Readonly<Record<Sign['type'], string | undefined>> = {
  function: 'name',
  ownLeaf: undefined,
  shape: 'shape',
  blockSize: undefined,
  objects: 'count',
  retained: undefined,
  goroutines: 'goroutines',
  line: 'line',
  deferInLoop: 'line',
};

/** Ladders of smaller blocks are everywhere. */
const LARGE_RUNG = 65_536;

/** How sure it is that an explanation is right, and that something is wrong. */
export function confidenceOf(mode: HeapMode, { entry, held, code }: Explanation): Confidence {
  if (entry === undefined || entry.oftenIntended?.includes(mode)) return 'possible';
  const kinds = new Set(held.map(({ type }) => KIND_OF_SIGN[type]));
  kinds.delete(undefined);
  if ((code.shape?.largest ?? 0) < LARGE_RUNG) kinds.delete('shape');
  return kinds.size >= 2 ? 'likely' : 'possible';
}
