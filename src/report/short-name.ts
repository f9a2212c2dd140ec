/**
 * Names as people say them. Directories of packages and arguments of types make up most of a long name and little of its
 * meaning, so they are left out:
 *
 *     github.com/acme/shop/internal/json.(*Decoder[go.shape.struct {…}]).Decode   json.(*Decoder[…]).Decode
 *     void std::vector<Order, std::allocator<Order> >::push_back(Order const&)    std::vector<…>::push_back(Order const&)
 *     <alloc::vec::Vec<T> as core::ops::drop::Drop>::drop::h0123456789abcdef      <Vec<T> as Drop>::drop
 *     com.acme.shop.Cart.add                                                      Cart.add
 *     file:///home/me/app/lib/orders.mjs                                          orders.mjs
 *
 * What is left is the name as it stands in the profile, apart from `…`, so that typing it finds the function.
 */
import { withoutArguments } from './name-arguments.ts';

/** The name alone, without regard to others. Never empty where the name is not, never longer, and short itself. */
export function shortName(name: string): string {
  // What is left may itself look like a name with a path; nearly always it does not.
  for (let longer = name; ; ) {
    const short = withoutParts(longer);
    if (short === longer) return short;
    longer = short;
  }
}

function withoutParts(name: string): string {
  const { headEnd, pathEnd, end } = nameSpans(name);
  const rest = name.slice(pathEnd, end);
  return name.slice(0, headEnd) + withoutArguments(rest);
}

/** A form of a name, level by level longer: with one more element of the path each, with its arguments alone, whole. */
export function longerName(name: string, level: number): string {
  const { headEnd, pathEnd, end } = nameSpans(name);
  const head = name.slice(0, headEnd);
  const path = name.slice(headEnd, pathEnd).match(/[^\\/.]*[\\/.]/g) ?? [];
  const rest = name.slice(pathEnd, end);
  if (level <= path.length) return head + path.slice(path.length - level).join('') + withoutArguments(rest);
  return level === path.length + 1 ? head + rest : name;
}

/** Where the parts of a name end: what stays in front, the path that can be left out, and what is behind it. */
interface NameSpans {
  readonly headEnd: number;
  readonly pathEnd: number;
  readonly end: number;
}

/** Names that begin so are those of files, to their end. */
const FILE = /^(?:\/|file:\/\/|[A-Za-z]:[\\/])/;
/** What Go's compiler makes for types begins so. */
const GENERATED = /^type(?::|\.)\.\w+\./;
/** A version, or the number of a lambda, says too little without what is in front of it. */
const SAYS_LITTLE = /^(?:v\d+|0x[\da-f]+)(?![^.])/;
/** Languages of the JVM, and classes of Python: packages are written small, the class in them is not. */
const PACKAGES = /^(?:[a-z_]\w*\.){2,}(?=[A-Z][\w$]*\.)/;
/** Rust's compiler puts a hash behind names. */
const HASH = /^::h[\da-f]{16}$/;
const HASH_LENGTH = 19;

/** Where a name ends but for the hashes of Rust's compiler; `least` is how much has to be left. */
export function endWithoutHash(name: string, least: number): number {
  let end = name.length;
  for (let start = end - HASH_LENGTH; start >= least && isHash(name, start, end); start -= HASH_LENGTH) end = start;
  return end;
}

function isHash(name: string, start: number, end: number): boolean {
  return name.startsWith('::h', start) && HASH.test(name.slice(start, end));
}

function nameSpans(name: string): NameSpans {
  const { length } = name;
  if (FILE.test(name)) {
    const pathEnd = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1;
    return { headEnd: 0, pathEnd: pathEnd === length ? 0 : pathEnd, end: length };
  }
  if (name.includes('::')) return { headEnd: 0, pathEnd: 0, end: endWithoutHash(name, 1) };
  const headEnd = name.startsWith('type') ? (GENERATED.exec(name)?.[0].length ?? 0) : 0;
  const directories = name.includes('/') ? directoriesEnd(name, headEnd) : headEnd;
  const pathEnd = directories > headEnd ? directories : (PACKAGES.exec(name)?.[0].length ?? headEnd);
  return { headEnd, pathEnd, end: length };
}

/** Directories end before the first blank or bracket. */
function directoriesEnd(name: string, start: number): number {
  const stop = name.slice(start).search(/[\s([{<]/);
  const last = name.lastIndexOf('/', stop === -1 ? name.length : start + stop);
  const end = Math.max(start, last + 1);
  if (end === name.length) return start;
  return SAYS_LITTLE.test(name.slice(end, end + 20)) ? Math.max(start, name.lastIndexOf('/', end - 2) + 1) : end;
}
