/** Code of the user's that a library works for in goroutines of its own, whose stacks do not have it. */
import type { SourceFrame } from '../statement.ts';
import type { CatalogueEntry } from './catalogue.ts';
import type { Search } from './search.ts';
import { amountsOfSites } from './sites.ts';
import type { OwnedFrame } from './stack-frames.ts';

/** The frame that most likely is behind what an entry is about; undefined where nothing tells. */
export function throughFrame(search: Search, entry: CatalogueEntry): SourceFrame | undefined {
  const known = search.through.get(entry.id);
  if (known !== undefined) return known.frame;
  const frame =
    entry.calledThrough !== undefined
      ? mostCalling(search, entry.calledThrough)
      : entry.isPerGoroutine
        ? asManyGoroutines(search, entry)
        : undefined;
  search.through.set(entry.id, { frame });
  return frame;
}

/** Weights of functions, each with the frame that was met first. */
class Weights {
  readonly #weights = new Map<string, { weight: number; readonly frame: SourceFrame }>();

  add({ function: name, file, line }: SourceFrame, weight: number): void {
    const known = this.#weights.get(name);
    if (known === undefined) this.#weights.set(name, { weight, frame: { function: name, file, line } });
    else known.weight += weight;
  }

  heaviest(): SourceFrame | undefined {
    let best: { readonly weight: number; readonly frame: SourceFrame } | undefined;
    for (const one of this.#weights.values()) if (best === undefined || one.weight > best.weight) best = one;
    return best?.frame;
  }
}

/** The user's code that calls functions with such names, by what is in use below it. */
function mostCalling({ heap, question, signatures, goroutines }: Search, pattern: string): SourceFrame | undefined {
  const weights = new Weights();
  for (const site of heap.sites) {
    const at = site.stack.findIndex((frame) => signatures.matchesFrame(pattern, frame));
    if (at === -1) continue;
    const frame = firstOfUser(Array.from(site.stack.subarray(at + 1), (index) => heap.frames[index]));
    // What is gone only tells that the code runs.
    const weight = question.mode === 'retention' ? site.inuseBytes + site.allocBytes / 1000 : site.allocBytes;
    if (frame !== undefined) weights.add(frame, weight);
  }
  for (const { frames, count } of goroutines) {
    const at = frames.findIndex(({ function: name }) => signatures.pattern(pattern).test(name));
    const frame = at === -1 ? undefined : firstOfUser(frames.slice(at + 1));
    if (frame !== undefined) weights.add(frame, count);
  }
  return weights.heaviest();
}

const firstOfUser = (frames: readonly OwnedFrame[]) => frames.find(({ owner }) => owner === 'user');

/** Counts of objects from few samples are this rough. */
const ROUGHLY = 2;
/** From fewer samples a count tells nothing. */
const LEAST_SAMPLES = 10;

/** The user's function that goroutines began with which allocated about as many objects as the runtime did for goroutines. */
function asManyGoroutines({ heap, signatures }: Search, entry: CatalogueEntry): SourceFrame | undefined {
  const perGoroutine = heap.sites.filter((site) => signatures.namesFit(entry, site) !== undefined);
  const { allocObjects: goroutines, allocBytes } = amountsOfSites(perGoroutine);
  if (allocBytes < LEAST_SAMPLES * heap.samplingPeriod) return undefined;
  const weights = new Weights();
  for (const { stack, allocObjects } of heap.sites) {
    const root = stack.findLast((frame) => !heap.frames[frame].function.startsWith('runtime.'));
    if (root === undefined || heap.frames[root].owner !== 'user' || heap.frames[root].function === 'main.main')
      continue;
    const factor = Math.max(allocObjects, goroutines) / Math.max(1, Math.min(allocObjects, goroutines));
    if (factor <= ROUGHLY) weights.add(heap.frames[root], 1 / factor);
  }
  return weights.heaviest();
}
