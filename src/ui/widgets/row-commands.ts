/** What can be done with the rows of views: lines of the shell, so that keys and typed commands are one. */
import type { Entry } from '../../analysis/entries.ts';
import { baseName } from '../../base/path-text.ts';
import { quotePattern } from '../../base/regex.ts';
import type { Options } from '../../report/options.ts';
import type { ProfileView } from '../../report/profile-view.ts';
import type { Effect } from '../screen-result.ts';

/** What a row stands for, as the patterns that commands take. A part is undefined where the row has nothing for it. */
export interface Target {
  /** What it is called. */
  readonly name: string;
  /** For commands that look at names as they are printed: `peek`, `browse` … */
  readonly printed?: string | undefined;
  /** For those that look at functions: `list`. */
  readonly function?: string | undefined;
  /** For those that look at frames: functions, files and binaries. */
  readonly frame?: string | undefined;
  /** What the source view takes where that is not the function: `file.go:12`. */
  readonly place?: string | undefined;
  /** What tag filters take: `key=value`. */
  readonly tag?: string | undefined;
}

export type RowCommandName = keyof typeof DECLARED;

const ON_FUNCTIONS: readonly RowCommandName[] = [
  'focus',
  'ignore',
  'hide',
  'source',
  'browse',
  'bottomup',
  'sandwich',
  'flame',
  'top',
  'tags',
  'peek',
  'list',
  'copy',
];

/** What can be done with functions, in the order of menus, but for some: a view does not open itself. */
export function functionCommands(...left: readonly RowCommandName[]): readonly RowCommandName[] {
  return ON_FUNCTIONS.filter((name) => !left.includes(name));
}

/** One thing that can be done with a row. */
export interface RowCommand {
  readonly name: RowCommandName;
  readonly key: string;
  readonly help: string;
  /** Undefined for what goes to the clipboard. */
  readonly effect: Effect | undefined;
  /** The line to run, or the text to copy. Undefined where the target has nothing for it. */
  lineFor(target: Target | undefined, options: Options): string | undefined;
}

type Declaration = Omit<RowCommand, 'name'>;

/** An assignment of a pattern; `adds` where what was set before stays. */
function filter(
  option: 'focus' | 'ignore' | 'hide' | 'tagfocus' | 'tagignore',
  key: string,
  help: string,
): Declaration {
  const isTag = option === 'tagfocus' || option === 'tagignore';
  const adds = option === 'ignore' || option === 'hide';
  return {
    key,
    help,
    effect: 'change',
    lineFor(target, options) {
      const pattern = isTag ? target?.tag : target?.frame;
      if (pattern === undefined) return undefined;
      return `${option}=${adds && options[option] !== '' ? `${options[option]}|` : ''}${pattern}`;
    },
  };
}

/** A view that also opens without a row, on everything. */
function view(command: string, key: string, help: string): Declaration {
  return {
    key,
    help,
    effect: 'open',
    lineFor: (target) => (target?.printed === undefined ? command : `${command} ${target.printed}`),
  };
}

const DECLARED = {
  focus: filter('focus', 'f', 'keep only samples that go through it'),
  ignore: filter('ignore', 'i', 'drop the samples that go through it'),
  hide: filter('hide', 'H', 'leave its frames out of all stacks'),
  tagfocus: filter('tagfocus', 'f', 'keep only samples that have it'),
  tagignore: filter('tagignore', 'i', 'drop the samples that have it'),
  source: {
    key: 's',
    help: 'its source, with values',
    effect: 'open',
    lineFor: (target) => behind('source ', target?.place ?? target?.function),
  },
  browse: view('browse', 'b', 'the call tree at it'),
  bottomup: view('bottomup', 'B', 'the tree of its callers'),
  sandwich: {
    key: 'S',
    help: 'its callers above it, its callees below',
    effect: 'open',
    lineFor: (target) => behind('sandwich ', target?.printed),
  },
  flame: view('flame', 'F', 'the flame graph at it'),
  top: {
    key: 'T',
    help: 'the table of what it goes through',
    effect: 'open',
    lineFor: (target) => (target?.frame === undefined ? 'top -i' : `top -i ${target.frame}`),
  },
  tags: { key: 't', help: 'the tags of the samples', effect: 'open', lineFor: () => 'tags -i' },
  peek: {
    key: 'p',
    help: 'print its callers and callees at the prompt',
    effect: 'print',
    lineFor: (target) => behind('peek ', target?.printed),
  },
  list: {
    key: 'L',
    help: 'print its source at the prompt',
    effect: 'print',
    lineFor: (target) => behind('list ', target?.function),
  },
  copy: { key: 'y', help: 'copy its name', effect: undefined, lineFor: (target) => target?.name },
} satisfies Readonly<Record<string, Declaration>>;

export function rowCommand(name: RowCommandName): RowCommand {
  return { name, ...DECLARED[name] };
}

function behind(command: string, pattern: string | undefined): string | undefined {
  return pattern === undefined ? undefined : command + pattern;
}

/** Why a command cannot be used on a row; undefined where it can. */
export function whyNot(command: RowCommand, target: Target | undefined, options: Options): string | undefined {
  if (command.lineFor(target, options) !== undefined) return undefined;
  if (target === undefined) return 'nothing is selected';
  return `${command.name} needs the name of a ${command.name.startsWith('tag') ? 'tag' : 'function'}`;
}

/** An entry of a view as a target. */
export function targetOfEntry({ names, question }: Pick<ProfileView, 'names' | 'question'>, entry: number): Target {
  return targetNamed(names[entry], question.table.entries[entry]);
}

/** An entry as a target, by its printed name. */
export function targetNamed(name: string, { functionName, file, object }: Entry): Target {
  const functionPattern = functionName === '' ? undefined : `^${quoted(functionName)}$`;
  // Selections look at files and binaries with their directories, which may not be shown.
  const path = file === '' && object !== '' ? baseName(object) : file;
  return {
    name,
    printed: `^${quoted(name)}$`,
    function: functionPattern,
    frame: functionPattern ?? (path === '' ? undefined : `(^|/)${quoted(path)}$`),
  };
}

/**
 * Several targets as one: each pattern matches what any of theirs does. A part that one of them lacks is left out, and so
 * are tags: behind commas they would be asked for together, and some filters of several cannot be written at all
 * (`tags/tag-filter.ts`).
 */
export function joinedTargets(targets: readonly Target[]): Target | undefined {
  if (targets.length < 2) return targets[0];
  const joined = (part: 'printed' | 'function' | 'frame') => {
    const patterns = targets.map((target) => target[part]);
    return patterns.includes(undefined) ? undefined : [...new Set(patterns)].join('|');
  };
  return {
    name: targets.map(({ name }) => name).join('\n'),
    printed: joined('printed'),
    function: joined('function'),
    frame: joined('frame'),
  };
}

/**
 * The pattern of a text as one word of a line. A blank would end the word, a line end the line: any character in their
 * place is near enough, and can be read. A semicolon would end the command, `//:` the value of an option: those are spelt
 * out. Bytes that are no UTF-8 are what patterns see in their place.
 */
export function quoted(text: string): string {
  return quotePattern(text.toWellFormed())
    .replace(/[\s\p{Control}]/gu, '.')
    .replaceAll(';', '\\x3b')
    .replaceAll('//:', '//\\x3a');
}
