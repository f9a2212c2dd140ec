import { type Node, sequence, text } from './nodes.ts';

function builtin(name: string): Node {
  return { type: 'builtin', name };
}

export const VOID = builtin('void');
const NULLPTR = builtin('decltype(nullptr)');

const BUILTIN_TYPES: Readonly<Record<string, Node>> = {
  a: builtin('signed char'),
  b: builtin('bool'),
  c: builtin('char'),
  d: builtin('double'),
  e: builtin('long double'),
  f: builtin('float'),
  g: builtin('__float128'),
  h: builtin('unsigned char'),
  i: builtin('int'),
  j: builtin('unsigned int'),
  l: builtin('long'),
  m: builtin('unsigned long'),
  n: builtin('__int128'),
  o: builtin('unsigned __int128'),
  s: builtin('short'),
  t: builtin('unsigned short'),
  v: VOID,
  w: builtin('wchar_t'),
  x: builtin('long long'),
  y: builtin('unsigned long long'),
  z: builtin('...'),
  // Placeholders for a type count as names.
  Da: text('auto'),
  Dc: text('decltype(auto)'),
  Dd: builtin('decimal64'),
  De: builtin('decimal128'),
  Df: builtin('decimal32'),
  Dh: builtin('half'),
  Di: builtin('char32_t'),
  Dn: NULLPTR,
  Ds: builtin('char16_t'),
  Du: builtin('char8_t'),
};
const SUFFIXES: Readonly<Record<string, string>> = { i: '', j: 'u', l: 'l', m: 'ul', x: 'll', y: 'ull' };
const FLOATING = 'defg';

/** The built-in type with a code of one letter, or of two that begin with `D`. */
export function builtinTypeOf(code: string): Node | undefined {
  return Object.hasOwn(BUILTIN_TYPES, code) ? BUILTIN_TYPES[code] : undefined;
}

/** A literal of a built-in type; undefined where it is written as a cast of its value, as all others are. */
export function literalOf(code: string, value: string): Node | undefined {
  if (Object.hasOwn(SUFFIXES, code)) return sequence(value, SUFFIXES[code]);
  if (code === 'b' && value === '0') return sequence('false');
  if (code === 'b' && value === '1') return sequence('true');
  if (code === 'Dn' && (value === '' || value === '0')) return NULLPTR;
  // Its bytes are shown, not its value.
  return FLOATING.includes(code) ? sequence('(', BUILTIN_TYPES[code], `)[${value}]`) : undefined;
}
