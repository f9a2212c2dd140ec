/** Examples that can be typed as they stand: their placeholders are filled with names of the profile at hand. */
import { at } from '../../base/int64.ts';
import { memoizeByIdentity } from '../../base/memoize.ts';
import { quotePattern } from '../../base/regex.ts';
import type { Profile } from '../../profile/tables.ts';
import type { ProfileView } from '../../report/profile-view.ts';
import { sampleIndexOf } from '../../report/sample-index.ts';
import { ownPartStart } from '../../search/words.ts';
import { quotedWord } from '../language/words.ts';
import { labelKeys, labelTexts } from '../session-names.ts';
import { columns, type HelpRow } from './layout.ts';
import { byGap, byValue, columnOf, shownView } from './profile-at-hand.ts';
import type { Example, HelpContext } from './topic.ts';

/** What examples are about. */
export interface ExampleNames {
  /** A pattern for the function with the largest flat value. */
  readonly function?: string;
  /** The same where it is short, else a word that stands for any. */
  readonly name?: string;
  /** Its package, class or namespace. */
  readonly package?: string;
  /** A pattern for a function most of whose value is in what it calls. */
  readonly caller?: string;
  /** The sample type that is shown, and another one of the profile. */
  readonly type?: string;
  readonly otherType?: string;
  /** `inuse_space` and `alloc_space`, where the profile has them. */
  readonly inuse?: string;
  readonly alloc?: string;
  /** The key of a tag with texts, and one of them. */
  readonly tag?: string;
  readonly tagText?: string;
  /** The key of a tag with numbers. */
  readonly numberTag?: string;
  /** The number of another open profile, or of the one to be opened next. */
  readonly other: string;
  readonly current: string;
}

/** The rows of a list of examples that can be filled, ready to be printed. */
export function exampleLines(context: HelpContext, examples: readonly Example[]): string[] {
  return columns(filledExamples(exampleNames(context), examples), 4, 36);
}

/** The same with a line above; nothing where no example can be filled. */
export function tryLines(context: HelpContext, examples: readonly Example[]): string[] {
  const lines = exampleLines(context, examples);
  return lines.length === 0 ? [] : ['Try:', ...lines];
}

/** The examples with their placeholders filled; those the profile has no names for are left out. */
export function filledExamples(exampleNames: ExampleNames, examples: readonly Example[]): HelpRow[] {
  const names: Partial<Record<string, string>> = { ...exampleNames };
  return examples.flatMap(([line, note]) => {
    const isFillable = placeholdersOf(line + note).every((name) => names[name] !== undefined);
    return isFillable ? [[filled(line, names), filled(note, names)] as const] : [];
  });
}

const PLACEHOLDER = /\{([a-zA-Z]+)\}/g;

function placeholdersOf(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name]) => name);
}

function filled(text: string, names: Partial<Record<string, string>>): string {
  return text.replaceAll(PLACEHOLDER, (_, name: string) => names[name] ?? '');
}

/** The names of a profile that examples are filled with. */
export function exampleNames(context: HelpContext): ExampleNames {
  const { session, workspace } = context;
  const another = workspace.sessions.find(({ id }) => id !== session.id);
  const view = shownView(context);
  return {
    ...(view === undefined ? {} : namesOfFunctions(view)),
    ...namesOfTypes(session.profile, session.options.sample_index),
    ...namesOfTags(session.profile),
    other: String(another?.id ?? workspace.lastId + 1),
    current: String(session.id),
  };
}

/** What fits the columns of the overview. */
const SHORT = 18;

