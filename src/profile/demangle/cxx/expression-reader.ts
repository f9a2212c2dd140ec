import { malformed } from '../malformed.ts';
import { literalOf } from './builtin-types.ts';
import { expressions, list, type Node, operand, sequence, text } from './nodes.ts';
import { type Operator, operatorOf } from './operators.ts';
import { TypeReader } from './type-reader.ts';

const CASTS: Readonly<Record<string, string>> = {
  cc: 'const_cast<',
  dc: 'dynamic_cast<',
  rc: 'reinterpret_cast<',
  sc: 'static_cast<',
};

/** Reads expressions (5.1.6). They are put together as they are to be printed, with parentheses where pprof has them. */
export abstract class ExpressionReader extends TypeReader {
  protected override readExpression(): Node {
    const outerNeeded = this.enter();
    const expression = this.#readAnyExpression();
    this.leave(outerNeeded);
    return expression;
  }

  #readAnyExpression(): Node {
    if (this.isDigit()) return this.withTemplateArguments(this.withAbiTags(this.readSourceName()));
    if (this.peek() === 'L') return this.readPrimaryExpression();
    if (this.peek() === 'T') return this.readTemplateParameter();
    const code = this.peek() + this.peek(1);
    const start = this.pos;
    this.pos += 2;
    if (Object.hasOwn(CASTS, code)) {
      return sequence(CASTS[code], this.readType(), '>(', this.readExpression(), ')');
    }
    switch (code) {
      case 'sr':
        return this.#readUnresolvedName();
      case 'on':
        return this.withTemplateArguments(this.readOperatorName());
      case 'gs':
        return this.#readGlobal();
      case 'fp':
      case 'fL':
      case 'fl':
      case 'fr':
      case 'fR':
        return this.#readParameterOrFold(code);
      case 'sp':
        return this.expansionOf(this.readExpression());
      case 'sZ':
        return this.#readPackLength();
      case 'sP':
        return this.#readArgumentCount();
      case 'st':
        return sequence('sizeof (', this.readType(), ')');
      case 'cv':
        return this.#readConversion();
      case 'cl':
      case 'cp':
        return this.#readCall();
      case 'tl':
        return this.#readBraces(this.readType());
      case 'il':
        return this.#readBraces(undefined);
      case 'nw':
      case 'na':
        return this.#readNew('new ');
      case 'tr':
        return sequence('throw');
      case 'so':
        return this.#readSubobject();
      case 'mc':
        return this.#readMemberPointerConstant();
      case 'rq':
      case 'rQ':
        return this.#readRequires(code);
      case 'di':
      case 'dx':
      case 'dX':
        return this.#readDesignator(code);
    }
    this.pos = start;
    return this.#readVendorExpression() ?? this.#readOperation();
  }

  #readExpressions(): readonly Node[] {
    return this.readUntilEnd(() => this.readExpression());
  }

  /** Behind `sr`: a member of a type that is not known, `T::x`, or a path of plain names, `A::B::x`. */
  #readUnresolvedName(): Node {
    const scope = this.#readUnresolvedScope();
    return { type: 'nested', scope, member: this.withTemplateArguments(this.#readBaseName()) };
  }

  #readUnresolvedScope(): Node {
    if (this.isDigit()) return this.#readPath(this.#readPathElement());
    if (this.peek() !== 'N' || !/[STD]/.test(this.peek(1))) return this.readType();
    this.pos++;
    return this.#readPath(this.take('St') ? text('std') : this.readType());
  }

  #readPath(start: Node): Node {
    let scope = start;
    while (!this.take('E')) scope = { type: 'nested', scope, member: this.#readPathElement() };
    return scope;
  }

  #readPathElement(): Node {
    const name = this.readSourceName();
    if (this.peek() === 'I') this.addCandidate(name);
    return this.withTemplateArguments(name);
  }

  #readBaseName(): Node {
    if (this.take('on')) return this.readOperatorName();
    if (this.take('dn')) return this.#readDestructorName();
    return this.isDigit() ? this.readSourceName() : this.readOperatorName();
  }

  #readDestructorName(): Node {
    const of = this.isDigit() ? this.withTemplateArguments(this.readSourceName()) : this.readType();
    return sequence('~', of);
  }

  /** Behind `gs`: from the global scope. */
  #readGlobal(): Node {
    if (this.take('nw') || this.take('na')) return this.#readNew('::new ');
    if (this.take('dl')) return sequence('::delete ', operand(this.readExpression()));
    if (this.take('da')) return sequence('::delete[] ', operand(this.readExpression()));
    return sequence('::', this.readExpression());
  }

  #readParameterOrFold(code: string): Node {
    if (code === 'fp') return this.take('T') ? text('this') : this.#readParameter();
    if (code === 'fL' && this.isDigit()) {
      this.number();
      this.expect('p');
      return this.#readParameter();
    }
    const operator = this.#readOperator();
    const first = operand(this.readExpression());
    switch (code) {
      case 'fl':
        return sequence('(...', operator.symbol, first, ')');
      case 'fr':
        return sequence('(', first, operator.symbol, '...)');
      default:
        return sequence('(', first, operator.symbol, '...', operator.symbol, operand(this.readExpression()), ')');
    }
  }

  #readParameter(): Node {
    this.readCvQualifiers();
    return text(`{parm#${this.ordinal() + 1}}`);
  }

  #readOperator(): Operator {
    return operatorOf(this.next() + this.next()) ?? malformed();
  }

  /** Behind `sZ`: `sizeof...` of a template parameter. */
  #readPackLength(): Node {
    const pack = this.argumentOf(this.readTemplateParameter());
    return pack.type === 'pack' ? sequence(String(pack.elements.length)) : malformed();
  }

  /** Behind `sP`: `sizeof...` of what an alias template was given. */
  #readArgumentCount(): Node {
    const args = this.readUntilEnd(() => this.readTemplateArgument());
    return sequence(String(args.reduce((sum, argument) => sum + this.#countOf(argument), 0)));
  }

  #countOf(argument: Node): number {
    const pack = argument.type === 'expansion' ? argument.pack : this.argumentOf(argument);
    return pack?.type === 'pack' ? pack.elements.length : 1;
  }

  #readConversion(): Node {
    const type = this.readType();
    if (!this.take('_')) return sequence('(', type, ')', operand(this.readExpression()));
    return sequence('(', type, ')(', expressions(this.#readExpressions()), ')');
  }

  #readCall(): Node {
    const callee = this.readExpression();
    const args = expressions(this.#readExpressions());
    return sequence({ type: 'operand', role: 'callee', of: callee }, '(', args, ')');
  }

  #readBraces(of: Node | undefined): Node {
    return { type: 'braces', of, items: this.#readExpressions() };
  }

  #readNew(keyword: string): Node {
    const placement: Node[] = [];
    while (!this.take('_')) placement.push(this.readExpression());
    const type = this.readType();
    const head =
      placement.length === 0 ? sequence(keyword, type) : sequence(keyword, '(', expressions(placement), ') ', type);
    if (this.take('E')) return head;
    if (this.take('pi')) return sequence(head, '(', expressions(this.#readExpressions()), ')');
    this.expect('il');
    return sequence(head, '{', expressions(this.#readExpressions()), '}');
  }

  /** Behind `so`: a part of an object, by its offset. */
  #readSubobject(): Node {
    const type = this.readType();
    const object = this.readExpression();
    const sign = this.take('n') ? '-' : '';
    const offset = this.isDigit() ? sign + this.number() : '0';
    while (this.take('_')) if (this.isDigit()) this.number();
    this.take('p');
    this.expect('E');
    return sequence(object, '.<', type, ` at offset ${offset}>`);
  }

  #readMemberPointerConstant(): Node {
    const type = this.readType();
    const member = this.readExpression();
    if (!this.take('E')) {
      this.skipOffset();
      this.expect('E');
    }
    return sequence('(', type, ')(', member, ')');
  }

  /** Behind `rq` or `rQ`: `requires (parameters) { … }`. */
  #readRequires(code: string): Node {
    const parts: (Node | string)[] = ['requires '];
    if (code === 'rQ') {
      const parameters: Node[] = [];
      while (!this.take('_')) parameters.push(this.readType());
      parts.push('(', list(parameters), ') ');
    }
    parts.push('{ ');
    while (!this.take('E')) parts.push(this.#readSimpleRequirement(), '; ');
    return sequence(...parts, '}');
  }

  #readSimpleRequirement(): Node {
    if (this.take('T')) return sequence('typename ', this.readType());
    if (this.take('Q')) return sequence('requires ', this.readExpression());
    this.expect('X');
    const expression = this.readExpression();
    const isNoexcept = this.take('N');
    const constraint = this.take('R') ? this.readName() : undefined;
    if (!isNoexcept && constraint === undefined) return expression;
    const result = constraint === undefined ? '' : sequence(' -> ', constraint);
    return sequence('{', expression, '}', isNoexcept ? ' noexcept' : '', result);
  }

  /** A member, element or range with what it is set to, as they stand in braces. */
  #readDesignator(code: string): Node {
    if (code === 'di') return sequence('.', this.readSourceName(), '=', operand(this.readExpression()));
    const first = this.readExpression();
    if (code === 'dx') return sequence('[', first, ']=', operand(this.readExpression()));
    return sequence('[', first, ' ... ', this.readExpression(), ']=', operand(this.readExpression()));
  }

  #readVendorExpression(): Node | undefined {
    if (this.take('u')) {
      const name = this.readSourceName();
      return sequence(name, '(', list(this.readUntilEnd(() => this.readTemplateArgument())), ')');
    }
    if (this.peek() !== 'v' || !this.isDigit(1)) return undefined;
    this.pos++;
    const operands = Number(this.next());
    return this.#readOperands(this.counted(), operands);
  }

  /** An operator with its operands, or a name that begins with an operator's code. */
  #readOperation(): Node {
    const code = this.peek() + this.peek(1);
    if (code === 'li') return this.readOperatorName();
    const isPrefix = (code === 'pp' || code === 'mm') && this.peek(2) === '_';
    const operator = this.#readOperator();
    if (code === 'dt' || code === 'pt') return this.#readMemberAccess(operator);
    if (isPrefix) this.pos++;
    if (code === 'aS') return this.#readAssignment();
    if ((code === 'pp' || code === 'mm') && !isPrefix) {
      return sequence(operand(this.readExpression()), operator.symbol);
    }
    const isWord = /^[a-z]/.test(operator.symbol) && code !== 'nx';
    return this.#readOperands(isWord ? `${operator.symbol} ` : operator.symbol, operator.operands);
  }

  #readOperands(symbol: string, operands: number): Node {
    const nodes = Array.from({ length: operands }, () => this.readExpression());
    switch (operands) {
      case 1:
        return sequence(symbol, { type: 'operand', role: symbol === '&' ? 'address' : 'operand', of: nodes[0] });
      case 2:
        return binary(nodes[0], symbol, nodes[1]);
      case 3:
        return sequence(operand(nodes[0]), '?', operand(nodes[1]), ' : ', operand(nodes[2]));
      default:
        return malformed();
    }
  }

  #readAssignment(): Node {
    const isLiteral = this.peek() === 'L' && !/[_Z]/.test(this.peek(1));
    const target = this.readExpression();
    if (isLiteral) return binary(target, '=', this.readExpression());
    return sequence('.', target, '=', operand(this.readExpression()));
  }

  #readMemberAccess({ symbol }: Operator): Node {
    const object = operand(this.readExpression());
    const member = this.take('sr') ? this.#readUnresolvedName() : this.withTemplateArguments(this.#readBaseName());
    return sequence(object, symbol, operand(member));
  }

  /** `L…E`: a literal, or an entity by its mangled name. */
  protected override readPrimaryExpression(): Node {
    this.expect('L');
    if (this.take('_Z') || this.take('Z')) {
      const entity = this.readEncoding();
      this.expect('E');
      return entity;
    }
    const code = this.text.startsWith('Dn', this.pos) ? 'Dn' : this.peek();
    const type = this.readType();
    if (type.type === 'array' && this.take('E')) return sequence('"<', type, '>"');
    if (type.type === 'lambda' && this.take('E')) return text('[](){...}');
    const value = this.#readValue();
    return literalOf(code, value) ?? sequence('(', type, ')', value === '' ? malformed() : value);
  }

  #readValue(): string {
    const sign = this.take('n') ? '-' : '';
    const end = this.text.indexOf('E', this.pos);
    if (end === -1) malformed();
    const digits = this.text.slice(this.pos, end);
    this.pos = end + 1;
    return sign + digits;
  }
}

/** What has a `>` in it has parentheses around it, lest it ends a list of template arguments. */
function binary(left: Node, symbol: string, right: Node): Node {
  if (symbol === '[]') return sequence(operand(left), '[', right, ']');
  const isEnclosed = symbol === '>' || symbol === '>>';
  return sequence(isEnclosed ? '(' : '', operand(left), symbol, operand(right), isEnclosed ? ')' : '');
}
