import { malformed } from '../malformed.ts';
import { hasResult, templateArgumentsOf } from './names.ts';
import { list, type Node, sequence, text } from './nodes.ts';
import { operatorOf } from './operators.ts';
import { ReaderState } from './reader-state.ts';
import { STD, standardPartOf } from './standard-parts.ts';

const ANONYMOUS_NAMESPACE = text('(anonymous namespace)');
const CV_QUALIFIERS: Readonly<Record<string, Node>> = { K: text('const'), V: text('volatile'), r: text('restrict') };

/** How much of a function to read: its name is enough where nothing else is shown, and the rest may be broken then. */
export type Extent = 'name' | 'all';

/** Reads names: `<name>` of the grammar in the Itanium C++ ABI (5.1.2), and what they are made of. */
export abstract class NameReader extends ReaderState {
  /** Whether template arguments here may belong to the conversion operator whose type is being read. */
  protected conversionIsOpen = false;
  /** How many template parameters the type of a conversion operator refers to, whose arguments have not come yet. */
  #neededByConversion = 0;
  #isRequirement = false;

  protected abstract readType(): Node;
  protected abstract readExpression(): Node;
  protected abstract readTemplateArguments(): readonly Node[];
  protected abstract readFunctionParameters(): readonly Node[];
  protected abstract readSpecialName(): Node | undefined;
  protected abstract readDecltype(): Node | undefined;
  protected abstract readLambda(): Node;

  /** A function with its signature, a variable, or something the compiler made. */
  protected readEncoding(extent: Extent = 'all'): Node {
    return this.inFunction(() => this.readSpecialName() ?? this.#readFunctionOrVariable(extent));
  }

  #readFunctionOrVariable(extent: Extent): Node {
    const name = this.readName();
    if (extent === 'name' || this.atEnd() || this.peek() === 'E') return name;
    const args = templateArgumentsOf(name);
    if (args !== undefined) this.beginSignature(args);
    const result = args !== undefined && hasResult(name) ? this.readType() : undefined;
    const parameters = this.readFunctionParameters();
    return {
      type: 'function',
      name,
      arguments: this.arguments(),
      signature: { type: 'functionType', result, parameters, qualifiers: [] },
      requirement: this.readRequirement(),
    };
  }

  protected readName(): Node {
    const outerConversion = this.#neededByConversion;
    const outerNeeded = this.enter();
    this.#neededByConversion = 0;
    const name = this.#readAnyName();
    if (this.#neededByConversion > (this.arguments()?.length ?? 0)) malformed();
    this.leave(outerNeeded);
    this.#neededByConversion = outerConversion;
    return name;
  }

  #readAnyName(): Node {
    switch (this.peek()) {
      case 'N':
        return this.#readNestedName();
      case 'Z':
        return this.#readLocalName();
      default:
        return this.#readUnscopedName();
    }
  }

  #readUnscopedName(): Node {
    if (this.peek() === 'S' && this.peek(1) !== 't') {
      const name = this.readSubstitution();
      return this.peek() === 'I' ? this.#readTemplate(name) : name;
    }
    const name = this.take('St')
      ? ({ type: 'nested', scope: STD, member: this.#readUnqualifiedName() } as const)
      : this.#readUnqualifiedName();
    if (this.peek() !== 'I') return name;
    this.addCandidate(name);
    return this.#readTemplate(name);
  }

  #readTemplate(name: Node): Node {
    const args = this.readTemplateArguments();
    if (this.#neededByConversion > 0) {
      if (args.length < this.#neededByConversion) malformed();
      this.#neededByConversion = 0;
    }
    return { type: 'template', name, arguments: args };
  }

  #readNestedName(): Node {
    this.expect('N');
    const namesThis = this.take('H');
    const qualifiers = [...this.readCvQualifiers(), ...this.readRefQualifier()];
    let name: Node | undefined;
    while (!this.take('E')) {
      // `M` only says that the member before it is what a lambda initializes.
      if (name !== undefined && this.take('M')) continue;
      const isSubstitution = this.peek() === 'S';
      name = this.#readPrefix(name);
      if (!isSubstitution && this.peek() !== 'E') this.addCandidate(name);
    }
    if (name === undefined) malformed();
    return qualifiers.length > 0 || namesThis ? { type: 'method', name, qualifiers, namesThis } : name;
  }

