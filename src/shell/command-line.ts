/** The command line of the program: pprof's flags, one dash or two, and a few of our own. */
import { UserError } from '../base/errors.ts';
import { FORMATS, type Format } from '../report/formats/format.ts';
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
import { readMemoryWords } from './commands/memory.ts';
import { closestWord } from './language/closest-word.ts';
import { splitCommands } from './language/words.ts';
import type { LoadRequest } from './load-request.ts';
import type { MemoryTask, MemoryTool } from './memory-task.ts';
import { readFlagValue, readGoBool, readIntegerFlag, withOption } from './option-values.ts';

export type ColorChoice = 'auto' | 'always' | 'never';

interface CommonRequest {
  readonly load: LoadRequest;
  readonly options: Options;
  readonly color: ColorChoice;
}

/** What the command line asks for. */
export type CommandLine =
  | ({
      readonly type: 'report';
      readonly report: Report;
      readonly argument: string | undefined;
      /** Undefined for pprof's own text. */
      readonly format: Format | undefined;
    } & CommonRequest)
  | ({
      readonly type: 'shell';
      readonly commands: readonly string[] | undefined;
      /** Whether the saved settings and the start-up file are read. */
      readonly readsConfig: boolean;
    } & CommonRequest)
  | { readonly type: 'memory'; readonly task: MemoryTask; readonly color: ColorChoice }
  | { readonly type: 'usage' }
  | { readonly type: 'version' }
  | { readonly type: 'completion'; readonly shell: string };

interface FlagDeclaration {
  readonly kind: 'switch' | 'text' | 'seconds';
  readonly help: string;
}

/** Flags besides reports and options, with help. */
export const OTHER_FLAGS: Readonly<Record<string, FlagDeclaration>> = {
  base: { kind: 'text', help: 'Subtract this profile.' },
  diff_base: { kind: 'text', help: 'Compare with this profile: percentages are shares of it.' },
  symbolize: {
    kind: 'text',
    help: 'How to find names: none, local, fastlocal, remote; force; demangle=full, none, templates.',
  },
  buildid: { kind: 'text', help: 'The build id of the main binary, where the profile does not tell.' },
  add_comment: { kind: 'text', help: 'Add a comment to the profile.' },
  seconds: { kind: 'seconds', help: 'Let a server record for so many seconds.' },
  timeout: { kind: 'seconds', help: 'Wait so many seconds for a server.' },
  tls_cert: { kind: 'text', help: 'The file with the certificate to show to servers.' },
  tls_key: { kind: 'text', help: 'The file with the key of that certificate.' },
  tls_ca: { kind: 'text', help: 'The file with the authority that servers are trusted by.' },
  tools: { kind: 'text', help: 'Where to find objdump, addr2line and others: directories, or tool:directory.' },
  http: { kind: 'text', help: 'Not here: pprof-shell is for the terminal. Use -svg, -web or -weblist for a browser.' },
  no_browser: { kind: 'switch', help: 'Only has a meaning with -http.' },
  e: { kind: 'text', help: 'Run these commands, separated by ; or line ends, and exit. Can be given several times.' },
  format: { kind: 'text', help: 'Write the report as text, json, csv or markdown.' },
  completion: { kind: 'text', help: 'Print the file that lets bash, zsh or fish complete flags.' },
  no_config: { kind: 'switch', help: 'Read neither the saved settings nor the start-up file.' },
  color: { kind: 'text', help: 'Colour the output: auto (on a terminal), always or never.' },
  version: { kind: 'switch', help: 'Print the version and exit.' },
  h: { kind: 'switch', help: 'Print this help and exit.' },
  help: { kind: 'switch', help: 'Print this help and exit.' },
};

/** Older names for a choice of sample type, in the order pprof looks at them. */
export const SAMPLE_TYPE_FLAGS: readonly { readonly flag: string; readonly type: string; readonly mean?: boolean }[] = [
  { flag: 'total_delay', type: 'delay' },
  { flag: 'mean_delay', type: 'delay', mean: true },
  { flag: 'contentions', type: 'contentions' },
  { flag: 'inuse_space', type: 'inuse_space' },
  { flag: 'inuse_objects', type: 'inuse_objects' },
  { flag: 'alloc_space', type: 'alloc_space' },
  { flag: 'alloc_objects', type: 'alloc_objects' },
];

