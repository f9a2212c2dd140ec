import type { FoundBinary } from '../analysis/instructions.ts';
import type { Mapping } from '../profile/tables.ts';

/** What the shell needs from the machine. `main.ts` builds the real one; tests pass one of their own. */
export interface Host {
  /** The environment variable, undefined where it is not set. */
  env(name: string): string | undefined;
  currentDirectory(): string;
  /** The bytes of a file; undefined where there is none or it cannot be read. */
  readFile(path: string): Uint8Array | undefined;
  /** The names in a directory; empty where there is none. */
  listDirectory(path: string): readonly string[];
  /**
   * Opens the binary that was loaded for a mapping, for its symbols and instructions. `tools` says where to look for the
   * programs that read it, as the flag of that name does; empty for the usual places.
   */
  openBinary(mapping: Mapping, tools: string): FoundBinary;
  /** The main module of a Go binary, by its build info; undefined where there is no such file, or nothing in it. */
  goModule(path: string): string | undefined;
  /** Writes a whole file, replacing what was there; throws UserError with the reason when that fails. */
  writeFile(path: string, content: Uint8Array): void;
}
