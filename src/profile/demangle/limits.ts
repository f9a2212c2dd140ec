/**
 * A few letters of a mangled name can stand for gigabytes, or nest deeper than the stack. Such names stay as they are.
 * The longest readable name in LLVM has 39,000 characters.
 */
export const MAX_OUTPUT = 1 << 18;
/** Of parts within parts. */
export const MAX_DEPTH = 1000;
