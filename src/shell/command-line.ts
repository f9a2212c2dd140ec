/** The command line of the program: pprof's flags, one dash or two, and a few of our own. */
import { UserError } from '../base/errors.ts';
import {
  choiceOwners,
  DEFAULT_OPTIONS,
  OPTIONS,
  type OptionDeclaration,
  type OptionName,
  type Options,
  optionDeclarations,
} from '../report/options.ts';
import type { Report } from '../report/report.ts';
import { REPORTS } from '../report/reports.ts';
import { closestWord } from './language/closest-word.ts';
import { readFlagValue, readGoBool, withOption } from './option-values.ts';

export type ColorChoice = 'auto' | 'always' | 'never';

interface CommonRequest {
  readonly file: string;
  readonly options: Options;
  readonly keepNames: boolean;
  readonly color: ColorChoice;
}

/** What the command line asks for. */
export type CommandLine =
  | ({ readonly type: 'report'; readonly report: Report; readonly argument: string | undefined } & CommonRequest)
  | ({ readonly type: 'shell'; readonly commands: readonly string[] | undefined } & CommonRequest)
  | { readonly type: 'usage' }
  | { readonly type: 'version' };

/** Flags besides reports and options, with help. */
const OTHER_FLAGS: Readonly<Record<string, { readonly takesValue: boolean; readonly help: string }>> = {
  e: { takesValue: true, help: 'Run these commands, separated by ;, and exit.' },
  color: { takesValue: true, help: 'Colour the output: auto (on a terminal), always or never.' },
  symbolize: { takesValue: true, help: 'none keeps function names as the profile has them.' },
  version: { takesValue: false, help: 'Print the version and exit.' },
  h: { takesValue: false, help: 'Print this help and exit.' },
  help: { takesValue: false, help: 'Print this help and exit.' },
};

/** Older names for a choice of sample type, in the order pprof looks at them. */
const SAMPLE_TYPE_FLAGS: readonly { readonly flag: string; readonly type: string; readonly mean?: boolean }[] = [
  { flag: 'total_delay', type: 'delay' },
  { flag: 'mean_delay', type: 'delay', mean: true },
  { flag: 'contentions', type: 'contentions' },
  { flag: 'inuse_space', type: 'inuse_space' },
  { flag: 'inuse_objects', type: 'inuse_objects' },
  { flag: 'alloc_space', type: 'alloc_space' },
  { flag: 'alloc_objects', type: 'alloc_objects' },
];

/** Reads the arguments of the program. `notify` gets warnings. Throws UserError for what cannot be understood. */
export function readCommandLine(args: readonly string[], notify: (message: string) => void): CommandLine {
  const { flags, files } = splitFlags(args);
  if (flags.has('h') || flags.has('help')) return { type: 'usage' };
  if (flags.has('version')) return { type: 'version' };

  const chosen = chosenReports(flags);
  if (chosen.length > 1) throw new UserError('must set at most one output format', usageHint);
  const options = withSampleTypeFlags(readOptions(flags), flags, notify);
  if (files.length === 0)
    throw new UserError('no profile source specified', 'name a profile: pprof-shell mem_profile.pb.gz');
  if (files.length > 1) {
    throw new UserError(
      `expected one profile, found ${files.length}: ${files.join(' ')}`,
      'flags come before the profile; open one profile at a time',
    );
  }
  const common = {
    file: files[0],
    options,
    keepNames: /^(none|no)$/i.test(flags.get('symbolize') ?? ''),
    color: readColor(flags.get('color') ?? 'auto'),
  };
  const report = chosen.at(0);
  if (report !== undefined) {
    const argument = report.argument === 'none' ? undefined : flags.get(report.name);
    return { type: 'report', report, argument, ...common };
  }
  const commands = flags
    .get('e')
    ?.split(';')
    .map((line) => line.trim());
  return { type: 'shell', commands, ...common };
}

const usageHint = 'pprof-shell -help lists the flags';

/** Flag names with the text of their values; the last of several wins. A flag that is switched on has the value `true`. */
function splitFlags(args: readonly string[]): {
  readonly flags: ReadonlyMap<string, string>;
  readonly files: readonly string[];
} {
  const flags = new Map<string, string>();
  const rest = [...args];
  while (rest.length > 0) {
    const arg = rest[0];
    if (arg === '-' || !arg.startsWith('-')) break;
    rest.shift();
    if (arg === '--') break;
    const [, name = '', , value] = /^--?([^=]*)(=(.*))?$/s.exec(arg) ?? [];
    if (name === '' || name.startsWith('-')) throw new UserError(`bad flag syntax: ${arg}`, usageHint);
    const takesValue = flagTakesValue(name);
    if (takesValue === undefined) throw new UserError(`flag provided but not defined: -${name}`, unknownFlagHint(name));
    if (!takesValue) {
      flags.set(name, String(value === undefined || readGoBool(name, value)));
      if (flags.get(name) === 'false' && !optionDeclarations.has(name)) flags.delete(name);
      continue;
    }
    const given = value ?? rest.shift();
    if (given === undefined) throw new UserError(`flag needs an argument: -${name}`, usageHint);
    flags.set(name, given);
  }
  return { flags, files: rest };
}

