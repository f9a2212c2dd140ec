/**
 * Rust's present mangling ("v0", RFC 2603). The grammar is read and written in one go: a back reference (`B…_`) is the
 * position of an earlier part, which is read once more, but may lie in another scope of lifetimes.
 */
import { MAX_OUTPUT } from '../limits.ts';
import { malformed } from '../malformed.ts';
import { numberOfDisambiguator, V0Cursor } from './v0-cursor.ts';

const BASIC_TYPES: Readonly<Record<string, string>> = {
  a: 'i8',
  b: 'bool',
  c: 'char',
  d: 'f64',
  e: 'str',
  f: 'f32',
  h: 'u8',
  i: 'isize',
  j: 'usize',
  l: 'i32',
  m: 'u32',
  n: 'i128',
  o: 'u128',
  p: '_',
  s: 'i16',
  t: 'u16',
  u: '()',
  v: '...',
  x: 'i64',
  y: 'u64',
  z: '!',
};
const SIGNED_INTEGERS = 'asxnil';
const UNSIGNED_INTEGERS = 'htmyoj';
const ESCAPED: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', "'": "\\'", '\\': '\\\\' };
const LETTER = /[A-Za-z]/;
const PRINTABLE = /[ -~]/;
const ERASED = "'_";

/** Before generic arguments a path to a value has `::`, one to a type does not. */
type PathKind = 'value' | 'type';

/** The readable form of a v0 name without its `_R`; generic arguments are left out if `hasGenerics` is false. */
export function demangleRustV0(mangled: string, hasGenerics: boolean): string {
  const [symbol] = mangled.split('.', 1);
  if (!/^\w*$/.test(symbol)) malformed();
  return new V0Reader(symbol, hasGenerics).name();
}

class V0Reader extends V0Cursor {
  readonly #hasGenerics: boolean;
  #out = '';
  /** Greater than 0 while reading what is not shown. */
  #hidden = 0;
  /** How many lifetimes the `for<…>` around the current position bind. */
  #boundLifetimes = 0;

  constructor(symbol: string, hasGenerics: boolean) {
    super(symbol);
    this.#hasGenerics = hasGenerics;
  }

  name(): string {
    this.#path('value');
    // The crate that made the instance of a generic function.
    if (!this.atEnd()) this.#hide(() => this.#path('value'));
    if (!this.atEnd()) malformed();
    return this.#out;
  }

  #write(text: string): void {
    if (this.#hidden > 0) return;
    this.#out += text;
    if (this.#out.length > MAX_OUTPUT) malformed();
  }

  #hide(read: () => void): void {
    this.#hidden++;
    read();
    this.#hidden--;
  }

  #again(read: () => void): void {
    this.backReference(this.#hidden === 0, read);
  }

