import { type Node, text } from './nodes.ts';

/** A part of std that has a code of its own. */
interface StandardPart {
  readonly short: Node;
  /** What a constructor's or destructor's name is taken from. */
  readonly full: Node;
}

export const STD = text('std');
const CHAR = text('char');

function std(name: string): Node {
  return { type: 'nested', scope: STD, member: text(name) };
}

function template(name: Node, ...args: readonly Node[]): Node {
  return { type: 'template', name, arguments: args };
}

const CHAR_TRAITS = template(std('char_traits'), CHAR);
const STRING = template(std('basic_string'), CHAR, CHAR_TRAITS, template(std('allocator'), CHAR));

const STANDARD_PARTS: Readonly<Record<string, StandardPart>> = {
  a: { short: std('allocator'), full: std('allocator') },
  b: { short: std('basic_string'), full: std('basic_string') },
  s: { short: std('string'), full: STRING },
  i: { short: std('istream'), full: template(std('basic_istream'), CHAR, CHAR_TRAITS) },
  o: { short: std('ostream'), full: template(std('basic_ostream'), CHAR, CHAR_TRAITS) },
  d: { short: std('iostream'), full: template(std('basic_iostream'), CHAR, CHAR_TRAITS) },
};

/** What the letter behind an `S` stands for, if it is one of these. */
export function standardPartOf(letter: string): StandardPart | undefined {
  return Object.hasOwn(STANDARD_PARTS, letter) ? STANDARD_PARTS[letter] : undefined;
}
