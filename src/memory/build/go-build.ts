/** What a Go program says about how it was built, from the text its linker leaves in it. */

/** A module of the program. */
export interface GoModule {
  readonly path: string;
  /** Empty in GOPATH mode; `(devel)` for what was built from a directory. */
  readonly version: string;
  /** The module that was used in its place (`replace` in go.mod). */
  readonly replacedBy: GoModule | undefined;
}

export interface GoBuild {
  /** As the program says it: `go1.26.8`, also `devel go1.28-6b2c…` or `go1.26.8 X:nogreenteagc`. */
  readonly version: string;
  /** The path of the main package; empty where the program says none. */
  readonly path: string;
  /** The main module; undefined in GOPATH mode and for single files. */
  readonly main: GoModule | undefined;
  readonly dependencies: readonly GoModule[];
  /** `GOARCH`, `-race`, `vcs.revision` …, in the order of the program. Go writes them since 1.18. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Reads the text that `go version -m` prints; lines of kinds that are not known are passed over. */
export function parseGoBuild(version: string, text: string): GoBuild {
  let path = '';
  let main: GoModule | undefined;
  const dependencies: GoModule[] = [];
  const settings = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [kind, ...fields] = line.split('\t');
    const module: GoModule = { path: fields[0] ?? '', version: fields[1] ?? '', replacedBy: undefined };
    if (kind === 'path') path = module.path;
    else if (kind === 'mod') main = module;
    else if (kind === 'dep') dependencies.push(module);
    else if (kind === '=>') {
      // Stands behind the module that it replaces; the main one is never replaced.
      const replaced = dependencies.pop();
      if (replaced !== undefined) dependencies.push({ ...replaced, replacedBy: module });
    } else if (kind === 'build') {
      const [key, value] = settingOf(fields.join('\t'));
      settings.set(key, value);
    }
  }
  return { version, path, main, dependencies, settings: Object.fromEntries(settings) };
}

/** `key=value`; either is quoted where it holds what would end it. */
function settingOf(text: string): readonly [key: string, value: string] {
  const [, key, value] = /^("(?:\\.|[^"\\])*"|`[^`]*`|[^=]*)=?(.*)$/s.exec(text) ?? ['', text, ''];
  return [unquoted(key), unquoted(value)];
}

/** The usual escapes of Go's strings; others stay as they are written. */
function unquoted(text: string): string {
  if (/^`.*`$/s.test(text)) return text.slice(1, -1);
  if (!/^".*"$/s.test(text)) return text;
  return text
    .slice(1, -1)
    .replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([nrt"\\]))/g, (_, byte, unit, letter) =>
      letter === undefined ? String.fromCharCode(Number.parseInt(byte ?? unit, 16)) : (ESCAPES[letter] ?? letter),
    );
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** The path of the main module; of the main package in GOPATH mode. Undefined for single files, which have neither. */
export function mainModuleOf({ main, path }: GoBuild): string | undefined {
  const found = main?.path ?? path;
  return found === '' || found === 'command-line-arguments' ? undefined : found;
}

/** A version of Go 1. */
export interface GoRelease {
  readonly minor: number;
  /** 0 where the version has none. */
  readonly patch: number;
  /** A version from between releases: `devel go1.28-…`, or a beta or release candidate. */
  readonly isUnreleased: boolean;
}

/** `go1.26.8` is minor 26, patch 8. Undefined where the version names no release of Go 1. */
export function goReleaseOf(version: string): GoRelease | undefined {
  const match = /\bgo1\.(\d+)(?:\.(\d+))?((?:rc|beta)\d+)?/.exec(version);
  if (match === null) return undefined;
  const isUnreleased = match[3] !== undefined || /^devel\b|-devel/.test(version);
  return { minor: Number(match[1]), patch: Number(match[2] ?? 0), isUnreleased };
}