  #path(kind: PathKind): void {
    this.enter();
    const tag = this.next();
    switch (tag) {
      case 'C':
        this.disambiguator();
        this.#write(this.identifier());
        break;
      case 'M':
        this.#hide(() => this.#implPath());
        this.#selfType(false);
        break;
      case 'X':
        this.#hide(() => this.#implPath());
        this.#selfType(true);
        break;
      case 'Y':
        this.#selfType(true);
        break;
      case 'N':
        this.#nestedPath(kind);
        break;
      case 'I':
        this.#path(kind);
        if (kind === 'value') this.#write('::');
        this.#write('<');
        this.#genericArguments();
        this.#write('>');
        break;
      case 'B':
        this.#again(() => this.#path(kind));
        break;
      default:
        malformed();
    }
    this.leave();
  }

  /** Where an `impl` is written. */
  #implPath(): void {
    this.disambiguator();
    this.#path('value');
  }

  /** The type that an `impl` is for, and the trait that it is of. */
  #selfType(hasTrait: boolean): void {
    this.#write('<');
    this.#type();
    if (hasTrait) {
      this.#write(' as ');
      this.#path('type');
    }
    this.#write('>');
  }

  /** Something in a namespace: one of the compiler's own if that is a capital letter. */
  #nestedPath(kind: PathKind): void {
    const namespace = this.next();
    if (!LETTER.test(namespace)) malformed();
    this.#path(kind);
    const disambiguator = this.disambiguator();
    const name = this.identifier();
    if (namespace >= 'a') {
      this.#write(`::${name}`);
      return;
    }
    const what = namespace === 'C' ? 'closure' : namespace === 'S' ? 'shim' : namespace;
    this.#write(`::{${what}${name === '' ? '' : `:${name}`}#${numberOfDisambiguator(disambiguator)}}`);
  }

  #genericArguments(): void {
    const readAll = () => {
      this.#list(', ', () => this.#genericArgument());
    };
    if (this.#hasGenerics) readAll();
    else this.#hide(readAll);
  }

  #genericArgument(): void {
    if (this.take('L')) this.#write(this.#lifetime());
    else if (this.take('K')) this.#constant();
    else this.#type();
  }

  /** Reads up to an `E`; returns how many there were. */
  #list(separator: string, item: () => void): number {
    let length = 0;
    for (; !this.take('E'); length++) {
      if (length > 0) this.#write(separator);
      item();
    }
    return length;
  }

  #type(): void {
    this.enter();
    const tag = this.next();
    const basic = BASIC_TYPES[tag];
    if (basic !== undefined) this.#write(basic);
    else this.#compoundType(tag);
    this.leave();
  }

  #compoundType(tag: string): void {
    switch (tag) {
      case 'A':
      case 'S':
        this.#arrayOrSlice(tag === 'A');
        break;
      case 'T':
        this.#tuple();
        break;
      case 'R':
      case 'Q':
        this.#write('&');
        if (this.take('L')) this.#namedLifetime('', ' ');
        if (tag === 'Q') this.#write('mut ');
        this.#type();
        break;
      case 'P':
      case 'O':
        this.#write(tag === 'P' ? '*const ' : '*mut ');
        this.#type();
        break;
      case 'F':
        this.#inBinder(() => this.#functionType());
        break;
      case 'D':
        this.#dynamicType();
        break;
      case 'B':
        this.#again(() => this.#type());
        break;
      default:
        this.back();
        this.#path('type');
    }
  }

  #arrayOrSlice(isArray: boolean): void {
    this.#write('[');
    this.#type();
    if (isArray) {
      this.#write('; ');
      this.#constant();
    }
    this.#write(']');
  }

  #tuple(): void {
    this.#write('(');
    const length = this.#list(', ', () => this.#type());
    this.#write(length === 1 ? ',)' : ')');
  }

  #functionType(): void {
    if (this.take('U')) this.#write('unsafe ');
    if (this.take('K')) this.#write(`extern "${this.#abi()}" `);
    this.#write('fn(');
    this.#list(', ', () => this.#type());
    this.#write(')');
    if (this.take('u')) return;
    this.#write(' -> ');
    this.#type();
  }

  #abi(): string {
    if (this.take('C')) return 'C';
    if (this.take('u')) malformed();
    return this.identifier().replaceAll('_', '-');
  }

  #dynamicType(): void {
    this.#write('dyn ');
    this.#inBinder(() => {
      this.#list(' + ', () => this.#dynamicTrait());
    });
    if (!this.take('L')) malformed();
    this.#namedLifetime(' + ', '');
  }

  /** A trait with the types its associated types are bound to; these stand among its generic arguments. */
  #dynamicTrait(): void {
    let isOpen = this.#openTraitPath();
    while (this.take('p')) {
      this.#write(`${isOpen ? ', ' : '<'}${this.identifier()} = `);
      isOpen = true;
      this.#type();
    }
    if (isOpen) this.#write('>');
  }

  /** Writes a path without the `>` behind its generic arguments; tells whether it has any. */
  #openTraitPath(): boolean {
    if (this.take('B')) {
      let isOpen = false;
      this.#again(() => {
        isOpen = this.#openTraitPath();
      });
      return isOpen;
    }
    const isOpen = this.take('I');
    this.#path('type');
    if (isOpen) {
      this.#write('<');
      this.#genericArguments();
    }
    return isOpen;
  }

  /** `for<'a, 'b>` where there is a binder, around what it binds lifetimes for. */
  #inBinder(read: () => void): void {
    const outer = this.#boundLifetimes;
    if (this.take('G')) {
      const count = this.binder(outer);
      this.#boundLifetimes += count;
      const names = Array.from({ length: count }, (_, i) => lifetimeName(outer + i));
      this.#write(`for<${names.join(', ')}> `);
    }
    read();
    this.#boundLifetimes = outer;
  }

  /** A lifetime that is only written if it is a bound one. */
  #namedLifetime(before: string, after: string): void {
    const lifetime = this.#lifetime();
    if (lifetime !== ERASED) this.#write(before + lifetime + after);
  }

  /** A bound lifetime is counted from the innermost out. */
  #lifetime(): string {
    const index = this.base62();
    if (index === 0) return ERASED;
    if (index > this.#boundLifetimes) malformed();
    return lifetimeName(this.#boundLifetimes - index);
  }

  #constant(): void {
    const type = this.next();
    if (type === 'B') this.#again(() => this.#constant());
    else if (type === 'p') this.#write('_');
    else if (type === 'b') this.#write(this.#boolean());
    else if (type === 'c') this.#write(this.#character());
    else if (SIGNED_INTEGERS.includes(type)) this.#write((this.take('n') ? '-' : '') + this.#integer());
    else if (UNSIGNED_INTEGERS.includes(type)) this.#write(this.#integer());
    else malformed();
  }

  #boolean(): string {
    const digits = this.hexDigits();
    if (digits !== '0' && digits !== '1') malformed();
    return digits === '1' ? 'true' : 'false';
  }

  #character(): string {
    const digits = this.hexDigits();
    if (digits.length > 6) malformed();
    const char = String.fromCharCode(Number.parseInt(digits, 16));
    if (digits.length > 2) return `'\\u{${digits}}'`;
    return `'${ESCAPED[char] ?? (PRINTABLE.test(char) ? char : `\\u{${digits}}`)}'`;
  }

  /** In decimal as far as 64 bits go. */
  #integer(): string {
    const digits = this.hexDigits();
    return digits.length > 16 ? `0x${digits}` : String(BigInt(`0x${digits}`));
  }
}

/** 'a to 'z, then 'z1, 'z2 and so on. */
function lifetimeName(level: number): string {
  return level < 26 ? `'${String.fromCharCode(0x61 + level)}` : `'z${level - 25}`;
}
