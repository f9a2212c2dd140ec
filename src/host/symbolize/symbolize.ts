import { readSymbolizeOption } from '../../profile/symbolize-option.ts';
import type { Profile } from '../../profile/tables.ts';
import type { BinaryFiles } from '../binaries/binary-files.ts';
import { findTools } from './find-tools.ts';
import { symbolizeLocally } from './local.ts';
import type { MappingSources } from './mapping-sources.ts';
import type { Programs } from './programs.ts';
import { symbolizeRemotely } from './remote.ts';

export interface SymbolizeOptions {
  /** The value of `-symbolize`; empty for pprof's usual ways. */
  readonly options: string;
  /** The value of `-tools`; empty for that of `PPROF_TOOLS`. */
  readonly tools: string;
  /** The servers that profiles came from; empty where all were files. */
  readonly sources: MappingSources;
  /** Told what pprof says. */
  readonly notify: (message: string) => void;
  /** Told what pprof never says, for people on a terminal. */
  readonly advise: (message: string) => void;
  /** Sends a text to a URL and gives the answer. Rejects with UserError, in pprof's words, or with Cancelled. */
  readonly post: (url: string, body: string) => Promise<string>;
  readonly machine: SymbolizeMachine;
  /** Whether binaries are refused whose build id is another one. */
  readonly readsBuildIds: boolean;
  readonly signal?: AbortSignal;
}

export interface SymbolizeMachine {
  readonly env: (name: string) => string | undefined;
  readonly files: BinaryFiles;
  readonly programs: Programs;
}

/**
 * The profile with functions and lines for its addresses, from binaries of this machine and from the servers it came
 * from. Names are the linker's. Rejects with UserError where a server fails, and with Cancelled.
 */
export async function symbolize(profile: Profile, options: SymbolizeOptions): Promise<Profile> {
  const { notify, machine, sources, post, signal } = options;
  const { isOff, local, remote, force, warnings } = readSymbolizeOption(options.options);
  for (const warning of warnings) notify(warning);
  if (isOff) return profile;
  let symbolized = profile;
  if (local) {
    symbolized = await symbolizeLocally(profile, {
      force,
      files: machine.files,
      readsBuildIds: options.readsBuildIds,
      programs: machine.programs,
      tools: () => findTools(options.tools || machine.env('PPROF_TOOLS') || '', machine),
      notify,
      advise: options.advise,
      ...(signal ? { signal } : {}),
    });
  }
  return remote ? symbolizeRemotely(symbolized, { force, sources, post }) : symbolized;
}