/** Reads a command about memory and what stands behind it: `doctor crash.log heap.pb.gz -json`. Throws UserError. */
export function readMemoryCommandLine(tool: MemoryTool, args: readonly string[]): CommandLine {
  const isColor = (arg: string) => /^--?color=/.test(arg);
  const color = args.findLast(isColor);
  const words = args
    .filter((arg) => !isColor(arg))
    .map((arg) => (arg === '-' ? '/dev/stdin' : arg.replace(/^--(?=\w)/, '-')))
    .map((text) => ({ text, isQuoted: false, start: 0, end: 0 }));
  const task = readMemoryWords(tool, words, undefined);
  if (task.files.length === 0) {
    throw new UserError(`${tool} needs a file to look into`, `for example: pprof-shell ${tool} ${exampleFiles(tool)}`);
  }
  return { type: 'memory', task, color: readColor(color?.replace(/^[^=]*=/, '') ?? 'auto') };
}

function exampleFiles(tool: MemoryTool): string {
  if (tool === 'doctor') return 'crash.log heap.pb.gz';
  if (tool === 'memstats') return 'heap.txt';
  return tool === 'leaks' || tool === 'growth' ? 'heap1.pb.gz heap2.pb.gz heap3.pb.gz' : 'heap.pb.gz';
}

/** Reads the arguments of the program. `notify` gets warnings. Throws UserError for what cannot be understood. */
export function readCommandLine(args: readonly string[], notify: (message: string) => void): CommandLine {
  const { flags, sources } = splitFlags(args);
  if (flags.has('h') || flags.has('help')) return { type: 'usage' };
  if (flags.has('version')) return { type: 'version' };
  const shell = flags.get('completion');
  if (shell !== undefined) return { type: 'completion', shell };

  const chosen = chosenReports(flags);
  if (flags.get('http')) {
    const isMixed = chosen.length > 0;
    if (isMixed) throw new UserError('-http is not compatible with an output format on the command line', usageHint);
    throw new UserError('-http is not part of pprof-shell', 'use -svg, -web or -weblist=regex, or go tool pprof -http');
  }
  if (flags.has('no_browser')) throw new UserError('-no_browser only makes sense with -http', usageHint);
  if (chosen.length > 1) throw new UserError('must set at most one output format', usageHint);
  const options = withSampleTypeFlags(readOptions(flags), flags, notify);
  if (sources.length === 0)
    throw new UserError('no profile source specified', 'name a profile: pprof-shell mem_profile.pb.gz');
  const common = {
    load: readLoadRequest(sources, flags, options),
    options,
    color: readColor(flags.get('color') ?? 'auto'),
  };
  const report = chosen.at(0);
  refuseUnused(flags, sources, report);
  if (report !== undefined) {
    const argument = report.argument === 'none' ? undefined : flags.get(report.name);
    return { type: 'report', report, argument, format: readFormat(flags.get('format')), ...common };
  }
  const commands = flags.get('e')?.split(/\r?\n/).flatMap(commandsOfLine);
  return { type: 'shell', commands, readsConfig: !flags.has('no_config'), ...common };
}

/** The commands of a line of `-e`; those of a comment are none. */
function commandsOfLine(line: string): string[] {
  return line.trimStart().startsWith('#') ? [] : splitCommands(line);
}

/** Flags of ours without an effect are refused: a script whose `-e` is never run must not end as if all were well. */
function refuseUnused(
  flags: ReadonlyMap<string, string>,
  sources: readonly string[],
  report: Report | undefined,
): void {
  // As pprof does, whatever stands behind the first profile is taken for another one.
  const behind = sources.find((source) => /^--?(?:e|format)(?:=|$)/.test(source));
  if (behind !== undefined) {
    throw new UserError(
      `${behind} stands behind the profile, where it is no flag`,
      'flags come first: pprof-shell -e "top 10" mem_profile.pb.gz',
    );
  }
  if (report !== undefined && flags.has('e')) {
    throw new UserError(`-e and -${report.name} exclude each other`, `write -e "${report.name}"`);
  }
  if (report === undefined && readFormat(flags.get('format')) !== undefined) {
    throw new UserError('-format needs a report', 'for example -top -format=json, or -e "top -json"');
  }
}

