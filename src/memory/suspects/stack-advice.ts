import { memoizeByIdentity } from '../../base/memoize.ts';
import { compilePattern, type Pattern } from '../../base/regex.ts';
import { codeOwner } from '../code-owner.ts';
import type { SourceFrame } from '../statement.ts';
import type { CatalogueEntry, FramePlace } from './catalogue.ts';

interface NamedEntry {
  readonly entry: CatalogueEntry;
  readonly names: readonly { readonly where: FramePlace; readonly pattern: Pattern }[];
}

/** The entries that names of functions alone can tell, ready to be asked. */
const namedEntries = memoizeByIdentity((catalogue: readonly CatalogueEntry[]): readonly NamedEntry[] =>
  catalogue.flatMap((entry) => {
    if (!entry.modes.includes('retention')) return [];
    const names = entry.requires.flatMap((sign) =>
      sign.type === 'function' ? [{ where: sign.where, pattern: compilePattern(sign.pattern) }] : [],
    );
    return names.length > 0 && names.length === entry.requires.length ? [{ entry, names }] : [];
  }),
);

/** What the catalogue says about a stack, leaf first, by its names; the first entry that fits, undefined where none does. */
export function adviceFor(
  stack: readonly SourceFrame[],
  catalogue: readonly CatalogueEntry[],
): Pick<CatalogueEntry, 'id' | 'meaning' | 'remedy'> | undefined {
  const user = stack.findIndex(({ function: name, file }) => codeOwner(name, file) === 'user');
  const framesAt: Readonly<Record<FramePlace, readonly SourceFrame[]>> = {
    leaf: stack.slice(0, 1),
    wrapper: user === -1 ? stack : stack.slice(0, user),
    any: stack,
  };
  const isNamed = ({ names }: NamedEntry) =>
    names.every(({ where, pattern }) => framesAt[where].some((frame) => pattern.test(frame.function)));
  return namedEntries(catalogue).find(isNamed)?.entry;
}
