/** Where memory was asked for, with what it came to in each snapshot. */
import { goPackage } from '../../analysis/my-go-code.ts';
import { codeOwner } from '../code-owner.ts';
import type { SourceFrame } from '../statement.ts';
import { isMaker, sourceFunction } from './code-names.ts';
import type { FrameInterner } from './frame-interner.ts';
import type { NoiseSums } from './sampling-noise.ts';
import type { Series, Snapshot } from './snapshot-series.ts';

/** Some stacks that are looked at as one. */
export interface Site {
  /** The stacks by their numbers, and where in each the frame is that stands for the site; NO_PLACE where it is not in it. */
  readonly stacks: readonly number[];
  readonly places: readonly number[];
  /** Whether that frame is the user's; else there is none of theirs in these stacks. */
  readonly isUsers: boolean;
}

export const NO_PLACE = -1;

/** The values of a site in each snapshot. */
export interface SiteValues {
  readonly bytes: Float64Array;
  readonly objects: Float64Array;
  /** Allocated since the program began; undefined where the profiles do not tell. */
  readonly allocBytes: Float64Array | undefined;
  readonly noise: NoiseSums;
}

/** The sites of a series by the function that asked for the memory, without what taking profiles itself needs. */
export function sitesOf({ frames }: Series): Site[] {
  const traits = frameTraits(frames);
  const groups = new Map<string, { stacks: number[]; places: number[]; isUsers: boolean }>();
  for (let stack = 0; stack < frames.stackCount; stack++) {
    const path = frames.framesOf(stack);
    if (path.length === 0 || path.some((frame) => traits(frame).isProfiling)) continue;
    const { place, isUsers } = blamedPlace(path, traits);
    const { function: name } = frames.frame(path[place]);
    const key = isUsers ? traits(path[place]).source : `\n${goPackage(name) || name}`;
    let group = groups.get(key);
    if (group === undefined) {
      group = { stacks: [], places: [], isUsers };
      groups.set(key, group);
    }
    group.stacks.push(stack);
    group.places.push(place);
  }
  return [...groups.values()];
}

/** Splits a site by what a key says of its stacks; the parts keep their places unless the key gives another. */
export function splitSite(site: Site, keyOf: (stack: number, place: number) => { key: string; place: number }): Site[] {
  const parts = new Map<string, { stacks: number[]; places: number[]; isUsers: boolean }>();
  site.stacks.forEach((stack, i) => {
    const { key, place } = keyOf(stack, site.places[i]);
    let part = parts.get(key);
    if (part === undefined) {
      part = { stacks: [], places: [], isUsers: site.isUsers };
      parts.set(key, part);
    }
    part.stacks.push(stack);
    part.places.push(place);
  });
  return [...parts.values()];
}

/** By the function of the user's that called it; stacks without a caller of theirs stay with the function itself. */
export function splitByCaller(site: Site, { frames }: Series): Site[] {
  const traits = frameTraits(frames);
  return splitSite(site, (stack, place) => {
    const path = frames.framesOf(stack);
    const own = traits(path[place]).source;
    const caller = path.findIndex((frame, at) => at > place && traits(frame).isUsers && traits(frame).source !== own);
    return caller === -1 ? { key: '', place } : { key: traits(path[caller]).source, place: caller };
  });
}

/** By the line of its own that it was at. */
export function splitByLine(site: Site, { frames }: Series): Site[] {
  return splitSite(site, (stack, place) => ({ key: String(frames.framesOf(stack)[place]), place }));
}

/** The functions of the user's from the outermost on to the one that stands for the site, of one of its stacks. */
export function userPath({ frames }: Series, stack: number, place: number): { source: string; place: number }[] {
  const traits = frameTraits(frames);
  const path = frames.framesOf(stack);
  const users: { source: string; place: number }[] = [];
  for (let at = path.length - 1; at >= place; at--) {
    const { isUsers, source } = traits(path[at]);
    if (isUsers && users.at(-1)?.source !== source) users.push({ source, place: at });
  }
  return users;
}

/** The function that stands for a site. */
export function siteSource({ stacks, places }: Site, { frames }: Series): string {
  return frameTraits(frames)(frames.framesOf(stacks[0])[places[0]]).source;
}

/** What a series follows, bytes or a count, of a site. */
export function followedOf({ stacks }: Site, { kind, snapshots }: Series): Float64Array {
  return columnSums(stacks, snapshots, ({ bytes, objects }) => (kind === 'heap' ? bytes : objects));
}

