/** What a piece of source text is. The column of kinds holds positions in this list. */
export const TOKEN_KINDS = ['plain', 'keyword', 'type', 'name', 'string', 'number', 'comment', 'meta'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** The syntax of a file: the pieces of its lines, behind each other. What follows the last piece of a line is plain. */
export interface SourceColors {
  /** The pieces of the line `i`, counted from 0, are `lineStart[i]` up to but not including `lineStart[i + 1]`. */
  readonly lineStart: Int32Array;
  /** Where in its line a piece ends, in UTF-16 units. It begins where the one before ends. */
  readonly end: Int32Array;
  readonly kind: Uint8Array;
}
