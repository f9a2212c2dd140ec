import type { CodeHints, GoMod } from '../analysis/code-hints.ts';
import { mainDirectory } from '../analysis/my-code.ts';
import { textOfBytes } from '../base/byte-text.ts';
import { directoryOf, isAbsolutePath, joinPath } from '../base/path-text.ts';
import { moduleOfGoMod } from '../profile/main-module.ts';
import type { Profile } from '../profile/tables.ts';
import type { Host } from './host.ts';

/** Looks for the binary of a profile, and for go.mod files: around its sources first, then around the current directory. */
export function codeHints(host: Host, profile: Profile): CodeHints {
  const currentDirectory = host.currentDirectory();
  const binary = profile.mappings.at(0)?.file ?? '';
  const module = binary === '' ? undefined : host.goModule(binary);
  const sources = mainDirectory(profile);
  const directories = [...(sources === undefined ? [] : ancestorsOf(sources)), ...ancestorsOf(currentDirectory)];
  return {
    built: module === undefined ? undefined : { module, binary },
    goMods: [...new Set(directories)].flatMap((directory) => goModIn(host, directory) ?? []),
    currentDirectory,
  };
}

/** A directory and those above it; none for one that is not absolute, as profiles of trimmed builds have. */
function ancestorsOf(directory: string): string[] {
  const ancestors: string[] = [];
  for (let at = directory; isAbsolutePath(at); at = directoryOf(at)) {
    ancestors.push(at);
    if (at === '/') break;
  }
  return ancestors;
}

function goModIn(host: Host, directory: string): GoMod | undefined {
  const content = host.readFile(joinPath(directory, 'go.mod'));
  const module = content && moduleOfGoMod(textOfBytes(content));
  return module ? { module, directory } : undefined;
}
