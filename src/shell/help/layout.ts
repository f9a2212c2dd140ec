/** Help as lines of text that fit a terminal of 80 columns. */
import { padToWidth, textWidth } from '../../base/text-width.ts';

/** The widest a line of help gets. */
export const HELP_WIDTH = 78;

/** A text broken between words. The first line is indented by `indent`, the others by `hanging`. */
export function wrapped(text: string, indent = 0, hanging = indent): string[] {
  const lines: string[] = [];
  let line = ' '.repeat(indent);
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && textWidth(line) + 1 + textWidth(word) > HELP_WIDTH) {
      lines.push(line);
      line = ' '.repeat(hanging);
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  lines.push(line);
  return lines;
}

export type HelpRow = readonly [left: string, right: string];

/** Rows of two columns, the right one wrapped. A left part that is too wide has a line of its own. */
export function columns(rows: readonly HelpRow[], indent = 2, widest = 30): string[] {
  const fitting = rows.map(([left]) => textWidth(left)).filter((width) => width <= widest);
  const width = Math.max(0, ...fitting);
  const at = indent + width + 2;
  return rows.flatMap(([left, right]) => {
    const head = `${' '.repeat(indent)}${padToWidth(left, width)}`;
    if (right === '') return [head.trimEnd()];
    if (textWidth(left) > width) return [head, ...wrapped(right, at)];
    const [first, ...others] = wrapped(right, at);
    return [`${head}  ${first.slice(at)}`, ...others];
  });
}

/** Names one after the other, in as many lines as they need. */
export function listed(names: readonly string[], indent = 2): string[] {
  return wrapped(names.join('  '), indent).map((line) => line.trimEnd());
}

/** Parts with an empty line between each two; empty ones are left out. */
export function parts(...blocks: readonly (readonly string[])[]): string[] {
  return blocks.filter((block) => block.length > 0).flatMap((block, i) => (i === 0 ? block : ['', ...block]));
}

/** Where to read on. */
export function seeAlso(topics: readonly string[]): string[] {
  return topics.length === 0 ? [] : wrapped(`See also: help ${topics.join(', ')}`, 0, 15);
}
