/** Paths inside profiles as text: the machine they come from is not this one, so the file system is never asked. */

/** The last element: `/a/b` gives `b`, the empty path `.`, as Go's filepath.Base. */
export function baseName(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** The last element of a file or address that a user named, on any system: `C:\\heaps\\a.pb` gives `a.pb`. */
export function nameOfSource(source: string): string {
  return baseName(/^(?:[A-Za-z]:|\\)\\/.test(source) ? source.replaceAll('\\', '/') : source);
}

/** Without `.`, `..` and doubled slashes where the text alone decides it, as Go's filepath.Clean. */
export function cleanPath(path: string): string {
  if (path === '') return '.';
  if (!/(^|\/)\.{0,2}(\/|$)/.test(path)) return path;
  const isAbsolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    const canGoUp = parts.length > 0 && parts.at(-1) !== '..';
    if (part !== '..') parts.push(part);
    else if (canGoUp) parts.pop();
    else if (!isAbsolute) parts.push('..');
  }
  const joined = parts.join('/');
  return isAbsolute ? `/${joined}` : joined || '.';
}

export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/');
}

/** Joins and cleans; empty elements do not count. */
export function joinPath(...parts: readonly string[]): string {
  const given = parts.filter((part) => part !== '');
  return given.length === 0 ? '' : cleanPath(given.join('/'));
}

export function directoryOf(path: string): string {
  return cleanPath(path.slice(0, path.lastIndexOf('/') + 1));
}

/** Whether a path is a directory or below it, by their texts. */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory.endsWith('/') ? directory : `${directory}/`);
}
