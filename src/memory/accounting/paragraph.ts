import { safeText } from '../../base/safe-text.ts';
import { textWidth } from '../../base/text-width.ts';

/** A text broken between words, each line indented. A word that is wider than the room has a line of its own. */
export function paragraph(text: string, width: number, indent = 0): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + textWidth(line) + 1 + textWidth(word) > width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line].map((content) => ' '.repeat(indent) + content);
}

/** A text behind its title, the lines that follow indented two further than the title begins. */
export function hanging(title: string, text: string, width: number): string[] {
  const indent = title.length - title.trimStart().length;
  const [first, ...others] = paragraph(`${title.trim()} ${safeText(text)}`.trim(), width - indent);
  if (others.length === 0) return [' '.repeat(indent) + first];
  return [' '.repeat(indent) + first, ...paragraph(others.join(' '), width, indent + 2)];
}
