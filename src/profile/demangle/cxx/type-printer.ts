/**
 * Writes types as C++ source has them. The difficulty is declarators: in `int (*f(char))[3]` what is said of `f` stands
 * on both sides of it. So a pointer, an array or a function waits in a list while the type it is made from is written;
 * whoever writes a function or an array puts all that waits in its place, and what has not been written when the type is
 * through, is simply written behind it.
 */
import { MAX_OUTPUT } from '../limits.ts';
import { malformed } from '../malformed.ts';
import { methodOf, withoutQualifiers } from './names.ts';
import type { Node, NodeOf } from './nodes.ts';
import { type Context, parameterName, resolve, type TemplateScope } from './template-scope.ts';

/** What is said of a declared thing, or its name, that waits for its place. */
interface Waiting {
  readonly node: Node;
  readonly outer: Waiting | undefined;
  readonly context: Context;
  isWritten: boolean;
}

export abstract class TypePrinter {
  output = '';
  protected last = '';
  protected context: Context = { scope: undefined };
  #waiting: Waiting | undefined;

  protected abstract print(node: Node): void;
  protected abstract printList(items: readonly Node[]): void;

  protected write(text: string): void {
    if (text === '') return;
    this.output += text;
    this.last = text[text.length - 1];
    if (this.output.length > MAX_OUTPUT) malformed();
  }

  protected inContext(context: Context, print: () => void): void {
    const outer = this.context;
    this.context = context;
    print();
    this.context = outer;
  }

