import { CxxReader } from './cxx-reader.ts';
import { withoutQualifiers } from './names.ts';
import { printNode } from './printer.ts';

/** How much a decoded C++ name shows. */
export type CxxDetail = 'default' | 'templates' | 'full';

/** The readable form of a mangled C++ name without its `_Z`. */
export function demangleCxx(mangled: string, detail: CxxDetail): string {
  if (detail === 'full') return demangleCxxWithParameters(mangled, detail);
  const name = new CxxReader(mangled).readSymbol('name');
  return printNode(withoutQualifiers(name), detailOf(detail));
}

/** The same, with parameters in any case. */
export function demangleCxxWithParameters(mangled: string, detail: CxxDetail): string {
  return printNode(new CxxReader(mangled).readSymbol('all'), detailOf(detail));
}

function detailOf(detail: CxxDetail) {
  return { templateArguments: detail !== 'default', enclosingParameters: detail === 'full' };
}
