import { malformed } from '../malformed.ts';
import { ExpressionReader } from './expression-reader.ts';
import type { Extent } from './name-reader.ts';
import { type Node, sequence } from './nodes.ts';

const ABOUT_TYPES: Readonly<Record<string, string>> = {
  TF: 'typeinfo fn for ',
  TI: 'typeinfo for ',
  TJ: 'java Class for ',
  TS: 'typeinfo name for ',
  TT: 'VTT for ',
  TV: 'vtable for ',
};
const ABOUT_NAMES: Readonly<Record<string, string>> = {
  GV: 'guard variable for ',
  TH: 'TLS init function for ',
  TW: 'TLS wrapper function for ',
};
const ABOUT_ENCODINGS: Readonly<Record<string, string>> = {
  GA: 'hidden alias for ',
  GTn: 'non-transaction clone for ',
  GTt: 'transaction clone for ',
};

/** Reads a whole mangled name, and what the compiler makes itself: `<special-name>` (5.1.4). */
export class CxxReader extends ExpressionReader {
  /** `extent` is how much of it to read. Anything behind it, such as `.cold`, makes no difference. */
  readSymbol(extent: Extent): Node {
    return this.readEncoding(extent);
  }

  protected override readSpecialName(): Node | undefined {
    if (this.peek() !== 'T' && this.peek() !== 'G') return undefined;
    const length = this.text.startsWith('GT', this.pos) ? 3 : 2;
    const code = this.text.slice(this.pos, this.pos + length);
    this.pos += code.length;
    return this.#readSimpleSpecialName(code) ?? this.#readOtherSpecialName(code);
  }

  /** What the compiler makes for each of many things. */
  #readSimpleSpecialName(code: string): Node | undefined {
    if (Object.hasOwn(ABOUT_TYPES, code)) return sequence(ABOUT_TYPES[code], this.readType());
    if (Object.hasOwn(ABOUT_NAMES, code)) return sequence(ABOUT_NAMES[code], this.readName());
    if (Object.hasOwn(ABOUT_ENCODINGS, code)) return sequence(ABOUT_ENCODINGS[code], this.readEncoding());
    return undefined;
  }

  #readOtherSpecialName(code: string): Node {
    switch (code) {
      case 'Th':
      case 'Tv':
        this.#skipCallOffset(code);
        return sequence(code === 'Th' ? 'non-virtual thunk to ' : 'virtual thunk to ', this.readEncoding());
      case 'Tc':
        this.#skipCallOffset(`T${this.next()}`);
        this.#skipCallOffset(`T${this.next()}`);
        return sequence('covariant return thunk to ', this.readEncoding());
      case 'TC':
        return this.#readConstructionVtable();
      case 'TA':
        return sequence('template parameter object for ', this.readTemplateArgument());
      case 'GR':
        return this.#readReferenceTemporary();
      case 'GI':
        return sequence('initializer for module ', this.readModuleName() || malformed());
      default:
        return malformed();
    }
  }

  /** How `this` or the result has to be adjusted. */
  #skipCallOffset(code: string): void {
    if (code !== 'Th' && code !== 'Tv') malformed();
    this.skipOffset();
    this.expect('_');
    if (code === 'Th') return;
    this.skipOffset();
    this.expect('_');
  }

  #readConstructionVtable(): Node {
    const derived = this.readType();
    this.skipOffset();
    this.expect('_');
    return sequence('construction vtable for ', this.readType(), '-in-', derived);
  }

  #readReferenceTemporary(): Node {
    const name = this.readName();
    while (/[0-9A-Z]/.test(this.peek())) this.pos++;
    this.take('_');
    return sequence('reference temporary for ', name);
  }
}