function namesOfFunctions(view: ProfileView): Partial<ExampleNames> {
  const isNamed = (entry: number) => /^[^([<]/.test(view.question.table.entries[entry].functionName);
  const heaviest = byValue(view, view.values.flat).find(isNamed);
  if (heaviest === undefined) return {};
  const name = view.names[heaviest];
  const pattern = shortPattern(name);
  // What is in every stack says little about the profile.
  const isPart = (entry: number) => Number(at(view.values.cum, entry)) < Number(view.total);
  const callers = byGap(view).filter((entry) => isNamed(entry) && isPart(entry));
  return {
    function: pattern,
    name: pattern.length > SHORT ? 'NAME' : pattern,
    caller: shortPattern(view.names[callers.at(0) ?? heaviest]),
    package: packageOf(name),
  };
}

function namesOfTypes(profile: Profile, choice: string): Partial<ExampleNames> {
  if (profile.valueTypes.length === 0) return {};
  const { type } = profile.valueTypes[sampleIndexOf(profile, choice)];
  const otherType = profile.valueTypes.find((other) => other.type !== type)?.type;
  const has = (name: string) => columnOf(profile, name) !== -1;
  return {
    type,
    ...(otherType === undefined ? {} : { otherType }),
    ...(has('inuse_space') ? { inuse: 'inuse_space' } : {}),
    ...(has('alloc_space') ? { alloc: 'alloc_space' } : {}),
  };
}

/** Only tags that can be written without quotes in the middle of a word. */
const namesOfTags = memoizeByIdentity((profile: Profile): Partial<ExampleNames> => {
  const isPlain = (text: string) => /^[\w.-]+$/.test(text);
  const keys = labelKeys(profile).filter(isPlain);
  const texts = keys.flatMap((tag) =>
    labelTexts(profile, tag)
      .filter(isPlain)
      .map((tagText) => ({ tag, tagText })),
  );
  const numberTag = keys.find((key) => labelTexts(profile, key).length === 0);
  // A word is a better example than a number.
  return {
    ...(texts.find(({ tagText }) => /\p{L}/u.test(tagText)) ?? texts.at(0)),
    ...(numberTag === undefined ? {} : { numberTag }),
  };
});

/** Shorter identifiers match too much. */
const FEW_LETTERS = 5;

/** The last two identifiers of a name with what stands between them: `Index`, `).` and `Add`. */
const LAST_IDENTIFIERS = /(?:([\p{L}_$][\p{L}\p{N}_$]*)([^\p{L}\p{N}_$\n]+))?([\p{L}_$][\p{L}\p{N}_$]*)$/u;

/**
 * A pattern for a function as people write it, in one word: `literalStore` where that tells enough, else the last two
 * identifiers, as `Index.*Add` for `main.(*Index).Add`.
 */
export function shortPattern(name: string): string {
  const plain = withoutArguments(name.slice(ownPartStart(name)));
  const [, before, between = '', last = ''] = LAST_IDENTIFIERS.exec(plain) ?? [];
  const tellsEnough = last.length >= FEW_LETTERS && !/^(?:func\d+|anonymous|constructor)$/.test(last);
  if (tellsEnough) return quotedWord(quotePattern(last));
  if (before === undefined) return quotedWord(quotePattern(name));
  return quotedWord(quotePattern(before) + (between === '.' ? '.' : '.*') + quotePattern(last));
}

/** Without the arguments and types in brackets at the end: `[go.shape.int]`, `(int const&)`. */
function withoutArguments(name: string): string {
  let depth = 0;
  let end = name.length;
  while (end > 0) {
    const char = name[end - 1];
    if (')]>'.includes(char)) depth++;
    else if (depth === 0) break;
    else if ('([<'.includes(char)) depth--;
    end--;
  }
  return name.slice(0, end);
}

/** What stands before the name itself: `encoding/json` of Go, `std::vec` of C++ and Rust, `java.util` of Java. */
function packageOf(name: string): string {
  const own = ownPartStart(name);
  const plain = /^[\p{L}\p{N}_$.:~-]*/u.exec(name.slice(own))?.[0] ?? '';
  const end = plain.includes('::') ? plain.lastIndexOf('::') : plain.indexOf('.');
  const path = name.slice(0, own) + (end > 0 ? plain.slice(0, end) : plain);
  return quotedWord(quotePattern(path === '' ? name : path));
}
