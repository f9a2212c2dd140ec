/** Short names of many functions at once: those that would look the same get back what tells them apart. */
import { memoizeRecent } from '../base/memoize.ts';
import { stringAt } from '../profile/strings.ts';
import type { Profile } from '../profile/tables.ts';
import { endWithoutHash, longerName, shortName } from './short-name.ts';

/** The short forms of names among each other: no two have the same. Found when they are asked for. */
export function shortNames(names: Iterable<string>): (name: string) => string {
  const known = knownForms(names);
  return (name) => known(name) ?? shortName(name);
}

/**
 * The same for all that reports name of a profile: functions, files, and where they are made of several, such as
 * `0000000000401000 net/http.Get /usr/local/go/src/net/http/client.go:12`, each part.
 */
export function shortNamesOf({ functions, strings }: Pick<Profile, 'functions' | 'strings'>): (name: string) => string {
  return shortEntryNames(functions, strings);
}

const shortEntryNames = memoizeRecent(2, (functions: Profile['functions'], strings: Profile['strings']) => {
  const known = knownForms(namesOf(functions, strings));
  return (name: string): string => known(name) ?? shortEntryName(name, known);
});

function* namesOf(functions: Profile['functions'], strings: Profile['strings']): Generator<string> {
  for (let fn = 0; fn < functions.length; fn++) {
    yield stringAt(strings, functions.name[fn]);
    yield stringAt(strings, functions.fileName[fn]);
  }
}

const ADDRESS = /^[\da-f]{16} /;
const LINE = /:\d+(?::\d+)?$/;

function shortEntryName(name: string, known: KnownForms): string {
  const address = ADDRESS.exec(name)?.[0] ?? '';
  const text = name.slice(address.length);
  const short = (part: string) => known(part) ?? shortName(part);
  const shortPlace = (place: string) => {
    const line = LINE.exec(place)?.[0] ?? '';
    return short(place.slice(0, place.length - line.length)) + line;
  };
  // Names of functions and files may both have blanks.
  for (let blank = text.indexOf(' '); blank !== -1; blank = text.indexOf(' ', blank + 1)) {
    const name = known(text.slice(0, blank));
    if (name !== undefined) return `${address}${name} ${shortPlace(text.slice(blank + 1))}`;
  }
  return address + shortPlace(text);
}

/** The short form of a name, or of what is one already; undefined for what is neither. */
type KnownForms = (name: string) => string | undefined;

/** All forms of a name end alike, so only names that do can share one: the others need not be looked at. */
function knownForms(names: Iterable<string>): KnownForms {
  let byEnding: Map<string, string | string[]> | undefined;
  const forms = new Map<string, KnownForms>();
  return (name) => {
    byEnding ??= namesByEnding(names);
    const ending = endingOf(name);
    let known = forms.get(ending);
    if (known === undefined) {
      const alike = byEnding.get(ending) ?? [];
      known = distinctForms(typeof alike === 'string' ? [alike] : alike);
      forms.set(ending, known);
    }
    return known(name);
  };
}

function namesByEnding(names: Iterable<string>): Map<string, string | string[]> {
  const byEnding = new Map<string, string | string[]>();
  for (const name of names) {
    const ending = endingOf(name);
    const alike = byEnding.get(ending);
    if (alike === undefined) byEnding.set(ending, name);
    else if (typeof alike === 'string') byEnding.set(ending, [alike, name]);
    else alike.push(name);
  }
  return byEnding;
}

/** The last word, with the receiver of a method; empty where something else is at the end. */
function endingOf(name: string): string {
  const end = endWithoutHash(name, 0);
  let start = wordStart(name, end);
  if (name.startsWith(').', start - 2)) {
    const receiver = wordStart(name, start - 2);
    if (name.startsWith('.(*', receiver - 3)) start = receiver - 3;
  }
  return name.slice(start, end);
}

function wordStart(name: string, end: number): number {
  let start = end;
  while (start > 0 && isWordUnit(name.charCodeAt(start - 1))) start--;
  return start;
}

/** A letter, a digit or `_` in ASCII. */
function isWordUnit(unit: number): boolean {
  return (
    (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x30 && unit <= 0x39) || unit === 0x5f
  );
}

/** Stands for the owner of a form that several names have. */
const SHARED = Symbol('shared');

/**
 * A form that several names have is given up by all of them but for a name that it is the whole of: they take their next
 * longer one. Since a form that was given up is taken by no other, the order of the names does not matter. What is the
 * whole of a name is the form of no other either: it can be shortened again.
 */
function distinctForms(names: Iterable<string>): KnownForms {
  const forms = new Map<string, string>();
  const levels = new Map<string, number>();
  const owners = new Map<string, string | typeof SHARED>();
  for (const name of names) if (!forms.has(name)) forms.set(name, shortName(name));
  let pending = [...forms.keys()];
  while (pending.length > 0) {
    const sharing: string[] = [];
    for (const name of pending) {
      const form = forms.get(name) ?? name;
      if (form !== name && forms.has(form)) {
        sharing.push(name);
        continue;
      }
      const owner = owners.get(form);
      owners.set(form, owner === undefined ? name : SHARED);
      if (owner === undefined) continue;
      if (owner !== SHARED) sharing.push(owner);
      sharing.push(name);
    }
    pending = sharing.filter((name) => lengthen(name));
  }
  return (name) => {
    const form = forms.get(name);
    if (form !== undefined) return form;
    const owner = owners.get(name);
    return owner !== undefined && owner !== SHARED && forms.get(owner) === name ? name : undefined;
  };

  /** False for a name that is whole. */
  function lengthen(name: string): boolean {
    const form = forms.get(name);
    if (form === name) return false;
    let level = levels.get(name) ?? 0;
    let longer = form;
    while (longer === form) longer = longerName(name, ++level);
    levels.set(name, level);
    forms.set(name, longer ?? name);
    return true;
  }
}
