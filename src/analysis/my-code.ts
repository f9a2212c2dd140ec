/**
 * Which code of a profile is the user's own, as opposed to libraries and runtimes: a pattern over functions, files and
 * binaries, as the options that select take one. For Go it is the packages of the main module; for languages of the JVM
 * the package of the class that was started; for others the files that no library has.
 */
import { compareText } from '../base/byte-text.ts';
import { directoryOf, isWithin } from '../base/path-text.ts';
import { compilePattern, quotePattern } from '../base/regex.ts';
import { memoizeByString, stringAt } from '../profile/strings.ts';
import type { Profile } from '../profile/tables.ts';
import type { CodeHints, CodePlace, MyCode } from './code-hints.ts';
import { goModuleCode, goSourcesOfMain, isGo } from './my-go-code.ts';

type Named = Pick<Profile, 'functions' | 'strings' | 'mappings'>;

/** Undefined where nothing tells. A pattern that is returned matches something of the profile. */
export function findMyCode(profile: Named, hints: CodeHints): MyCode | undefined {
  const places = codePlaces(profile);
  const matches = (pattern: string) => matchesSome(profile, pattern);
  if (isGo(places)) return goModuleCode(places, hints, matches);
  return startedClass(places) ?? ownFiles(places, hints) ?? ownBinary(profile);
}

/** Code that the user says is theirs. */
export function codeByHand(pattern: string): MyCode {
  return { pattern, name: pattern, source: 'you', reason: 'as you said' };
}

/** The directory of the sources of a Go program's package main; undefined where the profile does not tell. */
export function mainDirectory(profile: Named): string | undefined {
  return goSourcesOfMain(codePlaces(profile));
}

function codePlaces({ functions, strings }: Named): CodePlace[] {
  const places: CodePlace[] = [];
  for (let fn = 0; fn < functions.length; fn++) {
    places.push({ name: stringAt(strings, functions.name[fn]), file: stringAt(strings, functions.fileName[fn]) });
  }
  return places;
}

function matchesSome({ functions, strings, mappings }: Named, source: string): boolean {
  const pattern = compilePattern(source);
  const matches = memoizeByString(strings, (text) => pattern.test(text));
  for (let fn = 0; fn < functions.length; fn++) {
    if (matches(functions.name[fn]) || matches(functions.fileName[fn])) return true;
  }
  return mappings.some(({ file }) => pattern.test(file));
}

/** The package of the class whose `main` was started: files tell nothing there, as they are recorded without directories. */
function startedClass(places: readonly CodePlace[]): MyCode | undefined {
  for (const { name, file } of places) {
    const [, path] = /^((?:[a-z_]\w*[./])+)[A-Z][\w$]*\.main\b/.exec(name) ?? [];
    if (path === undefined || !/^$|\.(?:java|kt|scala|groovy|clj)$/.test(file) || JVM_LIBRARY.test(path)) continue;
    const elements = path.split(/[./]/).slice(0, -1);
    const pattern = `^${elements.map(quotePattern).join('[./]')}[./]`;
    return { pattern, name: elements.join('.'), source: 'profile', reason: `as ${name} was started` };
  }
  return undefined;
}

const JVM_LIBRARY =
  /^(?:java|javax|jdk|sun|com[./]sun|kotlin|scala|clojure|org[./](?:junit|gradle|springframework))[./]/;

/** Files of libraries, runtimes and the system, as paths with `/`. */
const LIBRARY_FILE =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|vendor|third_party|\.cargo|\.rustup|\.pyenv|\.rbenv|gems|bower_components)\/|^\/(?:usr|lib|lib64|opt\/homebrew|nix\/store|rustc|System|Library|build\/(?:glibc|gcc))[/-]|^\.{1,2}\/|^node:|^[<[(]|\/lib\/python\d|\/rustlib\//;

/** JVM files have no directory; a name alone says nothing about where a file is from in other languages either. */
function isOwnFile(path: string): boolean {
  return path.includes('/') && /\.\w+$/.test(path) && !LIBRARY_FILE.test(path);
}

/** Those below the current directory; where there is none, all. */
function ownFiles(places: readonly CodePlace[], { currentDirectory }: CodeHints): MyCode | undefined {
  const files = [...new Set(places.map(({ file }) => readablePath(file)))];
  const own = files.filter(isOwnFile);
  const here = own.filter((file) => isWithin(file, currentDirectory));
  const chosen = here.length > 0 ? here : own;
  if (chosen.length === 0) return undefined;

  const common = chosen.map(directoryOf).reduce(commonDirectory);
  const isNamed = common !== '' && common !== '/';
  return {
    pattern: patternOfFiles(chosen, isNamed && !hasOthers(files, chosen, common) ? common : undefined),
    name: isNamed ? `what is below ${common}` : `${chosen.length} files`,
    source: 'profile',
    reason: here.length > 0 ? 'which is in the current directory' : 'which is of no library that is known',
  };
}

function hasOthers(files: readonly string[], chosen: readonly string[], directory: string): boolean {
  const known = new Set(chosen);
  return files.some((file) => isWithin(file, directory) && !known.has(file));
}

/** Files by their endings, so that the binary between them is none, and by `root`, or else by their directories. */
function patternOfFiles(files: readonly string[], root: string | undefined): string {
  const endings = [...new Set(files.map((file) => file.slice(file.lastIndexOf('.') + 1)))].sort(compareText);
  const directories = [...new Set(files.map(directoryOf))].sort(compareText);
  const stems =
    root === undefined
      ? directories.map((directory) => `${directoryPattern(directory)}[^/\\\\]*`)
      : [`${directoryPattern(root)}.*`];
  return `^(file:///?)?(${stems.join('|')})\\.(${endings.join('|')})$`;
}

function directoryPattern(directory: string): string {
  const elements = directory === '/' ? [''] : directory.split('/');
  return elements.map((element) => `${quotePattern(element)}[/\\\\]`).join('');
}

/** Without `file://`, with slashes: `C:/app/x.js`. */
function readablePath(file: string): string {
  return file.replace(/^file:\/\/(?:\/(?=[A-Za-z]:))?/, '').replaceAll('\\', '/');
}

function commonDirectory(a: string, b: string): string {
  const [left, right] = [a.split('/'), b.split('/')];
  const differs = left.findIndex((element, i) => element !== right[i]);
  return left.slice(0, differs === -1 ? left.length : differs).join('/');
}

/** Programs that run those of others. */
const INTERPRETER = /(?:^|\/)(?:node|nodejs|python[\d.]*|ruby|java|dotnet|php|perl|deno|bun)(?:\.exe)?$/;

/** Where there are no files there is still the program itself, as opposed to the libraries it is linked with. */
function ownBinary({ mappings }: Named): MyCode | undefined {
  const main = mappings.at(0)?.file ?? '';
  const hasOther = mappings.some(({ file }) => file !== '' && file !== main);
  if (main === '' || !hasOther || INTERPRETER.test(main)) return undefined;
  return { pattern: `^${quotePattern(main)}$`, name: main, source: 'profile', reason: 'which is the program itself' };
}
