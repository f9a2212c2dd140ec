/** Text for terminals that show nothing but ASCII. */
import { textWidth } from './text-width.ts';

/** The signs the shell draws with, and what looks like them. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '…': '~',
  '·': '-',
  '↵': '^',
  '⏎': '%',
  '↑': '^',
  '↓': 'v',
  '←': '<',
  '→': '>',
  '‹': '<',
  '›': '>',
  '▾': 'v',
  '▸': '>',
  '│': '|',
  '─': '-',
  '█': '#',
  '░': '.',
  '▒': '%',
  '▁': '.',
  '▂': '.',
  '▃': ':',
  '▄': ':',
  '▅': '=',
  '▆': '=',
  '▇': '#',
  '▏': '|',
  '▎': '|',
  '▍': '|',
  '▌': '|',
  '▋': '#',
  '▊': '#',
  '▉': '#',
  '‥': ':',
  '’': "'",
};

const OTHERS = /[^\p{ASCII}]+/gu;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The text in as many cells, with every character that is not ASCII replaced: by one that looks like it, or by `?`. */
export function asciiText(text: string): string {
  return text.replace(OTHERS, (others) =>
    Array.from(graphemes.segment(others), ({ segment }) => LOOK_ALIKES[segment] ?? '?'.repeat(textWidth(segment))).join(
      '',
    ),
  );
}
