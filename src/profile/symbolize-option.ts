import type { DemangleMode } from './unreadable-names.ts';

/** How the user wants addresses turned into names, and names made readable: the value of `-symbolize`, understood. */
export interface SymbolizeOption {
  /** Leaves everything as the file has it; names are not made readable either. */
  readonly isOff: boolean;
  /** Looks into binaries of this machine. */
  readonly local: boolean;
  /** Names would do. pprof finds files and lines as well, as those cost it nothing; so nothing has to ask for this. */
  readonly fast: boolean;
  /** Asks the servers that profiles came from. */
  readonly remote: boolean;
  /** Asks again for what has names already. */
  readonly force: boolean;
  readonly demangle: DemangleMode;
  /** What to tell the user about words that mean nothing. */
  readonly warnings: readonly string[];
}

/**
 * Reads words separated by colons, in any case. The last of `local`, `fastlocal` and `remote` wins. Any `demangle=` but
 * the default asks for names again, as the readable ones a profile comes with may be shorter than what is wanted.
 */
export function readSymbolizeOption(text: string): SymbolizeOption {
  const option = { isOff: false, local: true, fast: false, remote: true, force: false };
  let demangle: DemangleMode = 'default';
  const warnings: string[] = [];
  for (const word of text.toLowerCase().split(':')) {
    switch (word) {
      case '':
      case 'demangle=default':
        break;
      case 'none':
      case 'no':
        return { ...option, isOff: true, demangle, warnings };
      case 'local':
        Object.assign(option, { local: true, fast: false, remote: false });
        break;
      case 'fastlocal':
        Object.assign(option, { local: true, fast: true, remote: false });
        break;
      case 'remote':
        Object.assign(option, { local: false, remote: true });
        break;
      case 'force':
        option.force = true;
        break;
      case 'demangle=full':
      case 'demangle=none':
      case 'demangle=templates':
        demangle = word.slice('demangle='.length) as DemangleMode;
        option.force = true;
        break;
      default:
        warnings.push(
          `ignoring unrecognized symbolization option: ${text}`,
          'expecting -symbolize=[local|fastlocal|remote|none][:force][:demangle=[none|full|templates|default]',
        );
    }
  }
  return { ...option, demangle, warnings };
}
