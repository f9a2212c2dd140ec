/**
 * The options, declared once: the command line, assignments in the shell, completion, help and the listing of `o` all
 * read this table. Names, kinds and defaults are pprof's; the sentences are ours.
 */

interface Declaration<Default> {
  readonly default: Default;
  readonly help: string;
}
interface TextOption extends Declaration<string> {
  readonly kind: 'text' | 'regex' | 'label filter' | 'unit' | 'sample type' | 'path';
}
interface FlagOption extends Declaration<boolean> {
  readonly kind: 'flag';
}
interface NumberOption extends Declaration<number> {
  readonly kind: 'integer' | 'decimal';
}
interface ChoiceOption extends Declaration<string> {
  readonly kind: 'choice';
  /** What can be chosen, with help; each choice is also an option of its own, to be switched on. */
  readonly choices: Readonly<Record<string, string>>;
}
export type OptionDeclaration = TextOption | FlagOption | NumberOption | ChoiceOption;

export const OPTIONS = {
  call_tree: {
    kind: 'flag',
    default: false,
    help: 'Keep a function apart for every path that calls it (graphs only).',
  },
  compact_labels: { kind: 'flag', default: false, help: 'Leave out the lines about the profile above a report.' },
  divide_by: { kind: 'decimal', default: 1, help: 'Divide all values by this number before they are shown.' },
  drop_negative: {
    kind: 'flag',
    default: false,
    help: 'Leave out entries whose value is below zero, as comparisons have.',
  },
  edgefraction: { kind: 'decimal', default: 0.001, help: 'Leave out calls with less than this share of the total.' },
  focus: { kind: 'regex', default: '', help: 'Keep only samples with a frame whose function, file or binary matches.' },
  granularity: {
    kind: 'choice',
    default: '',
    help: 'What the entries of a report are.',
    choices: {
      functions: 'One entry per function.',
      filefunctions: 'One entry per function and the file it is in.',
      files: 'One entry per source file.',
      lines: 'One entry per source line.',
      addresses: 'One entry per instruction address.',
    },
  },
  hide: {
    kind: 'regex',
    default: '',
    help: 'Take matching frames out of the stacks; their callers take over what they cost.',
  },
  ignore: { kind: 'regex', default: '', help: 'Drop samples with a matching frame anywhere in the stack.' },
  intel_syntax: { kind: 'flag', default: false, help: 'Show disassembly in Intel syntax.' },
  mean: { kind: 'flag', default: false, help: 'Divide each value by the first value of its samples, usually a count.' },
  nodecount: {
    kind: 'integer',
    default: -1,
    help: 'Show at most this many entries; -1 lets the report decide, 0 shows all.',
  },
  nodefraction: { kind: 'decimal', default: 0.005, help: 'Leave out entries with less than this share of the total.' },
  noinlines: {
    kind: 'flag',
    default: false,
    help: 'Count inlined functions as part of the function they were inlined into.',
  },
  normalize: { kind: 'flag', default: false, help: 'Scale the profile to the total of its base before comparing.' },
  output: { kind: 'path', default: '', help: 'Write reports to this file.' },
  prune_from: {
    kind: 'regex',
    default: '',
    help: 'Cut off what matching functions call, so that they are the leaves.',
  },
  relative_percentages: { kind: 'flag', default: false, help: 'Let percentages be shares of what the filters leave.' },
  sample_index: {
    kind: 'sample type',
    default: '',
    help: 'Which values to report: a sample type by name or position.',
  },
  show: { kind: 'regex', default: '', help: 'Keep only matching frames in the stacks.' },
  show_from: { kind: 'regex', default: '', help: 'Cut off the callers above the outermost matching frame.' },
  showcolumns: { kind: 'flag', default: false, help: 'Tell apart the columns of a line, where the profile has them.' },
  sort: {
    kind: 'choice',
    default: 'flat',
    help: 'What entries are ordered by.',
    choices: {
      flat: 'Order by what an entry itself uses.',
      cum: 'Order by what an entry and all it calls use.',
    },
  },
  source_path: { kind: 'path', default: '', help: 'Directories to look for source files in, separated by colons.' },
  tagfocus: {
    kind: 'label filter',
    default: '',
    help: 'Keep only samples with a matching tag: key=regex, or a range such as 1mb:4mb.',
  },
  taghide: { kind: 'regex', default: '', help: 'Leave out tags whose key matches.' },
  tagignore: {
    kind: 'label filter',
    default: '',
    help: 'Drop samples with a matching tag: key=regex, or a range such as :32kb.',
  },
  tagleaf: { kind: 'text', default: '', help: 'Add the values of these tag keys as frames below the leaf.' },
  tagroot: { kind: 'text', default: '', help: 'Add the values of these tag keys as frames above the root.' },
  tagshow: { kind: 'regex', default: '', help: 'Keep only tags whose key matches.' },
  trim: { kind: 'flag', default: true, help: 'Leave out small entries and calls; off shows everything.' },
  trim_path: { kind: 'path', default: '', help: 'Prefixes to take off file names, separated by colons.' },
  unit: {
    kind: 'unit',
    default: 'minimum',
    help: 'The unit of all values: a name such as mb or ms, or minimum or auto.',
  },
} as const satisfies Readonly<Record<string, OptionDeclaration>>;

export type OptionName = keyof typeof OPTIONS;

type ValueOf<Option extends OptionDeclaration> = Option['default'] extends boolean
  ? boolean
  : Option['default'] extends number
    ? number
    : string;

/** A value for every option. */
export type Options = { readonly [Name in OptionName]: ValueOf<(typeof OPTIONS)[Name]> };

export const DEFAULT_OPTIONS = Object.fromEntries(
  Object.entries(OPTIONS).map(([name, option]) => [name, option.default]),
) as Options;

/** The declarations by name, without their exact types. */
export const optionDeclarations: ReadonlyMap<string, OptionDeclaration> = new Map(Object.entries(OPTIONS));

/** Every choice, `lines` or `cum`, with the option it is a value of. */
export const choiceOwners: ReadonlyMap<string, OptionName> = new Map(
  Object.entries(OPTIONS as Readonly<Record<string, OptionDeclaration>>).flatMap(([name, option]) =>
    option.kind === 'choice' ? Object.keys(option.choices).map((choice) => [choice, name as OptionName] as const) : [],
  ),
);
