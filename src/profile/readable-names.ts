import type { DemangleDetail, demangle } from './demangle/demangle.ts';
import { appendTexts, stringAt } from './strings.ts';
import { asColumn, type Column, type Profile, type StringIndex } from './tables.ts';
import { type DemangleMode, EMPTY, mayBeUnreadable } from './unreadable-names.ts';

type Decode = typeof demangle;

export interface NamingOptions {
  readonly mode: DemangleMode;
  /** Does not trust the names that the producer has made readable. */
  readonly force: boolean;
  /** Decodes mangled names; see `hasMangledNames` for profiles that have none. */
  readonly decode: Decode;
}

/**
 * The profile with the names of functions made readable as pprof does on loading: mangled C++ and Rust names are
 * decoded, and names that look like decoded C++ lose what the mode leaves out. A name that the producer has already made
 * readable is left alone; unless `force` says that it may be wrong, or the mode asks for one of another form.
 */
export function withReadableNames(profile: Profile, { mode, force, decode }: NamingOptions): Profile {
  const named = force || mode !== 'default' ? withSystemNames(profile) : profile;
  return mode === 'none' ? named : withDecodedNames(named, mode, decode);
}

/** Every function by the linker's name, where it has one. */
function withSystemNames(profile: Profile): Profile {
  const { length, name, systemName } = profile.functions;
  const reset = Int32Array.from({ length }, (_, fn) =>
    name[fn] !== EMPTY && systemName[fn] !== EMPTY ? systemName[fn] : name[fn],
  );
  return reset.every((index, fn) => index === name[fn]) ? profile : withNames(profile, asColumn(reset));
}

function withDecodedNames(profile: Profile, detail: DemangleDetail, decode: Decode): Profile {
  const { functions, strings } = profile;
  const decoded = new Map<number, string>();
  for (let fn = 0; fn < functions.length; fn++) {
    if (!mayBeUnreadable(profile, fn)) continue;
    const readable = readableName(stringAt(strings, functions.systemName[fn]), detail, decode);
    if (readable !== stringAt(strings, functions.name[fn])) decoded.set(fn, readable);
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

function readableName(name: string, detail: DemangleDetail, decode: Decode): string {
  return decode(name, detail) ?? (detail === 'full' ? name : simplifyCxxName(name, detail));
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
