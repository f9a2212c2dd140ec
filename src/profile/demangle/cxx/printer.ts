import { unreachable } from '../../../base/errors.ts';
import { MAX_DEPTH } from '../limits.ts';
import { malformed } from '../malformed.ts';
import { lastName, methodOf, withoutQualifiers } from './names.ts';
import type { Node, NodeOf } from './nodes.ts';
import { resolve, scopeInLambda, scopeOf } from './template-scope.ts';
import { TypePrinter } from './type-printer.ts';

export interface Detail {
  readonly templateArguments: boolean;
  /** The parameters of functions that are named only because something is declared in them. */
  readonly enclosingParameters: boolean;
}

/** A name as C++ source has it, but for what has no name there. */
export function printNode(node: Node, detail: Detail): string {
  const printer = new Printer(detail);
  printer.print(node);
  return printer.output;
}

class Printer extends TypePrinter {
  readonly #detail: Detail;
  #depth = 0;
  /** The arguments behind a conversion operator's name, which its type refers to. */
  #conversionArguments: readonly Node[] | undefined;

  constructor(detail: Detail) {
    super();
    this.#detail = detail;
  }

  override print(node: Node): void {
    if (++this.#depth > MAX_DEPTH) malformed();
    this.#printAny(node);
    this.#depth--;
  }

  #printAny(node: Node): void {
    switch (node.type) {
      case 'text':
        this.write(node.text);
        break;
      case 'builtin':
        this.write(node.name);
        break;
      case 'nested':
        this.#printNested(node);
        break;
      case 'local':
        this.#printLocal(node);
        break;
      case 'template':
        this.#printTemplate(node);
        break;
      case 'marked':
        this.print(node.name);
        this.write(node.mark);
        break;
      case 'operator':
        this.write(`operator${node.symbol}`);
        break;
      case 'conversion':
        this.#printConversion(node);
        break;
      case 'structor':
        this.write(node.prefix);
        this.print(lastName(node.of));
        break;
      case 'lambda':
        this.#printLambda(node);
        break;
      case 'method':
        this.print(node.name);
        this.printQualifiers(node.qualifiers);
        break;
      case 'function':
        this.#printFunction(node, node.signature);
        break;
      case 'indirection':
        this.printIndirection(node);
        break;
      case 'qualified':
        this.printQualified(node);
        break;
      case 'memberPointer':
        this.printDerived(node, node.to);
        break;
      case 'vector':
      case 'vendorQualified':
      case 'array':
        this.printDerived(node, node.of);
        break;
      case 'functionType':
        this.printFunctionType(node);
        break;
      case 'parameter':
        this.printParameter(node);
        break;
      case 'rebound':
        this.inContext({ scope: scopeOf(node.arguments) }, () => this.print(node.node));
        break;
      case 'declaration':
        this.print(node.text);
        break;
      case 'declaredArgument':
        this.print(node.argument);
        break;
      case 'pack':
        this.#printSeparated(node.elements);
        break;
      case 'expansion':
        this.#printExpansion(node);
        break;
      case 'sequence':
        for (const part of node.parts) this.print(part);
        break;
      case 'list':
        this.printList(node.items);
        break;
      case 'expressions':
        this.#printSeparated(node.items);
        break;
      case 'operand':
        this.#printOperand(node);
        break;
      case 'braces':
        this.#printBraces(node);
        break;
      default:
        unreachable(node);
    }
  }

