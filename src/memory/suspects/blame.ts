/**
 * Which of the user's functions answers for an allocation. That is the first of the user's own from the leaf, as nobody can
 * change a library; but a function that many call to make something does not decide how long it lives. Where what it made
 * stays for one caller and goes for others, it is that caller who keeps it:
 *
 *     render  <-  serve     0 of 90 MB in use
 *     render  <-  accept   49 of 54 MB in use   <- to blame
 */
import type { CatalogueEntry, Sign } from './catalogue.ts';
import type { Signatures } from './signature.ts';
import { type AllocationSite, amountsOfSites, type HeapSites } from './sites.ts';

/** A site, the entries whose names fit it, and where in its stack the function to blame is. */
export interface BlamedSite {
  readonly site: AllocationSite;
  readonly entries: readonly CatalogueEntry[];
  /** -1 where the stack has nothing of the user's. */
  readonly depth: number;
}

/** Blames the user's code that is nearest to the leaf, but not nearer than what the names of a fault match. */
export function blameNearest(
  heap: HeapSites,
  signatures: Signatures,
  entries: readonly CatalogueEntry[],
): readonly BlamedSite[] {
  const withNames = entries.filter(({ requires }) => requires.some(({ type }) => type === 'function'));
  // Most sites have no wrappers, and most entries are about them: there can be a million sites.
  const withoutWrappers = withNames.filter(({ requires }) => !requires.some(isAboutWrappers));
  return heap.sites.map((site) => {
    const fitting: CatalogueEntry[] = [];
    let outermost = -1;
    for (const entry of site.userDepth === 0 ? withoutWrappers : withNames) {
      const depth = signatures.namesFit(entry, site);
      if (depth === undefined) continue;
      if (fitting.length === 0) outermost = depth;
      fitting.push(entry);
    }
    const beyond = nextUserDepth(heap, site, outermost);
    return { site, entries: fitting, depth: beyond === -1 ? site.userDepth : beyond };
  });
}

const isAboutWrappers = (sign: Sign) => sign.type === 'function' && sign.where === 'wrapper';

/** How much more of what it made a caller has to keep than all callers do, to be to blame. */
const CLEARLY_MORE = 1.5;

/** Moves the blame to the callers that keep what others let go. Needs to know what was allocated. */
export function blameKeepers(heap: HeapSites, blamed: readonly BlamedSite[]): readonly BlamedSite[] {
  const settled: BlamedSite[] = [];
  let open = blamed;
  while (open.length > 0) {
    const moved: BlamedSite[] = [];
    for (const [, ofFunction] of groupBy(open, ({ site, depth }) => functionAt(heap, site, depth))) {
      const kept = keptShare(ofFunction);
      for (const [, ofCaller] of groupBy(ofFunction, (one) => callerOf(heap, one))) {
        const isKeeper = callerDepth(heap, ofCaller[0]) !== -1 && keptShare(ofCaller) > kept * CLEARLY_MORE;
        for (const one of ofCaller) {
          if (isKeeper) moved.push({ ...one, depth: callerDepth(heap, one) });
          else settled.push(one);
        }
      }
    }
    open = moved;
  }
  return settled;
}

/** How much of a function's has to come from one caller for the caller to answer for it. */
const MOSTLY = 0.7;

/**
 * Moves the blame from plain functions that make a part of something to the one caller that keeps more of the kind: what a
 * function without a receiver makes it returns, so that it is the caller who knows where it goes. Code that a fault of the
 * catalogue fits by name stays: there the line that calls the library is the one to change.
 */
export function blameAssemblers(heap: HeapSites, blamed: readonly BlamedSite[]): readonly BlamedSite[] {
  const groups = groupBy(blamed, ({ site, depth }) => functionAt(heap, site, depth));
  return Array.from(groups, ([name, group]) => {
    if (!isPlainFunction(name) || group.some(({ entries }) => entries.some(isNamedAlone))) return group;
    const inuse = inuseBytes(group);
    for (const [caller, ofCaller] of groupBy(group, (one) => callerOf(heap, one))) {
      const own = groups.get(caller);
      if (caller === '' || own === undefined || inuseBytes(ofCaller) < inuse * MOSTLY) continue;
      if (inuseBytes(own) < inuse * LEAST_OWN || keptShare(own) * CLEARLY_MORE < keptShare(ofCaller)) continue;
      return group.map((one) => (callerOf(heap, one) === caller ? { ...one, depth: callerDepth(heap, one) } : one));
    }
    return group;
  }).flat();
}

/** A caller that keeps less than this, compared with what is made for it, may do so for another reason. */
const LEAST_OWN = 0.02;

/** Whether names are all that an entry requires. */
export const isNamedAlone = ({ requires }: CatalogueEntry) => requires.every(({ type }) => type === 'function');

const inuseBytes = (blamed: readonly BlamedSite[]) => amountsOfSites(blamed.map(({ site }) => site)).inuseBytes;

/** Whether a Go function is no method and no closure. */
const isPlainFunction = (name: string) => /(?:^|\/)[^/.]+\.[\p{L}_]\w*(?:\[.*\])?$/u.test(name);

function keptShare(blamed: readonly BlamedSite[]): number {
  const { inuseBytes, allocBytes } = amountsOfSites(blamed.map(({ site }) => site));
  return allocBytes === 0 ? 0 : inuseBytes / allocBytes;
}

export function functionAt({ frames }: HeapSites, { stack }: AllocationSite, depth: number): string {
  return depth === -1 ? '' : frames[stack[depth]].function;
}

function callerOf(heap: HeapSites, blamed: BlamedSite): string {
  return functionAt(heap, blamed.site, callerDepth(heap, blamed));
}

/** The next function of the user's towards the root, -1 where there is none. */
export function callerDepth(heap: HeapSites, { site, depth }: BlamedSite): number {
  if (depth === -1) return -1;
  const own = functionAt(heap, site, depth);
  let caller = nextUserDepth(heap, site, depth);
  while (caller !== -1 && functionAt(heap, site, caller) === own) caller = nextUserDepth(heap, site, caller);
  return caller;
}

function nextUserDepth({ frames }: HeapSites, { stack }: AllocationSite, depth: number): number {
  for (let next = depth + 1; next < stack.length; next++) {
    if (frames[stack[next]].owner === 'user') return next;
  }
  return -1;
}

export function groupBy<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