/** Adds up the stacks of a site in each snapshot. */
function columnSums(
  stacks: readonly number[],
  snapshots: readonly Snapshot[],
  columnOf: (snapshot: Snapshot) => Float32Array | undefined,
): Float64Array {
  return Float64Array.from(snapshots, (snapshot) => {
    const column = columnOf(snapshot);
    let sum = 0;
    if (column === undefined) return sum;
    for (let i = 0; i < stacks.length; i++) {
      // A stack that was met later than this snapshot is behind the end of its columns.
      if (stacks[i] < column.length) sum += column[stacks[i]];
    }
    return sum;
  });
}

/** All that is known of a site. */
export function valuesOf({ stacks }: Site, { snapshots }: Series): SiteValues {
  const sums = (columnOf: (snapshot: Snapshot) => Float32Array | undefined) => columnSums(stacks, snapshots, columnOf);
  const hasAllocated = snapshots.every(({ allocBytes }) => allocBytes !== undefined);
  return {
    bytes: sums(({ bytes }) => bytes),
    objects: sums(({ objects }) => objects),
    allocBytes: hasAllocated ? sums(({ allocBytes }) => allocBytes) : undefined,
    noise: {
      inUse: sums(({ noise }) => noise),
      allocated: hasAllocated ? sums(({ allocNoise }) => allocNoise) : undefined,
    },
  };
}

/** A function of the user's through which the code of a package is entered, with the frame it calls from. */
export interface Entrance {
  readonly source: string;
  readonly frame: SourceFrame;
}

/**
 * Where the user's code calls the package that a site without any of their frames belongs to. A goroutine that a library
 * started keeps nothing of the stack it was started from, but whoever started it is likely to be seen at other times.
 */
export function entrancesOf({ stacks, places, isUsers }: Site, { frames }: Series): Entrance[] {
  if (isUsers || stacks.length === 0) return [];
  const traits = frameTraits(frames);
  const library = traits(frames.framesOf(stacks[0])[places[0]]).package;
  const found = new Map<string, Entrance>();
  for (let stack = 0; stack < frames.stackCount; stack++) {
    const path = frames.framesOf(stack);
    const at = path.findIndex((frame) => traits(frame).isUsers);
    if (at < 1 || path.some((frame) => traits(frame).isProfiling)) continue;
    const { source } = traits(path[at]);
    if (traits(path[at - 1]).package === library) found.set(source, { source, frame: frames.frame(path[at]) });
  }
  return [...found.values()];
}

interface FrameTraits {
  /** The function it is written in. */
  readonly source: string;
  readonly package: string;
  readonly isUsers: boolean;
  readonly isMaker: boolean;
  readonly isRuntime: boolean;
  readonly isProfiling: boolean;
}

const traitsOfFrames = new WeakMap<FrameInterner, FrameTraits[]>();

function frameTraits(frames: FrameInterner): (frame: number) => FrameTraits {
  const known = traitsOfFrames.get(frames) ?? [];
  traitsOfFrames.set(frames, known);
  return (frame) => {
    known[frame] ??= traitsOf(frames.frame(frame));
    return known[frame];
  };
}

function traitsOf({ function: name, file }: SourceFrame): FrameTraits {
  const source = sourceFunction(name);
  return {
    source,
    package: goPackage(name),
    isMaker: isMaker(source),
    isUsers: codeOwner(name, file) === 'user',
    isRuntime: /^(?:internal\/)?runtime[./]/.test(name),
    isProfiling: /^(?:runtime\/(?:pprof|trace)|net\/http\/pprof)\./.test(name),
  };
}

/**
 * The place in a stack of the code to look at: the first of the user's from the leaf, past functions that only make things
 * for other packages. In a stack without any, such as that of a goroutine of a library, it is where the goroutine began; in
 * one of the runtime alone what it allocated for.
 */
function blamedPlace(path: Int32Array, traits: (frame: number) => FrameTraits): { place: number; isUsers: boolean } {
  const users = path.findIndex((frame) => traits(frame).isUsers);
  if (users !== -1) return { place: keeperPlace(path, users, traits), isUsers: true };
  const outermost = path.findLastIndex((frame) => !traits(frame).isRuntime);
  if (outermost !== -1) return { place: outermost, isUsers: false };
  const purpose = path.findIndex((frame) => !/^runtime\.(?:mallocgc|new(?:object|array)$)/.test(traits(frame).source));
  return { place: Math.max(0, purpose), isUsers: false };
}

function keeperPlace(path: Int32Array, first: number, traits: (frame: number) => FrameTraits): number {
  let place = first;
  while (traits(path[place]).isMaker) {
    const { source, package: own } = traits(path[place]);
    const caller = path.findIndex(
      (frame, at) => at > place && traits(frame).isUsers && traits(frame).source !== source,
    );
    if (caller === -1 || traits(path[caller]).package === own) break;
    place = caller;
  }
  return place;
}
