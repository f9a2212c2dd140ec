/**
 * Finds the source files a profile names. First as pprof does, so that scripts see the same; then where the sources of
 * Go programs really are on this machine: the module cache, vendor directories, GOROOT, the module around, and beside
 * the profile.
 */

import { textOfBytes } from '../base/byte-text.ts';
import { cleanPath, directoryOf, isAbsolutePath, joinPath } from '../base/path-text.ts';
import { type SourceFile, trimPath } from '../profile/source-path.ts';
import type { Host } from './host.ts';

export interface SourceSearch {
  /** The options of the same names; may be empty. */
  readonly source_path: string;
  readonly trim_path: string;
  /** Where the profile lies: sources are often beside it. */
  readonly profileDirectory: string;
}

/** A line longer than this ends a file for pprof, and so for us. */
const LONGEST_LINE = 64 * 1024;

/** Reads the source file of a name in the profile; says where it looked when there is none. */
export function findSource(host: Host, recorded: string, search: SourceSearch): SourceFile {
  const tried = new Set<string>();
  for (const path of [...pprofCandidates(host, recorded, search), ...furtherCandidates(host, recorded, search)]) {
    if (tried.has(path)) continue;
    tried.add(path);
    const bytes = host.readFile(path);
    if (bytes !== undefined) return { type: 'found', path, lines: linesOf(bytes) };
  }
  return { type: 'missing', reason: pprofReason(host, recorded, search), tried: [...tried] };
}

function linesOf(bytes: Uint8Array): readonly string[] {
  const lines = textOfBytes(bytes).split('\n');
  if (lines.at(-1) === '') lines.pop();
  const tooLong = lines.findIndex((line) => line.length >= LONGEST_LINE);
  return (tooLong === -1 ? lines : lines.slice(0, tooLong)).map((line) => line.replace(/\r+$/, ''));
}

const searchPathOf = (host: Host, { source_path }: SourceSearch) => source_path || host.currentDirectory();

function trimmedName(host: Host, recorded: string, search: SourceSearch): string {
  return trimPath(recorded, search.trim_path, searchPathOf(host, search));
}

/** pprof's own rule: an absolute name as it is; a relative one in each search directory and all above it. */
function* pprofCandidates(host: Host, recorded: string, search: SourceSearch): Generator<string> {
  const name = trimmedName(host, recorded, search);
  if (isAbsolutePath(name)) {
    yield name;
    return;
  }
  for (const directory of searchPathOf(host, search).split(':')) {
    for (const ancestor of ancestorsOf(joinPath(host.currentDirectory(), directory), directory))
      yield joinPath(ancestor, name);
  }
}

function pprofReason(host: Host, recorded: string, search: SourceSearch): string {
  const name = trimmedName(host, recorded, search);
  if (isAbsolutePath(name)) return `open ${name}: no such file or directory`;
  return `could not find file ${name} on path ${searchPathOf(host, search)}`;
}

/** A directory and those above it; `directory` is taken as it is where it is absolute. */
function* ancestorsOf(joined: string, directory: string): Generator<string> {
  let at = isAbsolutePath(directory) ? cleanPath(directory) : joined;
  for (;;) {
    yield at;
    if (at === '/' || at === '.') return;
    at = directoryOf(at);
  }
}

