import { textOfBytes } from '../../base/byte-text.ts';
import { bytesAsText } from './bytes-as-text.ts';
import { type CxxDetail, demangleCxx, demangleCxxWithParameters } from './cxx/demangle-cxx.ts';
import { Malformed } from './malformed.ts';
import { demangleRustLegacy } from './rust/legacy.ts';
import { demangleRustV0 } from './rust/v0.ts';

/**
 * How much of a name is shown. All of it; without parameters and results, which leaves template arguments; or without
 * those either, which is the default.
 */
export type DemangleDetail = CxxDetail;

/** What the compiler makes of a block in a function (`^{ … }` of Objective-C). */
const BLOCK = /^(____?Z.*)_block_invoke_?\d*(?:\..*)?$/s;
const GLOBAL_STRUCTOR = /^_GLOBAL_([_.$][ID])_(.+)$/s;
const NON_ASCII = /[^\0-\x7f]/;

/**
 * The readable form of a function's mangled name, as pprof writes it: Itanium C++, Rust's v0 and legacy manglings.
 * Undefined where the name is none of these, or one that would grow out of all proportion.
 */
export function demangle(name: string, detail: DemangleDetail): string | undefined {
  const readable = demangleBytes(NON_ASCII.test(name) ? bytesAsText(name) : name, detail);
  return readable !== undefined && NON_ASCII.test(readable) ? textOfBytes(Buffer.from(readable, 'latin1')) : readable;
}

/** As `demangle`, of a text whose characters are bytes, as the lengths in mangled names count bytes. */
function demangleBytes(name: string, detail: DemangleDetail): string | undefined {
  try {
    return demangleSymbol(name, detail);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

function demangleSymbol(name: string, detail: DemangleDetail): string | undefined {
  if (name.startsWith('_Z')) return demangleRustLegacy(name) ?? demangleCxx(name.slice(2), detail);
  if (name.startsWith('_R')) return demangleRustV0(name.slice(2), detail !== 'default');
  if (name.startsWith('_GLOBAL_')) return demangleGlobalStructor(name, detail);
  const block = BLOCK.exec(name);
  if (block !== null) {
    const mangled = block[1].slice(block[1].indexOf('Z') + 1);
    return `invocation function for block in ${demangleCxx(mangled, detail)}`;
  }
  // macOS puts an underscore before every name.
  return /^__(?:Z|R|GLOBAL_)/.test(name) ? demangleSymbol(name.slice(1), detail) : undefined;
}

/** What runs the constructors or destructors of all global variables of a file. */
function demangleGlobalStructor(name: string, detail: DemangleDetail): string | undefined {
  const [, kind, key] = GLOBAL_STRUCTOR.exec(name) ?? [];
  if (kind === undefined) return undefined;
  const title = kind.endsWith('I') ? 'global constructors keyed to ' : 'global destructors keyed to ';
  // Whatever else the key is, pprof shows with the letters before it.
  return title + (key.startsWith('_Z') ? demangleCxxWithParameters(key.slice(2), detail) : `${kind}_${key}`);
}