  /** Writes what has nothing to do with what waits. */
  protected apart(print: () => void): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    print();
    this.#waiting = waiting;
  }

  protected apartInScope(scope: TemplateScope | undefined, print: () => void): void {
    this.apart(() => this.inContext({ ...this.context, scope }, print));
  }

  /** Lets something wait while the type it is made from is written; tells whether it has been written with that. */
  #letWait(node: Node, print: () => void): boolean {
    const waiting: Waiting = { node, outer: this.#waiting, context: this.context, isWritten: false };
    this.#waiting = waiting;
    print();
    this.#waiting = waiting.outer;
    return waiting.isWritten;
  }

  /** A type that is made from another by adding something to it. */
  protected printDerived(node: Node, from: Node): void {
    if (!this.#letWait(node, () => this.print(from))) this.#printDeclarator(node);
  }

  /** References to references are one reference. */
  protected printIndirection(node: NodeOf<'indirection'>): void {
    const { node: to, context } = resolve(node.to, this.context);
    if (node.mark.startsWith('&') && to.type === 'indirection' && to.mark.startsWith('&')) {
      const mark = node.mark === '&&' ? to.mark : '&';
      this.inContext(context, () => this.printIndirection({ ...to, mark }));
    } else {
      this.printDerived(node, node.to);
    }
  }

  /** What is qualified already is not qualified in the same way once more. */
  protected printQualified(node: NodeOf<'qualified'>): void {
    const { node: of, context } = resolve(node.of, this.context);
    if (of.type === 'qualified') {
      const qualifiers = [...node.qualifiers, ...withoutAny(of.qualifiers, node.qualifiers)];
      this.inContext(context, () => this.printDerived({ ...of, qualifiers }, of.of));
    } else {
      this.printDerived(node, node.of);
    }
  }

  protected printParameter(parameter: NodeOf<'parameter'>): void {
    const { node, context } = resolve(parameter, this.context);
    if (node === parameter) this.write(parameterName(parameter, this.context.scope));
    else this.inContext(context, () => this.print(node));
  }

  /** A function's signature around its name. */
  protected printSignature(name: Node, signature: NodeOf<'functionType'>, scope: TemplateScope | undefined): void {
    this.apart(() => {
      this.#letWait(name, () => this.inContext({ scope }, () => this.printFunctionType(signature)));
    });
  }

  protected printFunctionType(node: NodeOf<'functionType'>): void {
    const { result } = node;
    if (result !== undefined) {
      if (this.#letWait(node, () => this.print(result))) return;
      this.write(' ');
    }
    this.#printFunctionDeclarator(node);
  }

  protected printQualifiers(qualifiers: readonly Node[]): void {
    for (const qualifier of qualifiers) {
      this.write(' ');
      this.print(qualifier);
    }
  }

  /** Something that waited, together with what waits outside of it if that has its place in between. */
  #printDeclarator(node: Node): void {
    switch (node.type) {
      case 'indirection':
        this.write(node.mark);
        break;
      case 'qualified':
        this.printQualifiers(node.qualifiers);
        break;
      case 'vendorQualified':
        this.printQualifiers([node.qualifier]);
        break;
      case 'memberPointer':
        if (this.last !== '(') this.write(' ');
        this.print(node.scope);
        this.write('::*');
        break;
      case 'vector':
        this.write(' __vector(');
        this.print(node.size);
        this.write(')');
        break;
      case 'array':
        this.#printArrayDeclarator(node);
        break;
      case 'functionType':
        this.#printFunctionDeclarator(node);
        break;
      default:
        this.apart(() => this.print(withoutQualifiers(node)));
    }
  }

  #printWaiting(): void {
    const first = this.#waiting;
    for (let waiting = first; waiting !== undefined; waiting = waiting.outer) {
      if (waiting.isWritten) continue;
      const { node, outer, context } = waiting;
      waiting.isWritten = true;
      this.#waiting = outer;
      this.inContext(context, () => this.#printDeclarator(node));
    }
    this.#waiting = first;
  }

  #nextWaiting(): Waiting | undefined {
    let waiting = this.#waiting;
    while (waiting?.isWritten) waiting = waiting.outer;
    return waiting;
  }

  #printFunctionDeclarator(node: NodeOf<'functionType'>): void {
    const qualifiers = [...withoutAny(this.#takeQualifiers(), node.qualifiers), ...node.qualifiers];
    const next = this.#nextWaiting();
    if (this.#needsParentheses()) {
      const needsSpace = next?.node.type === 'memberPointer' ? !'( '.includes(this.last) : !'(* '.includes(this.last);
      this.write(needsSpace ? ' (' : '(');
      this.#printWaiting();
      this.write(')');
    } else {
      this.#printWaiting();
    }
    const method = next && methodOf(next.node);
    this.write(method?.namesThis ? '(this ' : '(');
    this.apart(() => this.printList(node.parameters));
    this.write(')');
    this.printQualifiers(qualifiers);
    this.printQualifiers(method?.qualifiers ?? []);
  }

  /** Whether there are pointers or references to the function. */
  #needsParentheses(): boolean {
    for (let waiting = this.#waiting; waiting !== undefined; waiting = waiting.outer) {
      if (waiting.isWritten) continue;
      const { type } = waiting.node;
      if (type === 'indirection' || type === 'memberPointer') return true;
      if (type !== 'vector' && type !== 'vendorQualified') return false;
    }
    return false;
  }

  #printArrayDeclarator(node: NodeOf<'array'>): void {
    this.printQualifiers(withoutAny(this.#takeQualifiers(), this.#qualifiersOfElements(node)));
    const next = this.#nextWaiting();
    const needsParentheses = next !== undefined && next.node.type !== 'array';
    if (needsParentheses) this.write(' (');
    this.#printWaiting();
    if (needsParentheses) this.write(')');
    this.write(this.last === ']' ? '[' : ' [');
    if (node.bound !== undefined) this.print(node.bound);
    this.write(']');
  }

  #qualifiersOfElements({ of }: NodeOf<'array'>): readonly Node[] {
    const { node } = resolve(of, this.context);
    if (node.type === 'array') return this.#qualifiersOfElements(node);
    return node.type === 'qualified' ? node.qualifiers : [];
  }

  /** The `const` and the like that wait next: they belong behind the elements of an array or the parameters. */
  #takeQualifiers(): readonly Node[] {
    const taken: Node[] = [];
    for (let next = this.#nextWaiting(); next?.node.type === 'qualified'; next = this.#nextWaiting()) {
      next.isWritten = true;
      taken.push(...next.node.qualifiers);
    }
    return taken;
  }
}

/** The qualifiers that are not among others. */
function withoutAny(qualifiers: readonly Node[], others: readonly Node[]): readonly Node[] {
  return qualifiers.filter((qualifier) => !others.some((other) => isSameText(qualifier, other)));
}

function isSameText(a: Node, b: Node): boolean {
  return a.type === 'text' && b.type === 'text' && a.text === b.text;
}