function* furtherCandidates(host: Host, recorded: string, search: SourceSearch): Generator<string> {
  const name = cleanPath(recorded.replace(/^file:\/\//, ''));
  if (isAbsolutePath(name)) yield name;
  yield* goCandidates(host, name);
  const directories = [...search.source_path.split(':'), search.profileDirectory, host.currentDirectory()];
  const existing = directories.filter((directory) => directory !== '');
  for (const suffix of suffixesOf(name)) {
    for (const directory of new Set(existing)) yield joinPath(absolute(host, directory), suffix);
  }
}

const absolute = (host: Host, path: string) => (isAbsolutePath(path) ? path : joinPath(host.currentDirectory(), path));

/** `a/b/c.go`, `b/c.go`, `c.go`: the longest first. */
function* suffixesOf(path: string): Generator<string> {
  const parts = path.split('/').filter((part) => part !== '');
  for (let start = 0; start < parts.length; start++) yield parts.slice(start).join('/');
}

/** Where a Go source file may be: `name` is absolute, or begins with a module or package path (`-trimpath`). */
function* goCandidates(host: Host, name: string): Generator<string> {
  const inModuleCache = /(?:^|\/)pkg\/mod\/(.+)$/.exec(name)?.[1];
  const inGoRoot = /(?:^|\/)(?:go[^/]*|golang)\/src\/(.+)$/.exec(name)?.[1];
  const modulePath = inModuleCache ?? (isAbsolutePath(name) ? undefined : name);
  if (modulePath !== undefined) {
    for (const cache of moduleCaches(host)) yield joinPath(cache, escapeUpperCase(modulePath));
    const unversioned = modulePath.replace(/@[^/]+/, '');
    for (const root of moduleRoots(host)) yield joinPath(root.directory, 'vendor', unversioned);
    for (const { directory, path } of moduleRoots(host)) {
      if (modulePath.startsWith(`${path}/`)) yield joinPath(directory, modulePath.slice(path.length + 1));
    }
  }
  const vendored = /(?:^|\/)vendor\/(.+)$/.exec(name)?.[1];
  if (vendored !== undefined)
    for (const { directory } of moduleRoots(host)) yield joinPath(directory, 'vendor', vendored);

  const standard = inGoRoot ?? (isStandardPackage(name) ? name : undefined);
  if (standard !== undefined) for (const root of goRoots(host)) yield joinPath(root, 'src', standard);
}

/** Only packages of the standard library have no dot in the first element of their path. */
function isStandardPackage(name: string): boolean {
  return !isAbsolutePath(name) && name.includes('/') && !name.slice(0, name.indexOf('/')).includes('.');
}

/** The module cache spells `Azure` as `!azure`, for file systems that do not tell the cases apart. */
function escapeUpperCase(path: string): string {
  return path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}

function goPaths(host: Host): string[] {
  const home = host.env('HOME');
  const listed = (host.env('GOPATH') ?? '').split(':').filter((path) => path !== '');
  return listed.length > 0 ? listed : home === undefined ? [] : [joinPath(home, 'go')];
}

function moduleCaches(host: Host): string[] {
  const cache = host.env('GOMODCACHE');
  return [...(cache ? [cache] : []), ...goPaths(host).map((path) => joinPath(path, 'pkg/mod'))];
}

const USUAL_GO_ROOTS = [
  '/usr/local/go',
  '/usr/lib/go',
  '/usr/lib/golang',
  '/opt/homebrew/opt/go/libexec',
  '/usr/local/opt/go/libexec',
];

function goRoots(host: Host): string[] {
  const home = host.env('HOME');
  const sdk =
    home === undefined ? [] : host.listDirectory(joinPath(home, 'sdk')).map((name) => joinPath(home, 'sdk', name));
  const toolchains = moduleCaches(host).flatMap((cache) =>
    host
      .listDirectory(joinPath(cache, 'golang.org'))
      .filter((name) => name.startsWith('toolchain@'))
      .map((name) => joinPath(cache, 'golang.org', name)),
  );
  const set = host.env('GOROOT');
  return [...(set ? [set] : []), ...USUAL_GO_ROOTS, ...sdk, ...toolchains];
}

/** The modules around the current directory: where their go.mod is, and what it calls them. */
function moduleRoots(host: Host): { readonly directory: string; readonly path: string }[] {
  const roots: { directory: string; path: string }[] = [];
  for (const directory of ancestorsOf(host.currentDirectory(), host.currentDirectory())) {
    const goMod = host.readFile(joinPath(directory, 'go.mod'));
    const path = goMod && /^module\s+"?([^\s"]+)/m.exec(textOfBytes(goMod))?.[1];
    if (path) roots.push({ directory, path });
  }
  return roots;
}
