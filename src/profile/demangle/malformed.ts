/** Says that a text is not a mangled name after all. `demangle` catches it; nobody else should. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

/** One for all: names that are not mangled are common, and a stack trace for each would cost more than reading them. */
const MALFORMED = new Malformed('not a mangled name');

export function malformed(): never {
  throw MALFORMED;
}
