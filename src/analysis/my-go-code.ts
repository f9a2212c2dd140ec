/**
 * Which packages of a Go program are the user's own: `main` and those of the main module, by the build info of the
 * binary, by a go.mod, or by where the profile has the sources of packages.
 */
import { compareText } from '../base/byte-text.ts';
import { baseName, directoryOf, isAbsolutePath, isWithin, joinPath } from '../base/path-text.ts';
import { quotePattern } from '../base/regex.ts';
import type { CodeHints, CodePlace, MyCode } from './code-hints.ts';

/** Whether a program is Go's. */
export function isGo(places: readonly CodePlace[]): boolean {
  return places.some(({ name, file }) => file.endsWith('.go') || name === 'runtime.main' || name === 'runtime.goexit');
}

/** The directory of the sources of package main; undefined where none of its functions is there. */
export function goSourcesOfMain(places: readonly CodePlace[]): string | undefined {
  const ofMain = places.filter(({ name, file }) => goPackage(name) === 'main' && file.endsWith('.go'));
  const main = ofMain.find(({ name }) => name === 'main.main') ?? ofMain.at(0);
  return main && directoryOf(main.file);
}

/** The import path in the name of a Go function, empty where there is none: `a.com/b/c` of `a.com/b/c.(*T).Method`. */
export function goPackage(name: string): string {
  const path = /^[^\s([{]*\//.exec(name)?.[0] ?? '';
  const own = /^[^.\s([{]+(?=\.)/.exec(name.slice(path.length))?.[0];
  // What the compiler makes for types and the linker for itself belongs to no package.
  return own === undefined || /^(?:type|go)(?::|$)/.test(name) ? '' : path + unescaped(own);
}

/** Go's linker writes the dots in the last element of an import path so. */
const unescaped = (element: string) => element.replaceAll('%2e', '.');

/** `matches` tells whether a pattern matches anything of the profile: what does not is not said to be its program. */
export function goModuleCode(
  places: readonly CodePlace[],
  { built, goMods }: CodeHints,
  matches: (pattern: string) => boolean,
): MyCode | undefined {
  const directory = goSourcesOfMain(places);
  const goMod = goMods.find(({ module, directory: root }) => {
    const hasMain = directory !== undefined && (isWithin(directory, root) || isWithin(directory, module));
    return hasMain || places.some(({ name }) => isWithin(goPackage(name), module));
  });
  const found: (Omit<MyCode, 'pattern' | 'name'> & { readonly modules: readonly string[] })[] = [];
  if (built !== undefined) {
    found.push({ modules: [built.module], source: 'build info', reason: `by the build info of ${built.binary}` });
  }
  if (goMod !== undefined) {
    found.push({ modules: [goMod.module], source: 'go.mod', reason: `by ${joinPath(goMod.directory, 'go.mod')}` });
  }
  const inProfile = modulesInProfile(places, directory);
  if (inProfile !== undefined) found.push({ ...inProfile, source: 'profile' });

  for (const { modules, source, reason } of found) {
    const pattern = goPattern(modules);
    if (matches(pattern)) return { pattern, name: modules.join(', ') || 'package main', source, reason };
  }
  return undefined;
}

/** Functions of package main and of those of some modules, their tests too. */
function goPattern(modules: readonly string[]): string {
  const prefixes = modules.map((module) => {
    const parent = module.slice(0, module.lastIndexOf('/') + 1);
    const own = quotePattern(module.slice(parent.length)).replaceAll('\\.', '(\\.|%2e)');
    return `${quotePattern(parent)}${own}(_test)?[./]`;
  });
  return `^(${['main\\.', ...prefixes].join('|')})`;
}

interface FoundModules {
  readonly modules: readonly string[];
  readonly reason: string;
}

/** Modules whose sources lie around those of main; where main is not there, the one with the most functions. */
function modulesInProfile(places: readonly CodePlace[], directoryOfMain: string | undefined): FoundModules | undefined {
  const packages = ownPackages(places, directoryOfMain);
  if (directoryOfMain === undefined) {
    const counts = new Map<string, number>();
    for (const { path, functions } of packages) {
      const repository = repositoryOf(path);
      counts.set(repository, (counts.get(repository) ?? 0) + functions);
    }
    const [most] = [...counts].sort(([a, x], [b, y]) => y - x || compareText(a, b));
    return most && { modules: [most[0]], reason: 'which is most of what is no library in the profile' };
  }
  const roots = packages.flatMap((found) => moduleAround(found, directoryOfMain) ?? []);
  const modules = [...new Set(roots.filter((root) => !roots.some((other) => other !== root && isWithin(root, other))))];
  return { modules, reason: `by the sources of main in ${directoryOfMain}` };
}

interface GoPackage {
  readonly path: string;
  readonly directory: string;
  readonly functions: number;
}

/** The packages that are neither main, nor of the standard library, nor of a dependency. */
function ownPackages(places: readonly CodePlace[], directoryOfMain: string | undefined): readonly GoPackage[] {
  const isStandard = standardLibrary(places, directoryOfMain);
  const packages = new Map<string, GoPackage>();
  for (const { name, file } of places) {
    // Tests of a package from outside are a package beside it.
    const path = file.endsWith('_test.go') ? goPackage(name).replace(/_test$/, '') : goPackage(name);
    const directory = directoryOf(file);
    if (path === '' || path === 'main' || !file.endsWith('.go')) continue;
    if (isDependency(file) || isStandard(path, directory)) continue;
    packages.set(path, { path, directory, functions: (packages.get(path)?.functions ?? 0) + 1 });
  }
  return [...packages.values()];
}

/**
 * The standard library is where package runtime is. Programs built without paths have its files begin with the package;
 * there, and where nothing of the runtime is in the profile, only its paths have no host, but for modules without one.
 */
function standardLibrary(
  places: readonly CodePlace[],
  directoryOfMain = '',
): (path: string, directory: string) => boolean {
  const runtime = places.find(
    ({ name, file }) => goPackage(name) === 'runtime' && /(?:^|\/)runtime\/[^/]+$/.test(file),
  );
  const root = runtime?.file.replace(/\/?runtime\/[^/]+$/, '') ?? '';
  if (root !== '') return (_, directory) => isWithin(directory, root);
  const [first] = directoryOfMain.split('/', 1);
  return (path, directory) => {
    const [host] = path.split('/', 1);
    return (
      !host.includes('.') && (directory.endsWith(`/src/${path}`) || (!isAbsolutePath(directory) && host !== first))
    );
  };
}

/** Files of the module cache, of dependencies in a build without paths, and of copied dependencies. */
function isDependency(file: string): boolean {
  return /(?:^|\/)(?:pkg\/mod|vendor)\/|@v\d/.test(file);
}

/**
 * A package that has a path and a directory says where its module may have its root, as both end alike:
 *
 *     example.com/server/internal/store   /home/me/server/internal/store
 *     example.com/server/internal         /home/me/server/internal
 *     example.com/server                  /home/me/server                <- the first that has main's sources below it
 *     example.com                         /home/me
 */
function moduleAround({ path, directory }: GoPackage, directoryOfMain: string): string | undefined {
  let module = path;
  let root = directory;
  while (module !== '.') {
    if (isWithin(directoryOfMain, root) && isRepository(module)) return module;
    if (baseName(module) !== baseName(root)) return undefined;
    module = directoryOf(module);
    root = directoryOf(root);
  }
  return undefined;
}

/** On these hosts a path needs an owner and a name. */
const HOSTS_WITH_OWNERS = /^(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)$/;

/** How many elements the path of a module has at least. */
function shortestModule(path: string): number {
  const [host] = path.split('/', 1);
  return HOSTS_WITH_OWNERS.test(host) ? 3 : host.includes('.') ? 2 : 1;
}

const isRepository = (path: string) => path.split('/').length >= shortestModule(path);
const repositoryOf = (path: string) => path.split('/').slice(0, shortestModule(path)).join('/');