/** Undefined for a flag that does not exist. */
function flagTakesValue(name: string): boolean | undefined {
  const option = optionDeclarations.get(name);
  if (option !== undefined && option.kind !== 'choice') return option.kind !== 'flag';
  if (choiceOwners.has(name)) return false;
  const report = REPORTS.find((candidate) => candidate.name === name);
  if (report !== undefined) return report.argument !== 'none';
  if (SAMPLE_TYPE_FLAGS.some(({ flag }) => flag === name)) return false;
  return Object.hasOwn(OTHER_FLAGS, name) ? OTHER_FLAGS[name].takesValue : undefined;
}

function unknownFlagHint(name: string): string {
  const known = [
    ...optionDeclarations.keys(),
    ...choiceOwners.keys(),
    ...REPORTS.map((report) => report.name),
    ...Object.keys(OTHER_FLAGS),
  ];
  const closest = closestWord(name, known);
  return closest === undefined ? usageHint : `did you mean -${closest}? ${usageHint}`;
}

function chosenReports(flags: ReadonlyMap<string, string>): Report[] {
  return REPORTS.filter(({ name, argument }) => flags.has(name) && (argument === 'none' || flags.get(name) !== ''));
}

function readOptions(flags: ReadonlyMap<string, string>): Options {
  let options = DEFAULT_OPTIONS;
  for (const [name, text] of flags) {
    const declaration = optionDeclarations.get(name);
    if (declaration !== undefined && declaration.kind !== 'choice') {
      options = withOption(options, name as OptionName, readFlagValue(name, declaration, text));
    }
  }
  for (const [name, declaration] of Object.entries(OPTIONS as Readonly<Record<string, OptionDeclaration>>)) {
    if (declaration.kind !== 'choice') continue;
    const chosen = Object.keys(declaration.choices).filter((choice) => flags.has(choice));
    if (chosen.length > 1) throw new UserError(`conflicting options set: [${chosen.join(' ')}]`, 'choose one of them');
    if (chosen.length === 1) options = withOption(options, name as OptionName, chosen[0]);
  }
  return options;
}

function withSampleTypeFlags(
  options: Options,
  flags: ReadonlyMap<string, string>,
  notify: (message: string) => void,
): Options {
  let chosen = options;
  for (const { flag, type, mean } of SAMPLE_TYPE_FLAGS) {
    if (!flags.has(flag)) continue;
    if (chosen.sample_index !== '') {
      notify(`Multiple value selections, ignoring -${flag}`);
      continue;
    }
    chosen = { ...chosen, sample_index: type, mean: mean ?? chosen.mean };
  }
  return chosen;
}

function readColor(text: string): ColorChoice {
  if (text === 'auto' || text === 'always' || text === 'never') return text;
  throw new UserError(`invalid value ${JSON.stringify(text)} for flag -color`, 'use auto, always or never');
}

/** The help of the command line. */
export function usageLines(): string[] {
  const row = (name: string, help: string) => `  ${`-${name}`.padEnd(24)} ${help}`;
  const options = Object.entries(OPTIONS as Readonly<Record<string, OptionDeclaration>>);
  return [
    'usage: pprof-shell [flags] <profile>             open a profile in the shell',
    '       pprof-shell <report flag> [flags] <profile>   print a report and exit',
    '       pprof-shell [flags] <profile> < script    run commands, one a line',
    '',
    'Reports:',
    ...REPORTS.map(({ name, argument, summary }) => row(argument === 'none' ? name : `${name}=regex`, summary)),
    '',
    'Options:',
    ...options
      .filter(([, { kind }]) => kind !== 'choice')
      .map(([name, { kind, help }]) => row(kind === 'flag' ? name : `${name}=…`, help)),
    ...options.flatMap(([, option]) =>
      option.kind === 'choice' ? Object.entries(option.choices).map(([name, help]) => row(name, help)) : [],
    ),
    ...SAMPLE_TYPE_FLAGS.map(({ flag, type, mean }) => row(flag, `Report ${type}${mean ? ', per count' : ''}.`)),
    '',
    'Other flags:',
    ...Object.entries(OTHER_FLAGS).map(([name, { takesValue, help }]) => row(takesValue ? `${name}=…` : name, help)),
  ];
}