  #printNested({ scope, member }: NodeOf<'nested'>): void {
    this.print(scope);
    this.write('::');
    this.print(member);
  }

  #printLocal({ function: fn, defaultArgument, entity }: NodeOf<'local'>): void {
    if (fn.type !== 'function') this.print(fn);
    else if (this.#detail.enclosingParameters) this.#printFunction(fn, { ...fn.signature, result: undefined });
    else this.#printWithoutParameters(fn.name);
    this.write('::');
    if (defaultArgument !== undefined) {
      this.print(defaultArgument);
      this.write('::');
    }
    this.print(entity);
  }

  #printWithoutParameters(name: Node): void {
    this.print(withoutQualifiers(name));
    this.write('()');
    this.printQualifiers(methodOf(name)?.qualifiers ?? []);
  }

  #printTemplate({ name, arguments: args }: NodeOf<'template'>): void {
    this.apart(() => {
      const outer = this.#conversionArguments;
      this.#conversionArguments = args;
      this.print(name);
      this.#conversionArguments = outer;
      if (!this.#detail.templateArguments) return;
      this.write(this.last === '<' ? ' <' : '<');
      this.printList(args);
      this.write(this.last === '>' ? ' >' : '>');
    });
  }

  #printConversion({ to }: NodeOf<'conversion'>): void {
    this.write('operator ');
    const outer = this.context.scope;
    const args = this.#conversionArguments;
    this.apartInScope(args ? { type: 'arguments', arguments: args, outer } : outer, () => this.print(to));
  }

  #printLambda(lambda: NodeOf<'lambda'>): void {
    this.write('{lambda');
    // What waits is not set aside here: pprof lets the first parameter that is a function pointer have it.
    this.inContext({ scope: scopeInLambda(lambda, this.context.scope) }, () => {
      if (lambda.templateParameters.length > 0) {
        this.write('<');
        this.printList(lambda.templateParameters);
        this.write('>');
      }
      if (lambda.templateRequirement !== undefined) {
        this.#printRequirement(lambda.templateRequirement);
        this.write(' ');
      }
      this.write('(');
      this.printList(lambda.parameters);
      this.write(')');
      if (lambda.requirement !== undefined) this.#printRequirement(lambda.requirement);
    });
    this.write(`#${lambda.number}}`);
  }

  #printRequirement(requirement: Node): void {
    this.write(' requires ');
    this.apartInScope({ type: 'requirement' }, () => this.print(requirement));
  }

  #printFunction(fn: NodeOf<'function'>, signature: NodeOf<'functionType'>): void {
    this.printSignature(fn.name, signature, scopeOf(fn.arguments));
    if (fn.requirement !== undefined) this.#printRequirement(fn.requirement);
  }

  /** Items between commas; empty packs are left out. */
  override printList(items: readonly Node[]): void {
    let isFirst = true;
    for (const item of items) {
      if (this.#isEmptyPack(item)) continue;
      if (!isFirst) this.write(', ');
      isFirst = false;
      this.print(item);
    }
  }

  /** Items between commas, even where an empty pack leaves nothing between them. */
  #printSeparated(items: readonly Node[]): void {
    for (const [index, item] of items.entries()) {
      if (index > 0) this.write(', ');
      this.print(item);
    }
  }

  #isEmptyPack(item: Node): boolean {
    const pack = item.type === 'expansion' ? item.pack : resolve(item, this.context).node;
    return pack?.type === 'pack' && pack.elements.every((element) => this.#isEmptyPack(element));
  }

  #printExpansion({ pattern, pack, unexpanded }: NodeOf<'expansion'>): void {
    if (pack === undefined) {
      this.print(unexpanded);
      return;
    }
    const { scope } = this.context;
    for (let element = 0; element < pack.elements.length; element++) {
      if (element > 0) this.write(', ');
      this.inContext({ scope, pack, element }, () => this.print(pattern));
    }
  }

  #printOperand({ role, of }: NodeOf<'operand'>): void {
    const { node, context } = resolve(of, this.context);
    this.inContext(context, () => {
      if (node.type === 'function' && role !== 'operand') this.#printFunctionOperand(role, node);
      else this.#printInParentheses(node);
    });
  }

  /** A function that is called or has its address taken is mostly shown by its name, without its parameters. */
  #printFunctionOperand(role: 'callee' | 'address', fn: NodeOf<'function'>): void {
    const name = role === 'callee' ? withoutQualifiers(fn.name) : fn.name;
    if (role === 'callee' && name.type === 'template') this.print(fn);
    else this.#printInParentheses(name.type === 'method' ? fn : name);
  }

  /** Part of an expression: in parentheses, unless it is a name or a list in braces. */
  #printInParentheses(node: Node): void {
    const isSimple = node.type === 'text' || node.type === 'nested' || node.type === 'braces';
    if (!isSimple) this.write('(');
    this.print(node);
    if (!isSimple) this.write(')');
  }

  #printBraces({ of, items }: NodeOf<'braces'>): void {
    if (of !== undefined) this.print(of);
    this.write('{');
    this.#printSeparated(items);
    this.write('}');
  }
}
