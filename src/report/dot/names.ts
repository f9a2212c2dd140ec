import { type Entry, nameParts } from '../../analysis/entries.ts';
import { baseName } from '../../base/path-text.ts';

/** Text as it stands in a quoted string of Graphviz. A line of it ends by `\l`, which aligns it to the left. */
export function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\l');
}

/** The name of an entry in a box of a graph: short, and broken into lines where it has parts. Files are not escaped. */
export function boxName(entry: Entry): string {
  const { functionName, file } = entry;
  return nameParts({
    ...entry,
    functionName: brokenIntoLines(escaped(shortName(functionName))),
    file: file === '' ? '' : baseName(file),
  }).join('\\n');
}

function brokenIntoLines(name: string): string {
  return name.replaceAll('::', '\\n').replaceAll('[...]', '[…]').replaceAll('.', '\\n');
}

/** The first version in a Go module path: `/v2`, not `/v1` or `/v02`. */
const GO_VERSION = /^([^\n]*?)\/v(?:[2-9]|[1-9]\d+)([./][^\n]*)$/;

/** By language: what of a function's name is kept. The first that fits is taken. */
const SHORTENED: readonly RegExp[] = [
  // Go: without the path of the package.
  /^(?:[\w\-.]+\/)+([^.]+\.[^\n]+)/,
  // Java: class and method, without package and parameters.
  /^(?:[a-z]\w*\.)*([A-Z][\w$]*\.(?:<init>|[a-z][\w$]*))(?:\(|$)/,
  // C++: class and method, without namespaces and parameters.
  /^(?:[a-zA-Z_]\w*::)+(_*[A-Z]\w*::~?[a-zA-Z_]\w*(?:<[^\n]*>)?)/,
];

/** A function's name without what is the same for many. */
export function shortName(name: string): string {
  const rest = name.replace(/^\(anonymous namespace\)::/, '').replace(GO_VERSION, '$1$2');
  for (const pattern of SHORTENED) {
    const kept = pattern.exec(rest)?.[1];
    if (kept !== undefined) return kept;
  }
  return rest;
}
