/** What tells whose code is whose, and what was found out of it. */

/** What the machine knows about the program. Paths are absolute. */
export interface CodeHints {
  /** The main module by the build info of the binary that was profiled; undefined where that is not here. */
  readonly built: { readonly module: string; readonly binary: string } | undefined;
  /** The go.mod files that may be the program's, the likeliest first. */
  readonly goMods: readonly GoMod[];
  readonly currentDirectory: string;
}

export interface GoMod {
  readonly module: string;
  readonly directory: string;
}

export interface MyCode {
  /** Matches the frames: their function, their file or their binary. */
  readonly pattern: string;
  /** What it is, in a word or two: `example.com/server`. */
  readonly name: string;
  readonly source: 'build info' | 'go.mod' | 'profile' | 'you';
  /** Where that was found out, as the end of a sentence: `by the build info of /bin/server`. */
  readonly reason: string;
}

/** A function by its name and its file, either of which may be empty. */
export interface CodePlace {
  readonly name: string;
  readonly file: string;
}
