import { appendTexts, stringAt } from './strings.ts';
import { asColumn, type Profile, type StringIndex } from './tables.ts';

/**
 * The profile with its function names simplified as pprof does on loading: names that look like demangled C++ lose
 * their parameters and template arguments. A name that the producer has already made readable is left alone.
 */
export function withReadableNames(profile: Profile): Profile {
  const { functions, strings } = profile;
  const simplified = new Map<number, string>();
  for (let fn = 0; fn < functions.length; fn++) {
    const name = functions.name[fn];
    const systemName = functions.systemName[fn];
    if (name !== systemName && name !== 0) continue;
    if (name === systemName && !hasMarkBytes(profile, systemName)) continue;
    const readable = simplifyCxxName(stringAt(strings, systemName));
    if (readable !== stringAt(strings, name)) simplified.set(fn, readable);
  }
  if (simplified.size === 0) return profile;
  const extended = appendTexts(strings, [...simplified.values()]);
  const name = Int32Array.from({ length: functions.length }, (_, fn) => functions.name[fn]);
  let added = 0;
  for (const fn of simplified.keys()) name[fn] = extended.indexes[added++];
  return {
    ...profile,
    strings: extended.strings,
    functions: { ...functions, name: asColumn(name) },
  };
}

/** A cheap look for the characters that only names worth a closer look have: `<`, `>`, `[`, `]`, or `::`. */
function hasMarkBytes({ strings: { bytes, start } }: Profile, index: StringIndex): boolean {
  for (let at = start[index]; at < start[index + 1]; at++) {
    const byte = bytes[at];
    if (byte === 0x3c || byte === 0x3e || byte === 0x5b || byte === 0x5d) return true;
    if (byte === 0x3a && bytes[at + 1] === 0x3a && at + 1 < start[index + 1]) return true;
  }
  return false;
}

function simplifyCxxName(name: string): string {
  const looksLikeCxx = /::|[<>[\]]/.test(name) && !name.includes('.<') && !name.includes(']).');
  return looksLikeCxx ? withoutGroups(withoutGroups(name, '(', ')'), '<', '>') : name;
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
