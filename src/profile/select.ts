/**
 * The selections by name: focus, ignore, hide, show, show_from and prune_from, each a step from one profile to another.
 * A pattern is asked once per distinct text, and the answers are sets over locations and lines; samples are only looked
 * up in them.
 */
import type { Pattern } from '../base/regex.ts';
import { columnRows, keepSamples, rowsWhere } from './sample-subset.ts';
import { memoizeByString } from './strings.ts';
import {
  asColumn,
  type Column,
  type LineIndex,
  type LocationTable,
  NONE,
  type Profile,
  type SampleTable,
} from './tables.ts';

/** What a pattern matches of the tables: pprof looks at function names, file names and the files of mappings. */
interface FrameMatch {
  /** By line: its function's name or file matches. */
  readonly lines: Uint8Array;
  /** By location: the file of its mapping matches. */
  readonly mappings: Uint8Array;
}

function matchFrames({ locations, lines, functions, mappings, strings }: Profile, pattern: Pattern): FrameMatch {
  const matches = memoizeByString(strings, (text) => pattern.test(text));
  const matchingFunctions = new Uint8Array(functions.length);
  for (let fn = 0; fn < functions.length; fn++) {
    matchingFunctions[fn] = matches(functions.name[fn]) || matches(functions.fileName[fn]) ? 1 : 0;
  }
  const matchingMappings = mappings.map(({ file }) => pattern.test(file));
  return {
    lines: Uint8Array.from({ length: lines.length }, (_, line) => matchingFunctions[lines.function[line]]),
    mappings: Uint8Array.from({ length: locations.length }, (_, location) => {
      const mapping = locations.mapping[location];
      return mapping !== NONE && matchingMappings[mapping] ? 1 : 0;
    }),
  };
}

function matchesLocation({ lines, mappings }: FrameMatch, locations: LocationTable, location: number): boolean {
  if (mappings[location] === 1) return true;
  for (let line: number = locations.lineStart[location]; line < locations.lineEnd[location]; line++) {
    if (lines[line] === 1) return true;
  }
  return false;
}

export interface NamePatterns {
  readonly focus?: Pattern | undefined;
  readonly ignore?: Pattern | undefined;
  readonly hide?: Pattern | undefined;
  readonly show?: Pattern | undefined;
}

export interface NameSelection {
  readonly profile: Profile;
  /** Whether each pattern matched anything at all in the location table. */
  readonly matched: {
    readonly focus: boolean;
    readonly ignore: boolean;
    readonly hide: boolean;
    readonly show: boolean;
  };
}

/**
 * Keeps the samples with a focused and no ignored location, and takes hidden frames (or those not shown) out of their
 * stacks. A sample whose stack is empty afterwards, or was before, is dropped.
 */
export function selectByName(profile: Profile, { focus, ignore, hide, show }: NamePatterns): NameSelection {
  const matched = { focus: false, ignore: false, hide: false, show: false };
  if (!focus && !ignore && !hide && !show) return { profile, matched };

  const { locations } = profile;
  const [focusMatch, ignoreMatch, hideMatch, showMatch] = [focus, ignore, hide, show].map((pattern) =>
    pattern ? matchFrames(profile, pattern) : undefined,
  );
  const focused = new Uint8Array(locations.length);
  const ignored = new Uint8Array(locations.length);
  const hidden = new Uint8Array(locations.length);
  const keptLines = new KeptLines(profile);
  for (let location = 0; location < locations.length; location++) {
    if (ignoreMatch && matchesLocation(ignoreMatch, locations, location)) {
      matched.ignore = true;
      ignored[location] = 1;
    } else if (!focusMatch || matchesLocation(focusMatch, locations, location)) {
      matched.focus = true;
      focused[location] = 1;
    }
    if (hideMatch && matchesLocation(hideMatch, locations, location)) {
      matched.hide = true;
      const isWhole = hideMatch.mappings[location] === 1;
      keptLines.keepWhere(location, (line) => !isWhole && hideMatch.lines[line] === 0);
      if (keptLines.isEmpty(location)) hidden[location] = 1;
    }
    if (showMatch) {
      const isWhole = showMatch.mappings[location] === 1;
      keptLines.keepWhere(location, (line) => isWhole || showMatch.lines[line] === 1);
      if (keptLines.isEmpty(location)) hidden[location] = 1;
      else matched.show = true;
    }
  }

  const { samples, stacks } = profile;
  const kept = rowsWhere(samples.length, (sample) => {
    let isFocused = false;
    for (let at = samples.stackStart[sample]; at < samples.stackEnd[sample]; at++) {
      if (ignored[stacks[at]] === 1) return false;
      if (focused[stacks[at]] === 1) isFocused = true;
    }
    return isFocused;
  });
  const selected = keepSamples(hide || show ? keptLines.finish() : profile, kept);
  return { profile: hide || show ? removeLocations(selected, hidden) : selected, matched };
}

