/**
 * Entries of the catalogue that users write, as JSON: a list of entries as `catalogue.ts` has them. Everything is checked, so
 * that a misspelt key or pattern is an error with its place, and no sign that never holds.
 *
 *     [{
 *       "id": "our-cache",
 *       "title": "our own cache",
 *       "modes": ["retention"],
 *       "requires": [{ "type": "function", "where": "any", "pattern": "^example\\.com/cache\\." }],
 *       "meaning": "Entries are kept.",
 *       "remedy": "Lower cache.max."
 *     }]
 */
import { UserError } from '../../base/errors.ts';
import { compilePattern } from '../../base/regex.ts';
import { type CatalogueEntry, FRAME_PLACES, type GoVersions, type Sign, type SignType } from './catalogue.ts';
import type { HeapMode } from './heap-columns.ts';
import { SHAPE_KINDS } from './shapes.ts';

/** Reads the entries of a file, `name` in messages. Throws UserError with what was found and what was expected, and the line. */
export function parseCatalogue(text: string, name = 'catalogue'): readonly CatalogueEntry[] {
  const reader = new CatalogueReader(text, name);
  return reader.entries(parseJson(text, name));
}

/** The catalogue with entries of the user's before it; one with an id that is there takes its place. */
export function extendCatalogue(
  catalogue: readonly CatalogueEntry[],
  added: readonly CatalogueEntry[],
): readonly CatalogueEntry[] {
  const ids = new Set(added.map(({ id }) => id));
  return [...added, ...catalogue.filter(({ id }) => !ids.has(id))];
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const [, position] = /position (\d+)/.exec(error.message) ?? [];
    const place = position === undefined ? name : `${name}:${lineAt(text, Number(position))}`;
    throw new UserError(
      `${place}: not JSON: ${error.message}`,
      'a catalogue is a list of entries: [{"id": "our-cache", …}]',
    );
  }
}

const lineAt = (text: string, position: number) => text.slice(0, position).split('\n').length;

const MODES: readonly HeapMode[] = ['retention', 'churn'];

const ENTRY_KEYS: readonly (keyof CatalogueEntry)[] = [
  'id',
  'title',
  'modes',
  'requires',
  'supports',
  'calledThrough',
  'isPerGoroutine',
  'oftenIntended',
  'meaning',
  'remedy',
  'wouldConfirm',
  'falseAlarm',
  'goVersions',
  'link',
];

/** The keys of each sign beside its type. */
const SIGN_KEYS: Readonly<Record<SignType, readonly string[]>> = {
  function: ['where', 'pattern'],
  ownLeaf: [],
  shape: ['kinds'],
  blockSize: ['atLeast', 'atMost'],
  objects: ['atLeast', 'atMost'],
  retained: ['atLeast', 'atMost'],
  goroutines: ['pattern', 'without', 'atLeast'],
  line: ['pattern'],
  deferInLoop: [],
};

type JsonObject = Readonly<Record<string, unknown>>;

class CatalogueReader {
  readonly #text: string;
  readonly #name: string;
  /** Where the entry that is read begins in the text. */
  #entryAt = 0;

  constructor(text: string, name: string) {
    this.#text = text;
    this.#name = name;
  }

  entries(value: unknown): readonly CatalogueEntry[] {
    if (!Array.isArray(value)) this.#fail('the file', 'a list of entries', value);
    const ids = new Set<string>();
    return value.map((item, i) => {
      const entry = this.#entry(item, `entry ${i + 1}`);
      if (ids.has(entry.id)) this.#fail(`"id" of entry ${i + 1}`, 'an id that no other entry has', entry.id);
      ids.add(entry.id);
      return entry;
    });
  }

