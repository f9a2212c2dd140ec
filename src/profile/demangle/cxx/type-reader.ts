import { malformed } from '../malformed.ts';
import { builtinTypeOf, VOID } from './builtin-types.ts';
import { LambdaReader } from './lambda-reader.ts';
import { list, type Node, type NodeOf, sequence, text } from './nodes.ts';

const INDIRECTIONS: Readonly<Record<string, string>> = { P: '*', R: '&', O: '&&', C: ' _Complex', G: ' _Imaginary' };
const ELABORATIONS: Readonly<Record<string, string>> = { Ts: 'struct ', Tu: 'union ', Te: 'enum ' };

/** Reads types and template arguments (5.1.5). */
export abstract class TypeReader extends LambdaReader {
  protected abstract readPrimaryExpression(): Node;

  protected override readType(): Node {
    const builtin = this.#readBuiltinType();
    if (builtin !== undefined) return builtin;
    const outerNeeded = this.enter();
    const isSubstitution = this.peek() === 'S' && this.peek(1) !== 't';
    // That has become a candidate as a name.
    const isUnnamed = this.peek() === 'U' && this.peek(1) === 't';
    let type = isSubstitution ? this.readSubstitution() : this.#readCompoundType();
    if (isSubstitution && this.peek() === 'I') {
      type = { type: 'template', name: type, arguments: this.readTemplateArguments() };
      this.addCandidate(type);
    } else if (!isSubstitution && !isUnnamed) {
      this.addCandidate(type);
    }
    this.leave(outerNeeded);
    return type;
  }