/** Collects, per location, which of its lines stay. */
class KeptLines {
  readonly #profile: Profile;
  readonly #kept: Uint8Array;

  constructor(profile: Profile) {
    this.#profile = profile;
    this.#kept = new Uint8Array(profile.lines.length).fill(1);
  }

  keepWhere(location: number, test: (line: number) => boolean): void {
    const { lineStart, lineEnd } = this.#profile.locations;
    for (let line: number = lineStart[location]; line < lineEnd[location]; line++) {
      if (this.#kept[line] === 1 && !test(line)) this.#kept[line] = 0;
    }
  }

  /** No line is left, or there never was one. */
  isEmpty(location: number): boolean {
    const { lineStart, lineEnd } = this.#profile.locations;
    for (let line: number = lineStart[location]; line < lineEnd[location]; line++) {
      if (this.#kept[line] === 1) return false;
    }
    return true;
  }

  finish(): Profile {
    const { locations, lines } = this.#profile;
    const newIndex = new Int32Array(lines.length + 1);
    let count = 0;
    for (let line = 0; line < lines.length; line++) {
      newIndex[line] = count;
      if (this.#kept[line] === 1) count++;
    }
    newIndex[lines.length] = count;
    const rows = rowsWhere(lines.length, (line) => this.#kept[line] === 1);
    return {
      ...this.#profile,
      lines: {
        length: count,
        function: columnRows(lines.function, rows),
        line: Float64Array.from(rows, (row) => lines.line[row]),
        column: Float64Array.from(rows, (row) => lines.column[row]),
      },
      locations: {
        ...locations,
        lineStart: mapLines(locations.lineStart, newIndex),
        lineEnd: mapLines(locations.lineEnd, newIndex),
      },
    };
  }
}

function mapLines(column: Column<LineIndex>, newIndex: Int32Array): Column<LineIndex> {
  return asColumn(Int32Array.from({ length: column.length }, (_, i) => newIndex[column[i]]));
}

/** Takes locations out of all stacks; a sample that loses all of its stack is dropped. */
function removeLocations(profile: Profile, removed: Uint8Array): Profile {
  const { samples, stacks } = profile;
  const remaining = new Int32Array(stacks.length);
  const stackStart = new Uint32Array(samples.length);
  const stackEnd = new Uint32Array(samples.length);
  let used = 0;
  for (let sample = 0; sample < samples.length; sample++) {
    stackStart[sample] = used;
    for (let at = samples.stackStart[sample]; at < samples.stackEnd[sample]; at++) {
      if (removed[stacks[at]] === 0) remaining[used++] = stacks[at];
    }
    stackEnd[sample] = used;
  }
  const rewritten: SampleTable = { ...samples, stackStart, stackEnd };
  return keepSamples(
    { ...profile, samples: rewritten, stacks: asColumn(remaining.slice(0, used)) },
    rowsWhere(samples.length, (sample) => stackEnd[sample] > stackStart[sample]),
  );
}

/** Keeps of every stack the part from its root-most matching frame down; samples without a match are dropped. */
export function selectFrom(
  profile: Profile,
  pattern: Pattern,
): { readonly profile: Profile; readonly matched: boolean } {
  const match = matchFrames(profile, pattern);
  const { locations, samples, stacks } = profile;
  const matching = new Uint8Array(locations.length);
  const keptLines = new KeptLines(profile);
  let matched = false;
  for (let location = 0; location < locations.length; location++) {
    if (!matchesLocation(match, locations, location)) continue;
    matched = true;
    matching[location] = 1;
    if (match.mappings[location] === 1) continue;
    let outermost: number = locations.lineEnd[location] - 1;
    while (match.lines[outermost] === 0) outermost--;
    keptLines.keepWhere(location, (line) => line <= outermost);
  }
  const stackEnd = samples.stackStart.slice();
  for (let sample = 0; sample < samples.length; sample++) {
    for (let at = samples.stackEnd[sample]; at > samples.stackStart[sample]; at--) {
      if (matching[stacks[at - 1]] === 1) {
        stackEnd[sample] = at;
        break;
      }
    }
  }
  const cut = { ...keptLines.finish(), samples: { ...samples, stackEnd } };
  return {
    profile: keepSamples(
      cut,
      rowsWhere(samples.length, (sample) => stackEnd[sample] > samples.stackStart[sample]),
    ),
    matched,
  };
}

/** Makes the leaf-most frame whose function matches the leaf of its stack. Names are simplified first. */
export function pruneFrom(profile: Profile, pattern: Pattern): Profile {
  const { locations, lines, functions, samples, stacks, strings } = profile;
  const matches = memoizeByString(strings, (name) => pattern.test(simplifiedName(name)));
  const matching = new Uint8Array(locations.length);
  const keptLines = new KeptLines(profile);
  for (let location = 0; location < locations.length; location++) {
    for (let line: number = locations.lineStart[location]; line < locations.lineEnd[location]; line++) {
      const name = functions.name[lines.function[line]];
      // A frame without a name is never meant, not even by a pattern that matches the empty text.
      if (name === 0 || !matches(name)) continue;
      matching[location] = 1;
      keptLines.keepWhere(location, (kept) => kept >= line);
      break;
    }
  }
  const stackStart = samples.stackStart.slice();
  for (let sample = 0; sample < samples.length; sample++) {
    for (let at = samples.stackStart[sample]; at < samples.stackEnd[sample]; at++) {
      if (matching[stacks[at]] === 1) {
        stackStart[sample] = at;
        break;
      }
    }
  }
  return { ...keptLines.finish(), samples: { ...samples, stackStart } };
}

/** A function name as the pruning patterns see it: no leading dot, cut at its parameters. */
function simplifiedName(name: string): string {
  const text = name.startsWith('.') ? name.slice(1) : name;
  const marks = /\((?!anonymous namespace\))/g;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    if (!text.slice(0, mark.index).endsWith('operator') || text[mark.index + 1] !== ')')
      return text.slice(0, mark.index);
  }
  return text;
}

/**
 * Drops what the profile itself says is of no interest: frames whose function matches `drop` and not `keep`, and all
 * that they called. The frames nearest to the root are never dropped before one that is of interest has been seen.
 */
export function pruneUninteresting(profile: Profile, drop: Pattern, keep: Pattern | undefined): Profile {
  const { locations, lines, functions, samples, stacks, strings } = profile;
  const isDropped = memoizeByString(strings, (name) => {
    const simple = simplifiedName(name);
    return drop.test(simple) && !keep?.test(simple);
  });
  const prunedWhole = new Uint8Array(locations.length);
  const prunedBeneath = new Uint8Array(locations.length);
  const keptLines = new KeptLines(profile);
  for (let location = 0; location < locations.length; location++) {
    const outermost = locations.lineEnd[location] - 1;
    for (let line = outermost; line >= locations.lineStart[location]; line--) {
      const name = functions.name[lines.function[line]];
      if (name === 0 || !isDropped(name)) continue;
      if (line === outermost) {
        prunedWhole[location] = 1;
      } else {
        prunedBeneath[location] = 1;
        keptLines.keepWhere(location, (kept) => kept > line);
      }
      break;
    }
  }
  const stackStart = samples.stackStart.slice();
  for (let sample = 0; sample < samples.length; sample++) {
    let hasUserFrame = false;
    for (let at = samples.stackEnd[sample] - 1; at >= samples.stackStart[sample]; at--) {
      const location = stacks[at];
      if (prunedWhole[location] === 0 && prunedBeneath[location] === 0) {
        hasUserFrame = true;
      } else if (hasUserFrame) {
        stackStart[sample] = prunedWhole[location] === 1 ? at + 1 : at;
        break;
      }
    }
  }
  return { ...keptLines.finish(), samples: { ...samples, stackStart } };
}