  #entry(value: unknown, at: string): CatalogueEntry {
    const entry = this.#object(value, at, ENTRY_KEYS);
    const id = this.#string(entry, 'id', at);
    if (!/^[a-z][a-z0-9-]*$/.test(id))
      this.#fail(`"id" of ${at}`, 'small letters, digits and -, such as our-cache', id);
    this.#entryAt = Math.max(0, this.#text.indexOf(JSON.stringify(id), this.#entryAt));
    const where = `entry ${id}`;
    const requires = this.#signs(entry, 'requires', where);
    if (requires.length === 0) this.#fail(`"requires" of ${where}`, 'one sign at least', []);
    const title = this.#string(entry, 'title', where, id);
    return {
      id,
      title,
      modes: this.#modes(entry, 'modes', where) ?? MODES,
      requires,
      supports: this.#signs(entry, 'supports', where),
      meaning: this.#string(entry, 'meaning', where),
      remedy: this.#string(entry, 'remedy', where),
      wouldConfirm: this.#string(entry, 'wouldConfirm', where, 'two snapshots some time apart'),
      falseAlarm: this.#string(entry, 'falseAlarm', where, 'It may be on purpose.'),
      link: this.#string(entry, 'link', where, ''),
      ...this.#optional(entry, where),
    };
  }

  #optional(entry: JsonObject, at: string): Partial<CatalogueEntry> {
    const oftenIntended = this.#modes(entry, 'oftenIntended', at);
    const isPerGoroutine = entry['isPerGoroutine'];
    if (isPerGoroutine !== undefined && typeof isPerGoroutine !== 'boolean') {
      this.#fail(`"isPerGoroutine" of ${at}`, 'true or false', isPerGoroutine);
    }
    return {
      ...(oftenIntended === undefined ? {} : { oftenIntended }),
      ...(isPerGoroutine === undefined ? {} : { isPerGoroutine }),
      ...(entry['calledThrough'] === undefined ? {} : { calledThrough: this.#pattern(entry, 'calledThrough', at) }),
      ...(entry['goVersions'] === undefined ? {} : { goVersions: this.#versions(entry['goVersions'], at) }),
    };
  }

  #modes(entry: JsonObject, key: string, at: string): readonly HeapMode[] | undefined {
    return entry[key] === undefined ? undefined : this.#words(entry, key, at, MODES);
  }

  #versions(value: unknown, at: string): GoVersions {
    const where = `"goVersions" of ${at}`;
    const versions = this.#object(value, where, ['from', 'before']);
    for (const [key, version] of Object.entries(versions)) {
      if (typeof version !== 'string' || !/^1\.\d+$/.test(version)) {
        this.#fail(`"${key}" of ${where}`, 'a version such as "1.23"', version);
      }
    }
    return versions;
  }

  #signs(entry: JsonObject, key: string, at: string): readonly Sign[] {
    const value = entry[key] ?? [];
    if (!Array.isArray(value)) this.#fail(`"${key}" of ${at}`, 'a list of signs', value);
    return value.map((item, i) => this.#sign(item, `sign ${i + 1} of "${key}" of ${at}`));
  }

  #sign(value: unknown, at: string): Sign {
    const type = this.#word(this.#object(value, at), 'type', at, Object.keys(SIGN_KEYS) as SignType[]);
    const sign = this.#object(value, at, ['type', ...SIGN_KEYS[type]]);
    switch (type) {
      case 'function':
        return {
          type,
          where: this.#word(sign, 'where', at, FRAME_PLACES),
          pattern: this.#pattern(sign, 'pattern', at),
        };
      case 'ownLeaf':
      case 'deferInLoop':
        return { type };
      case 'shape':
        return { type, kinds: this.#words(sign, 'kinds', at, SHAPE_KINDS) };
      case 'blockSize':
      case 'objects':
      case 'retained':
        return { type, ...this.#limits(sign, at) };
      case 'goroutines': {
        const without = sign['without'] === undefined ? {} : { without: this.#pattern(sign, 'without', at) };
        return {
          type,
          pattern: this.#pattern(sign, 'pattern', at),
          ...without,
          atLeast: this.#limits(sign, at).atLeast ?? 1,
        };
      }
      case 'line':
        return { type, pattern: this.#pattern(sign, 'pattern', at) };
    }
  }

  #limits(sign: JsonObject, at: string): { readonly atLeast?: number; readonly atMost?: number } {
    const limit = (key: string) => {
      const value = sign[key];
      if (value === undefined) return {};
      if (typeof value !== 'number' || value < 0) this.#fail(`"${key}" of ${at}`, 'a number, 0 or more', value);
      return { [key]: value };
    };
    return { ...limit('atLeast'), ...limit('atMost') };
  }

  #words<Word extends string>(entry: JsonObject, key: string, at: string, words: readonly Word[]): readonly Word[] {
    const value = entry[key];
    const expected = `a list of ${words.join(', ')}`;
    if (!Array.isArray(value) || value.length === 0) this.#fail(`"${key}" of ${at}`, expected, value);
    return value.map((item) => words.find((word) => word === item) ?? this.#fail(`"${key}" of ${at}`, expected, item));
  }

  #word<Word extends string>(entry: JsonObject, key: string, at: string, words: readonly Word[]): Word {
    const value = entry[key];
    return words.find((word) => word === value) ?? this.#fail(`"${key}" of ${at}`, `one of ${words.join(', ')}`, value);
  }

  #pattern(entry: JsonObject, key: string, at: string): string {
    const source = this.#string(entry, key, at);
    try {
      compilePattern(source);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#fail(`"${key}" of ${at}`, `a pattern (${error.message})`, source);
    }
    return source;
  }

  #string(entry: JsonObject, key: string, at: string, usual?: string): string {
    const value = entry[key] ?? usual;
    if (typeof value !== 'string' || (value === '' && usual === undefined))
      this.#fail(`"${key}" of ${at}`, 'a text', value);
    return value;
  }

  #object(value: unknown, at: string, keys?: readonly string[]): JsonObject {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) this.#fail(at, 'an object', value);
    const unknown = keys && Object.keys(value).find((key) => !keys.includes(key));
    if (unknown !== undefined) this.#fail(at, `the keys ${keys?.join(', ')}`, unknown);
    return value as JsonObject;
  }

  #fail(at: string, expected: string, found: unknown): never {
    const shown = found === undefined ? 'nothing' : JSON.stringify(found);
    const cut = shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
    throw new UserError(
      `${this.#name}:${lineAt(this.#text, this.#entryAt)}: ${at}: expected ${expected}, found ${cut}`,
    );
  }
}