function readLoadRequest(
  sources: readonly string[],
  flags: ReadonlyMap<string, string>,
  { normalize }: Options,
): LoadRequest {
  const text = (name: string) => flags.get(name) ?? '';
  const seconds = (name: string) => {
    const given = flags.get(name);
    return given === undefined ? 0 : readIntegerFlag(name, given);
  };
  const [base, diffBase] = [text('base'), text('diff_base')];
  if (base !== '' && diffBase !== '') {
    throw new UserError('-base and -diff_base flags cannot both be specified', 'choose one of them');
  }
  if (normalize && base === '' && diffBase === '') {
    throw new UserError('must have base profile to normalize by', 'name it with -base or -diff_base');
  }
  return {
    sources,
    base: base === '' && diffBase === '' ? undefined : { sources: [base || diffBase], isDiff: diffBase !== '' },
    normalize,
    symbolize: text('symbolize'),
    buildId: text('buildid'),
    comment: text('add_comment') || undefined,
    tools: text('tools'),
    http: {
      seconds: seconds('seconds'),
      timeout: seconds('timeout'),
      tls: { cert: text('tls_cert'), key: text('tls_key'), ca: text('tls_ca') },
    },
  };
}

const usageHint = 'pprof-shell -help lists the flags';

/**
 * Flag names with the text of their values; the last of several wins, but all of `-e` are kept, a line each. A flag that is
 * switched on has the value `true`.
 */
function splitFlags(args: readonly string[]): {
  readonly flags: ReadonlyMap<string, string>;
  readonly sources: readonly string[];
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
    const earlier = name === 'e' ? flags.get(name) : undefined;
    flags.set(name, earlier === undefined ? given : `${earlier}\n${given}`);
  }
  return { flags, sources: rest };
}

/** Undefined for a flag that does not exist. */
function flagTakesValue(name: string): boolean | undefined {
  const option = optionDeclarations.get(name);
  if (option !== undefined && option.kind !== 'choice') return option.kind !== 'flag';
  if (choiceOwners.has(name)) return false;
  const report = REPORTS.find((candidate) => candidate.name === name);
  if (report !== undefined) return report.argument !== 'none';
  if (SAMPLE_TYPE_FLAGS.some(({ flag }) => flag === name)) return false;
  return Object.hasOwn(OTHER_FLAGS, name) ? OTHER_FLAGS[name].kind !== 'switch' : undefined;
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
    // The mean is taken of whatever is reported then.
    chosen = { ...chosen, mean: mean ?? chosen.mean };
    if (chosen.sample_index === '') chosen = { ...chosen, sample_index: type };
    else notify(`Multiple value selections, ignoring -${flag}`);
  }
  return chosen;
}

function readColor(text: string): ColorChoice {
  if (text === 'auto' || text === 'always' || text === 'never') return text;
  throw new UserError(`invalid value ${JSON.stringify(text)} for flag -color`, 'use auto, always or never');
}

function readFormat(text: string | undefined): Format | undefined {
  if (text === undefined || text === '' || text === 'text') return undefined;
  const format = FORMATS.find((candidate) => candidate === text);
  if (format !== undefined) return format;
  throw new UserError(
    `invalid value ${JSON.stringify(text)} for flag -format`,
    `use text, ${FORMATS.join(', ')}; -folded, -speedscope and -proto are reports of their own`,
  );
}

/** The help of the command line. */
export function usageLines(): string[] {
  const row = (name: string, help: string) => `  ${`-${name}`.padEnd(24)} ${help}`;
  const options = Object.entries(OPTIONS as Readonly<Record<string, OptionDeclaration>>);
  return [
    'usage: pprof-shell [flags] [binary] <profile> …                 open a profile in the shell',
    '       pprof-shell <report flag> [flags] [binary] <profile> …   print a report and exit',
    '       pprof-shell [flags] <profile> < script                  run commands, one a line',
    '       pprof-shell doctor <file or directory> … [n] [-json]     say why a program ran out of memory;',
    '       leaks <files>; suspects, memstats, objects <profile>     more about memory',
    '',
    'A profile is a file or the URL of one; several are merged.',
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
    ...Object.entries(OTHER_FLAGS).map(([name, { kind, help }]) => row(kind === 'switch' ? name : `${name}=…`, help)),
  ];
}
