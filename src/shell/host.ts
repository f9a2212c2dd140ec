/** What the shell needs from the machine. `main.ts` builds the real one; tests pass one of their own. */
export interface Host {
  /** The environment variable, undefined where it is not set. */
  env(name: string): string | undefined;
  currentDirectory(): string;
  /** The bytes of a file; undefined where there is none or it cannot be read. */
  readFile(path: string): Uint8Array | undefined;
  /** The names in a directory; empty where there is none. */
  listDirectory(path: string): readonly string[];
  /** Writes a whole file, replacing what was there; throws UserError with the reason when that fails. */
  writeFile(path: string, content: Uint8Array): void;
}
