/** Names of functions as people know them: a closure by what it is written in, an instance of a generic by its source. */
import { goPackage } from '../../analysis/my-go-code.ts';

/** `main.(*T[...]).Do.func1.2` is part of `main.(*T[…]).Do`. */
export function sourceFunction(name: string): string {
  return withoutTypeArguments(name).replace(/(?:\.(?:func|gowrap|deferwrap)\d+|\.\d+|-fm|-range\d+)+$/, '');
}

/** Go's type arguments stand in brackets, which nest. */
function withoutTypeArguments(name: string): string {
  if (!name.includes('[')) return name;
  let kept = '';
  let depth = 0;
  for (const char of name) {
    if (char === '[' && depth++ === 0) kept += '[…]';
    if (depth === 0) kept += char;
    if (char === ']' && depth > 0) depth--;
  }
  return kept;
}

/** What functions are called that put things into a variable of their package. */
const KEEPS =
  /^(?:add|append|attach|buffer|cache|collect|enqueue|index|insert|intern|keep|log|memoize|note|observe|publish|push|put|queue|record|register|remember|save|schedule|send|set|store|submit|subscribe|track|watch)(?![a-z])/i;

/**
 * Whether a function of Go, by its name as `sourceFunction` gives it, can do no more than make things and hand them out: it
 * has no receiver to keep them in. It could still keep them in a variable of its package, which its name then mostly says.
 */
export function isMaker(source: string): boolean {
  const path = goPackage(source);
  const own = source.slice(path.length + 1);
  return path !== '' && !own.includes('.') && !own.startsWith('(') && !KEEPS.test(own);
}