  /** The types that are no candidates for substitution. */
  #readBuiltinType(): Node | undefined {
    const code = this.peek() === 'D' ? `D${this.peek(1)}` : this.peek();
    if (code === 'DF' || code === 'DB' || code === 'DU') return this.#readSizedType();
    const builtin = builtinTypeOf(code);
    if (builtin !== undefined) this.pos += code.length;
    return builtin;
  }

  /** `_Float16`, `_BitInt(8)`. */
  #readSizedType(): Node {
    if (this.take('DF')) {
      const size = this.number();
      // Whatever does not end as it should, pprof takes for a fixed-point type.
      return this.take('_') ? sequence(`_Float${size}`) : sequence(this.readType(), ' _Accum');
    }
    const name = this.take('DU') ? 'unsigned _BitInt(' : '_BitInt(';
    this.take('DB');
    const size = this.#readSize();
    this.expect('_');
    return sequence(name, size, ')');
  }

  #readCompoundType(): Node {
    const code = this.peek();
    switch (code) {
      case 'P':
      case 'R':
      case 'O':
      case 'C':
      case 'G':
        this.pos++;
        return { type: 'indirection', mark: INDIRECTIONS[code], to: this.readType() };
      case 'r':
      case 'V':
      case 'K':
      case 'U':
        return this.#readQualifiedType();
      case 'F':
        return this.#readFunctionType([]);
      case 'A':
        return this.#readArrayType();
      case 'M':
        return this.#readMemberPointer();
      case 'T':
        return this.#readTemplateParameterType();
      case 'D':
        return this.#readExtendedType();
      case 'u':
        return this.#readVendorType();
      default:
        return this.isLowerCase() ? malformed() : this.readName();
    }
  }

  #readQualifiedType(): Node {
    if (this.peek() === 'U') {
      if (/[lt]/.test(this.peek(1))) return this.readName();
      this.pos++;
      const qualifier = this.withTemplateArguments(this.readSourceName());
      return { type: 'vendorQualified', qualifier, of: this.readType() };
    }
    const qualifiers = this.readCvQualifiers();
    if (this.peek() === 'F' || this.#isExceptionSpecification()) return this.#readFunctionType(qualifiers);
    return { type: 'qualified', qualifiers, of: this.readType() };
  }

  /** A name with the template arguments behind it, if there are any. */
  protected withTemplateArguments(name: Node): Node {
    return this.peek() === 'I' ? { type: 'template', name, arguments: this.readTemplateArguments() } : name;
  }

  #isExceptionSpecification(): boolean {
    return this.peek() === 'D' && /[oOwx]/.test(this.peek(1));
  }

  #readFunctionType(cvQualifiers: readonly Node[]): NodeOf<'functionType'> {
    const qualifiers = [...cvQualifiers];
    while (this.peek() === 'D') qualifiers.unshift(this.#readExceptionSpecification());
    this.expect('F');
    // `extern "C"` is not shown.
    this.take('Y');
    const result = this.readType();
    const parameters = this.readFunctionParameters();
    qualifiers.push(...this.readRefQualifier());
    this.expect('E');
    return { type: 'functionType', result, parameters, qualifiers };
  }

  #readExceptionSpecification(): Node {
    if (this.take('Do')) return text('noexcept');
    if (this.take('Dx')) return text('transaction_safe');
    if (this.take('Dw')) return sequence('throw(', list(this.readUntilEnd(() => this.readType())), ')');
    this.expect('DO');
    const condition = this.readExpression();
    this.expect('E');
    return sequence('noexcept(', condition, ')');
  }

  protected readUntilEnd(read: () => Node): Node[] {
    const nodes: Node[] = [];
    while (!this.take('E')) nodes.push(read());
    return nodes;
  }

  /** The types up to the end of the signature; a single `void` stands for none. */
  protected override readFunctionParameters(): readonly Node[] {
    const parameters: Node[] = [];
    while (!this.#isEndOfParameters()) parameters.push(this.readType());
    if (parameters.length === 0) malformed();
    return parameters.length === 1 && parameters[0] === VOID ? [] : parameters;
  }

  #isEndOfParameters(): boolean {
    const char = this.peek();
    if (char === 'R' || char === 'O') return this.peek(1) === 'E';
    return char === '' || char === 'E' || char === '.' || char === 'Q';
  }

  #readArrayType(): Node {
    this.expect('A');
    const bound = this.peek() === '_' ? undefined : this.#readBound();
    this.expect('_');
    return { type: 'array', bound, of: this.readType() };
  }

  #readBound(): Node {
    return this.isDigit() ? text(this.digits()) : this.readExpression();
  }

  #readSize(): Node {
    return this.isDigit() ? text(String(this.number())) : this.readExpression();
  }

  #readMemberPointer(): Node {
    this.expect('M');
    const scope = this.readType();
    return { type: 'memberPointer', scope, to: this.readType() };
  }

  #readTemplateParameterType(): Node {
    const elaboration = ELABORATIONS[`T${this.peek(1)}`];
    if (elaboration !== undefined) {
      this.pos += 2;
      return sequence(elaboration, this.readName());
    }
    const parameter = this.readTemplateParameter();
    if (this.peek() !== 'I') return parameter;
    const mark = this.mark();
    this.addCandidate(parameter);
    const type = this.withTemplateArguments(parameter);
    // Arguments at the end of a conversion operator's type are the operator's own.
    if (!this.conversionIsOpen || this.peek() === 'I') return type;
    this.reset(mark);
    return parameter;
  }

  #readExtendedType(): Node {
    if (this.#isExceptionSpecification()) return this.#readFunctionType([]);
    const decltype = this.readDecltype();
    if (decltype !== undefined) return decltype;
    if (this.take('Dp')) return this.expansionOf(this.readType());
    if (this.take('Dv')) return this.#readVectorType();
    return malformed();
  }

  #readVectorType(): Node {
    const isExpression = !this.isDigit();
    if (isExpression) this.expect('_');
    const size = isExpression ? this.readExpression() : this.#readSize();
    this.expect('_');
    return { type: 'vector', size, of: this.readType() };
  }

  protected override readDecltype(): Node | undefined {
    if (!this.take('Dt') && !this.take('DT')) return undefined;
    const expression = this.readExpression();
    this.expect('E');
    return sequence('decltype (', expression, ')');
  }

  #readVendorType(): Node {
    this.expect('u');
    const name = this.readSourceName();
    return this.peek() === 'I' ? sequence(name, '(', list(this.readTemplateArguments()), ')') : name;
  }

  protected override readTemplateArguments(): readonly Node[] {
    this.expect('I');
    const outerIsOpen = this.conversionIsOpen;
    this.conversionIsOpen = false;
    const args: Node[] = [];
    while (!this.take('E')) {
      // What is required of the arguments is not shown.
      if (this.readRequirement() !== undefined) continue;
      if (this.isDeclaration()) args.push(this.#readDeclaredArgument(args));
      else args.push(this.readTemplateArgument());
    }
    this.conversionIsOpen = outerIsOpen;
    return args;
  }

  protected readTemplateArgument(): Node {
    const outerNeeded = this.enter();
    const argument = this.#readAnyTemplateArgument();
    this.leave(outerNeeded);
    return argument;
  }

  #readAnyTemplateArgument(): Node {
    switch (this.peek()) {
      case 'L':
        return this.readPrimaryExpression();
      case 'X': {
        this.expect('X');
        const expression = this.readExpression();
        this.expect('E');
        return expression;
      }
      case 'I':
      case 'J':
        this.pos++;
        return { type: 'pack', elements: this.readUntilEnd(() => this.readTemplateArgument()) };
      default:
        return this.readType();
    }
  }

  /** An argument with the declaration of its parameter before it, which may refer to the arguments before. */
  #readDeclaredArgument(before: readonly Node[]): Node {
    this.withArguments(before, () => this.readDeclaration());
    return { type: 'declaredArgument', argument: this.readTemplateArgument() };
  }
}
