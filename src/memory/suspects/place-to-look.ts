/** The line of a suspect that people should look at first. */
import type { SourceFrame } from '../statement.ts';
import type { BlamedSite } from './blame.ts';
import type { CatalogueEntry } from './catalogue.ts';
import type { Explanation } from './explain.ts';
import { plainFrame, type Search } from './search.ts';
import type { AllocationSite } from './sites.ts';
import { throughFrame } from './through.ts';

export interface PlaceToLook {
  readonly frame: SourceFrame;
  /** Whether nothing of the user's own was found. */
  readonly isLibrarys: boolean;
  /** Whether the stack has nothing of the user's, but something else led there. */
  readonly isIndirect: boolean;
}

/** Of the user's own code where there is any, or who uses the library that allocates. */
export function placeToLook(
  search: Search,
  { site, depth }: BlamedSite,
  { entry, held, code }: Explanation,
): PlaceToLook {
  if (code.deferred !== undefined && held.some(({ type }) => type === 'deferInLoop')) {
    return { frame: code.deferred, isLibrarys: false, isIndirect: false };
  }
  const frameAt = (at: number) => plainFrame(search.heap.frames[site.stack[at]] ?? NO_FRAME);
  if (depth !== -1) return { frame: frameAt(depth), isLibrarys: false, isIndirect: false };
  const through = entry && throughFrame(search, entry);
  if (through !== undefined) return { frame: through, isLibrarys: false, isIndirect: true };
  return { frame: frameAt(libraryDepth(search, site, entry)), isLibrarys: true, isIndirect: false };
}

const NO_FRAME: SourceFrame = { function: '', file: '', line: 0 };

/** In a stack without the user's code: where the names of an entry are, or else the first frame that does more than allocate. */
export function libraryDepth(
  { heap, signatures }: Search,
  site: AllocationSite,
  entry: CatalogueEntry | undefined,
): number {
  const named = entry === undefined ? undefined : signatures.namesFit(entry, site);
  if (named !== undefined) return named;
  const nameAt = (frame: number) => heap.frames[frame].function;
  const depth = site.stack.findIndex((frame) => !isRuntime(nameAt(frame)));
  return Math.max(0, depth !== -1 ? depth : site.stack.findIndex((frame) => !ALLOCATOR.test(nameAt(frame))));
}

/** Functions of the runtime that allocate for others. */
const ALLOCATOR = /^runtime\.(?:mallocgc\w*|new(?:object|array)|makeslice\w*|growslice|makemap\w*|mapassign\w*)$/;

export const isRuntime = (name: string) => /^(?:internal\/)?runtime[./]/.test(name);
