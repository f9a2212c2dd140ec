/** Which functions have names that readers may not want to see as they are. Decoding them is `readable-names.ts`'s. */
import type { DemangleDetail } from './demangle/demangle.ts';
import type { Profile, StringIndex, StringTable } from './tables.ts';

/**
 * What of a linker's name is shown: `default` leaves out parameters, results and template arguments, `templates` keeps
 * the latter, `full` keeps all, and `none` shows the linker's name itself.
 */
export type DemangleMode = DemangleDetail | 'none';

/** The empty text is the first in every table of texts. */
export const EMPTY = 0;

/** Whether any function has a mangled name: if none does, the code that decodes them does not have to be loaded. */
export function hasMangledNames({ functions, strings }: Profile): boolean {
  for (let fn = 0; fn < functions.length; fn++) if (isMangled(strings, functions.systemName[fn])) return true;
  return false;
}

/** Whether the name of a function is that of the linker, or missing, and worth a closer look. */
export function mayBeUnreadable(profile: Profile, fn: number): boolean {
  const { name: names, systemName: systemNames } = profile.functions;
  const [name, systemName] = [names[fn], systemNames[fn]];
  if (systemName === EMPTY || (name !== EMPTY && name !== systemName)) return false;
  return name !== systemName || hasMarks(profile, systemName);
}

/**
 * A cheap look for the few names worth a closer one: they are mangled, or have a character that those of decoded C++
 * have: `<`, `>`, `[`, `]`, or `::`.
 */
function hasMarks({ strings }: Profile, index: StringIndex): boolean {
  if (isMangled(strings, index)) return true;
  const { bytes, start } = strings;
  const end = start[index + 1];
  for (let at = start[index]; at < end; at++) {
    const byte = bytes[at];
    if (byte === 0x3c || byte === 0x3e || byte === 0x5b || byte === 0x5d) return true;
    if (byte === 0x3a && bytes[at + 1] === 0x3a && at + 1 < end) return true;
  }
  return false;
}

/** All mangled names begin with `_Z`, `_R` or `_GLOBAL_`, on macOS with one more underscore in front. */
function isMangled({ bytes, start }: StringTable, index: StringIndex): boolean {
  const at = start[index];
  if (start[index + 1] - at < 2 || bytes[at] !== 0x5f) return false;
  const byte = bytes[at + 1];
  return byte === 0x5a || byte === 0x52 || byte === 0x47 || byte === 0x5f;
}