  /** One more part of a nested name. */
  #readPrefix(scope: Node | undefined): Node {
    if (scope !== undefined && this.peek() === 'I') return this.#readTemplate(scope);
    if (scope === undefined) {
      if (this.take('St')) return STD;
      if (this.peek() === 'S') return this.readSubstitution(true);
      if (this.peek() === 'T') return this.readTemplateParameter();
    }
    const member = this.readDecltype() ?? this.#readUnqualifiedName(scope);
    return scope === undefined ? member : { type: 'nested', scope, member };
  }

  #readLocalName(): Node {
    this.expect('Z');
    const fn = this.readEncoding();
    this.expect('E');
    const defaultArgument = this.take('d') ? text(`{default arg#${this.ordinal() + 1}}`) : undefined;
    const isString = defaultArgument === undefined && this.take('s');
    const entity = isString ? text('string literal') : this.readName();
    this.#skipDiscriminator();
    return { type: 'local', function: fn, defaultArgument, entity };
  }

  /** `_1`, `__10_`: tells entities of one name apart; not shown. */
  #skipDiscriminator(): void {
    if (!this.take('_')) return;
    const isLong = this.take('_');
    if (this.number() >= 10 && isLong) this.expect('_');
  }

  /** A name without its scope, which only constructors and destructors have to know. */
  #readUnqualifiedName(scope?: Node): Node {
    const module = this.readModuleName();
    const friend = this.take('F');
    let name = this.take('L') ? this.#readInternalName() : this.#readPlainName(scope);
    if (friend) name = sequence('friend ', name);
    if (module !== '') name = { type: 'marked', name, mark: `@${module}` };
    return this.withAbiTags(name);
  }

  /** A name that other files do not see, and may use for something else. */
  #readInternalName(): Node {
    const name = this.readSourceName();
    this.#skipDiscriminator();
    return name;
  }

  #readPlainName(scope: Node | undefined): Node {
    if (this.isDigit()) return this.readSourceName();
    if (this.isLowerCase()) return this.readOperatorName();
    if (scope !== undefined && this.#isStructor()) return this.#readStructor(scope);
    if (this.take('DC')) return sequence('[', list(this.#readBindings()), ']');
    if (this.take('Ut')) return this.#readUnnamedType();
    if (this.take('Ul')) return this.readLambda();
    return malformed();
  }

  #readUnnamedType(): Node {
    const name = sequence(`{unnamed type#${this.ordinal() + 1}}`);
    this.addCandidate(name);
    return name;
  }

  #readBindings(): readonly Node[] {
    const names: Node[] = [];
    while (!this.take('E')) names.push(this.readSourceName());
    return names;
  }

  #isStructor(): boolean {
    return this.peek() === 'C' || (this.peek() === 'D' && this.isDigit(1));
  }

  #readStructor(scope: Node): Node {
    const prefix = this.take('C') ? '' : '~';
    if (prefix === '~') this.expect('D');
    const isInherited = prefix === '' && this.take('I');
    // Which of its variants it is, is not shown.
    this.next();
    return { type: 'structor', prefix, of: scope, inheritedFrom: isInherited ? this.readType() : undefined };
  }

  protected readModuleName(): string {
    let module = '';
    while (this.take('W')) {
      const separator = this.take('P') ? ':' : module === '' ? '' : '.';
      module += separator + this.counted();
    }
    return module;
  }

  protected withAbiTags(tagged: Node): Node {
    let name = tagged;
    while (this.take('B')) name = { type: 'marked', name, mark: `[abi:${this.counted()}]` };
    return name;
  }

  protected readSourceName(): Node {
    const name = this.counted();
    return /^_GLOBAL_[._$]N./.test(name) ? ANONYMOUS_NAMESPACE : text(name);
  }

  protected readOperatorName(): Node {
    if (this.take('cv')) return { type: 'conversion', to: this.#readConversionType() };
    if (this.take('li')) return { type: 'operator', symbol: `"" ${this.counted()}` };
    if (this.peek() === 'v' && this.isDigit(1)) {
      this.pos += 2;
      return { type: 'operator', symbol: ` ${this.counted()}` };
    }
    const operator = operatorOf(this.next() + this.next());
    if (operator === undefined) malformed();
    const isWord = /^[a-z]/.test(operator.symbol);
    return { type: 'operator', symbol: isWord ? ` ${operator.symbol}` : operator.symbol };
  }

  #readConversionType(): Node {
    this.conversionIsOpen = true;
    const { node, needed } = this.symbolically(() => this.readType());
    this.conversionIsOpen = false;
    this.#neededByConversion = needed;
    return node;
  }

  /** They are written in the reverse order: `VK` is `const volatile`. */
  protected readCvQualifiers(): Node[] {
    const qualifiers: Node[] = [];
    while (Object.hasOwn(CV_QUALIFIERS, this.peek())) qualifiers.unshift(CV_QUALIFIERS[this.next()]);
    return qualifiers;
  }

  protected readRefQualifier(): Node[] {
    if (this.take('R')) return [text('&')];
    return this.take('O') ? [text('&&')] : [];
  }

  protected readTemplateParameter(): Node {
    this.expect('T');
    const level = this.take('L') ? this.#readLevel() : 0;
    const index = this.ordinal();
    return this.#isRequirement ? text(symbolicName(level, index)) : this.parameter(level, index);
  }

  #readLevel(): number {
    const level = this.number() + 1;
    this.expect('_');
    return level;
  }

  /** Something that was there before: `S_`, `S0_`, …, or a part of std. */
  protected readSubstitution(isPrefix = false): Node {
    this.expect('S');
    const standard = standardPartOf(this.peek());
    if (standard === undefined) return this.substitute(this.#readSequenceNumber());
    this.pos++;
    const plain = isPrefix && this.#isStructor() ? standard.full : standard.short;
    const name = this.withAbiTags(plain);
    if (name !== plain) this.addCandidate(name);
    return name;
  }

  /** In base 36: `_` is 0, `0_` is 1. */
  #readSequenceNumber(): number {
    let value = -1;
    for (let char = this.next(); char !== '_'; char = this.next()) {
      if (!/[0-9A-Z]/.test(char)) malformed();
      value = Math.max(0, value) * 36 + Number.parseInt(char, 36);
    }
    return value + 1;
  }

  /** The `requires` of a function or lambda: it shows template parameters as `T`, not what they stand for. */
  protected readRequirement(): Node | undefined {
    if (!this.take('Q')) return undefined;
    const outer = this.#isRequirement;
    this.#isRequirement = true;
    const { node } = this.symbolically(() => this.readExpression());
    this.#isRequirement = outer;
    return node;
  }
}

/** `T`, `T0`, `T1`, …; of an inner template `TL0_`, `TL0_0`, … */
function symbolicName(level: number, index: number): string {
  const number = index === 0 ? '' : String(index - 1);
  return level === 0 ? `T${number}` : `TL${level - 1}_${number}`;
}
