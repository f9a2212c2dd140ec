/** The flags of the command line as a shell has to know them to complete them. */
import { UNIT_NAMES } from '../../profile/units.ts';
import { type OptionDeclaration, optionDeclarations } from '../../report/options.ts';
import { REPORTS } from '../../report/reports.ts';
import { SAMPLE_TYPES } from '../help/sample-types.ts';

/** What stands behind a flag: a word of a list, a file of some kind, or text that nobody can guess. */
export type FlagValue =
  | { readonly type: 'words'; readonly words: readonly string[] }
  | { readonly type: 'profile' }
  | { readonly type: 'file' }
  | { readonly type: 'text' };

export interface CompletedFlag {
  /** Without its dash. */
  readonly name: string;
  /** One line. */
  readonly help: string;
  /** Undefined for a switch. */
  readonly value: FlagValue | undefined;
}

/** The flags of the command line that are neither reports nor options, as it declares them. */
export interface OtherFlags {
  readonly others: Readonly<Record<string, { readonly kind: 'switch' | 'text' | 'seconds'; readonly help: string }>>;
  readonly sampleTypes: readonly { readonly flag: string; readonly type: string; readonly mean?: boolean }[];
}

const TEXT: FlagValue = { type: 'text' };
const PROFILE: FlagValue = { type: 'profile' };
const FILE: FlagValue = { type: 'file' };
const words = (...list: string[]): FlagValue => ({ type: 'words', words: list });

/** What the values of flags are that are declared as text. */
const TEXT_VALUES: Readonly<Record<string, FlagValue>> = {
  base: PROFILE,
  diff_base: PROFILE,
  tls_cert: FILE,
  tls_key: FILE,
  tls_ca: FILE,
  tools: FILE,
  symbolize: words('none', 'local', 'fastlocal', 'remote', 'force'),
  color: words('auto', 'always', 'never'),
  format: words('text', 'json', 'csv', 'markdown'),
  completion: words('bash', 'zsh', 'fish'),
};

/** Flags that only say that something is not here. */
const OF_NO_USE: ReadonlySet<string> = new Set(['http', 'no_browser']);

/** All flags worth completing, in the order of their names. */
export function completedFlags({ others, sampleTypes }: OtherFlags): CompletedFlag[] {
  const reports = REPORTS.map(({ name, argument, summary }) => ({
    name,
    help: summary,
    value: argument === 'none' ? undefined : TEXT,
  }));
  const options = [...optionDeclarations].flatMap(([name, declaration]) => optionFlags(name, declaration));
  const types = sampleTypes.map(({ flag, type, mean }) => ({
    name: flag,
    help: `Report ${type}${mean ? ', per count' : ''}.`,
    value: undefined,
  }));
  const rest = Object.entries(others)
    .filter(([name]) => !OF_NO_USE.has(name))
    .map(([name, { kind, help }]) => ({
      name,
      help,
      value: kind === 'switch' ? undefined : (TEXT_VALUES[name] ?? TEXT),
    }));
  return [...reports, ...options, ...types, ...rest].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function optionFlags(name: string, declaration: OptionDeclaration): CompletedFlag[] {
  const { help, kind } = declaration;
  switch (kind) {
    case 'choice':
      return Object.entries(declaration.choices).map(([choice, meaning]) => ({
        name: choice,
        help: meaning,
        value: undefined,
      }));
    case 'flag':
      return [{ name, help, value: undefined }];
    case 'sample type':
      return [{ name, help, value: words(...SAMPLE_TYPES.flatMap(({ types }) => types)) }];
    case 'unit':
      return [{ name, help, value: words(...UNIT_NAMES) }];
    case 'path':
      return [{ name, help, value: FILE }];
    default:
      return [{ name, help, value: TEXT }];
  }
}

/** How files with profiles are called, mostly. Others are offered where there is none. */
export const PROFILE_ENDINGS: readonly string[] = [
  '.pb.gz',
  '.pb',
  '.prof',
  '.pprof',
  '.profile',
  '.heap',
  '.cpu',
  '.out',
];
