/** What a piece of a line means, so that a terminal can colour it. Without colour every role is plain text. */
export type Role = 'value' | 'name' | 'heading' | 'faint' | 'emphasis';

export interface Span {
  readonly text: string;
  readonly role: Role;
  /** For a value: its share of the total, 0 to 1, that its heat is taken from. */
  readonly share?: number;
}

/** One line of a report, without its line end: text, or pieces of text some of which mean something. */
export type Line = string | readonly (string | Span)[];

export function plainText(line: Line): string {
  if (typeof line === 'string') return line;
  let text = '';
  for (const piece of line) text += typeof piece === 'string' ? piece : piece.text;
  return text;
}
