/**
 * Rust's first mangling: a nested C++ name of nothing but lengths and identifiers, the last of them a hash.
 *
 *   _ZN4core3fmt9Formatter3pad17h9b2b3a0e5b4d1b31E   core::fmt::Formatter::pad
 *
 * What an identifier may not contain is written as `$…$`, and `::` inside of one as `..`.
 */
const HASH_AT_END = /17h[0-9a-f]{16}E(?:\.|$)/;
const HASH = /^h[0-9a-f]{16}$/;
/** C++ may have a name that looks like a hash, but hardly one that looks as random as a hash. */
const LEAST_DISTINCT_DIGITS = 5;

const LENGTH = /0|[1-9]\d*/y;
const ESCAPE = /\.\.|\$(?:(SP|BP|RF|LT|GT|LP|RP|C)|u([2-7][0-9a-f]))\$/g;
const CHARACTER_OF_ESCAPE: Readonly<Record<string, string>> = {
  SP: '@',
  BP: '*',
  RF: '&',
  LT: '<',
  GT: '>',
  LP: '(',
  RP: ')',
  C: ',',
};

/** The readable form of a legacy Rust name; undefined where it is not one, but perhaps a C++ name. */
export function demangleRustLegacy(name: string): string | undefined {
  if (!name.startsWith('_ZN') || !HASH_AT_END.test(name)) return undefined;
  const identifiers = identifiersOf(name);
  const hash = identifiers?.pop();
  if (identifiers === undefined || hash === undefined || identifiers.length === 0 || !isHash(hash)) return undefined;
  return identifiers.map(unescaped).reduce((path, part) => (path === '' ? part : `${path}::${part}`), '');
}

/** The identifiers of `_ZN … E`, which may be followed by a suffix such as `.llvm.123`. */
function identifiersOf(name: string): string[] | undefined {
  const identifiers: string[] = [];
  let pos = '_ZN'.length;
  while (name[pos] !== 'E') {
    LENGTH.lastIndex = pos;
    const length = LENGTH.exec(name);
    if (length === null) return undefined;
    const start = LENGTH.lastIndex;
    pos = start + Number(length[0]);
    if (pos >= name.length) return undefined;
    identifiers.push(name.slice(start, pos));
  }
  return pos + 1 === name.length || name[pos + 1] === '.' ? identifiers : undefined;
}

function isHash(identifier: string): boolean {
  return HASH.test(identifier) && new Set(identifier.slice(1)).size >= LEAST_DISTINCT_DIGITS;
}

/** From an escape nobody knows on, an identifier stays as it is. */
function unescaped(identifier: string): string {
  // Before an escape at its beginning there is an underscore; pprof takes any away that stands there.
  const escaped = identifier.replace(/^_(?:_(?=\$))?/, '');
  const unknown = escaped.replace(ESCAPE, (sequence) => '.'.repeat(sequence.length)).indexOf('$');
  const end = unknown === -1 ? escaped.length : unknown;
  return escaped.slice(0, end).replace(ESCAPE, characterOf) + escaped.slice(end);
}

function characterOf(_sequence: string, name: string | undefined, code: string | undefined): string {
  if (name !== undefined) return CHARACTER_OF_ESCAPE[name];
  return code === undefined ? '::' : String.fromCharCode(Number.parseInt(code, 16));
}
