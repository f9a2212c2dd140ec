import { type DemangleDetail, demangle } from './demangle/demangle.ts';
import { appendTexts, stringAt } from './strings.ts';
import { asColumn, type Column, type Profile, type StringIndex } from './tables.ts';

/** The empty text is the first in every table of texts. */
const EMPTY = 0;

/**
 * What of a linker's name is shown: `default` leaves out parameters, results and template arguments, `templates` keeps
 * the latter, `full` keeps all, and `none` shows the linker's name itself.
 */
export type DemangleMode = DemangleDetail | 'none';

/**
 * The profile with the names of functions made readable as pprof does on loading: mangled C++ and Rust names are
 * decoded, and names that look like decoded C++ lose what the mode leaves out. A name that the producer has already made
 * readable is left alone; unless `force` says that it may be wrong, or the mode asks for one of another form.
 */
export function withReadableNames(profile: Profile, mode: DemangleMode = 'default', force = false): Profile {
  const named = force || mode !== 'default' ? withSystemNames(profile) : profile;
  return mode === 'none' ? named : withDecodedNames(named, mode);
}

/** Every function by the linker's name, where it has one. */
function withSystemNames(profile: Profile): Profile {
  const { length, name, systemName } = profile.functions;
  const reset = Int32Array.from({ length }, (_, fn) =>
    name[fn] !== EMPTY && systemName[fn] !== EMPTY ? systemName[fn] : name[fn],
  );
  return reset.every((index, fn) => index === name[fn]) ? profile : withNames(profile, asColumn(reset));
}

function withDecodedNames(profile: Profile, detail: DemangleDetail): Profile {
  const { functions, strings } = profile;
  const decoded = new Map<number, string>();
  for (let fn = 0; fn < functions.length; fn++) {
    const name = functions.name[fn];
    const systemName = functions.systemName[fn];
    if (systemName === EMPTY || (name !== EMPTY && name !== systemName)) continue;
    if (name === systemName && !mayBeUnreadable(profile, systemName)) continue;
    const readable = readableName(stringAt(strings, systemName), detail);
    if (readable !== stringAt(strings, name)) decoded.set(fn, readable);
  }
  if (decoded.size === 0) return profile;
  const extended = appendTexts(strings, [...decoded.values()]);
  const names = Int32Array.from({ length: functions.length }, (_, fn) => functions.name[fn]);
  let added = 0;
  for (const fn of decoded.keys()) names[fn] = extended.indexes[added++];
  return withNames({ ...profile, strings: extended.strings }, asColumn(names));
}

function withNames(profile: Profile, name: Column<StringIndex>): Profile {
  return { ...profile, functions: { ...profile.functions, name } };
}

/**
 * A cheap look for the few names worth a closer one: they begin with an underscore, as all mangled names do, or have a
 * character that those of decoded C++ have: `<`, `>`, `[`, `]`, or `::`.
 */
function mayBeUnreadable({ strings: { bytes, start } }: Profile, index: StringIndex): boolean {
  const end = start[index + 1];
  if (bytes[start[index]] === 0x5f && isMangledPrefix(bytes[start[index] + 1])) return true;
  for (let at = start[index]; at < end; at++) {
    const byte = bytes[at];
    if (byte === 0x3c || byte === 0x3e || byte === 0x5b || byte === 0x5d) return true;
    if (byte === 0x3a && bytes[at + 1] === 0x3a && at + 1 < end) return true;
  }
  return false;
}

/** What follows the first underscore: `_Z`, `_R`, `_GLOBAL_`, and on macOS one more underscore before these. */
function isMangledPrefix(byte: number): boolean {
  return byte === 0x5a || byte === 0x52 || byte === 0x47 || byte === 0x5f;
}

function readableName(name: string, detail: DemangleDetail): string {
  return demangle(name, detail) ?? (detail === 'full' ? name : simplifyCxxName(name, detail));
}

function simplifyCxxName(name: string, detail: 'default' | 'templates'): string {
  const looksLikeCxx = /::|[<>[\]]/.test(name) && !name.includes('.<') && !name.includes(']).');
  if (!looksLikeCxx) return name;
  const withoutParameters = withoutGroups(name, '(', ')');
  return detail === 'default' ? withoutGroups(withoutParameters, '<', '>') : withoutParameters;
}

/** Removes balanced groups, nested ones with them. From a closer without an opener on, the name stays as it is. */
function withoutGroups(name: string, open: string, close: string): string {
  let result = '';
  let depth = 0;
  let groupStart = 0;
  for (let at = 0; at < name.length; at++) {
    const char = name[at];
    if (char === open && depth++ === 0) groupStart = at;
    if (char === close && --depth < 0) return result + name.slice(at);
    const isInGroup = depth > 0 || char === close;
    if (!isInGroup) result += char;
  }
  return depth > 0 ? result + name.slice(groupStart) : result;
}
