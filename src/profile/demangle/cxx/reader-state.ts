import { MAX_DEPTH } from '../limits.ts';
import { malformed } from '../malformed.ts';
import { Cursor } from './cursor.ts';
import { childrenOf, type Node, type NodeOf, operand, sequence } from './nodes.ts';

/** How often a character may be read again where the first reading led nowhere. */
const MAX_READINGS = 32;

/** What `S…_` can refer to. */
interface Candidate {
  readonly node: Node;
  /** How many template parameters there have to be where it is used. */
  readonly parameters: number;
}

interface Mark {
  readonly pos: number;
  readonly candidates: number;
  readonly needed: number;
}

/** What is known at a place in a mangled name: what has been there before, and what template parameters stand for. */
export class ReaderState extends Cursor {
  readonly #candidates: Candidate[] = [];
  /**
   * What template parameters refer to: the arguments of the template whose signature is being read, and of those that
   * its signature is in. pprof takes those of the outermost, but for what is substituted, those of the innermost.
   */
  #templates: readonly (readonly Node[])[] = [];
  /** Greater than 0 where what they refer to does not matter: it is only known later, or not shown. */
  #symbolic = 0;
  /** How many template parameters what is being read refers to. */
  #needed = 0;
  #depth = 0;
  #steps = 0;

  /** Goes one step deeper into the grammar; `leave` wants back what this returns. */
  protected enter(): number {
    if (++this.#depth > MAX_DEPTH || ++this.#steps > MAX_READINGS * this.text.length) malformed();
    const outerNeeded = this.#needed;
    this.#needed = 0;
    return outerNeeded;
  }

  protected leave(outerNeeded: number): void {
    this.#depth--;
    this.#needed = Math.max(outerNeeded, this.#needed);
  }

  protected mark(): Mark {
    return { pos: this.pos, candidates: this.#candidates.length, needed: this.#needed };
  }

  /** Goes back to where a mark was set. */
  protected reset({ pos, candidates, needed }: Mark): void {
    this.pos = pos;
    this.#candidates.length = candidates;
    this.#needed = needed;
  }

  protected addCandidate(node: Node): void {
    this.#candidates.push({ node, parameters: this.#needed });
  }

  /** What was there before under a number. */
  protected substitute(number: number): Node {
    const { node, parameters } = this.#candidates[number] ?? malformed();
    const innermost = this.#templates.at(-1);
    this.#need(parameters, innermost);
    const isRebound = parameters > 0 && innermost !== undefined && innermost !== this.#templates[0];
    return isRebound ? { type: 'rebound', node, arguments: innermost } : node;
  }

  protected parameter(level: number, index: number): Node {
    // A parameter of an inner template is one of a lambda, and means nothing anywhere else.
    this.#need(level === 0 ? index + 1 : Number.POSITIVE_INFINITY, this.#templates[0]);
    return { type: 'parameter', level, index };
  }

  #need(parameters: number, args: readonly Node[] | undefined): void {
    if (this.#symbolic === 0 && parameters > (args?.length ?? 0)) malformed();
    this.#needed = Math.max(this.#needed, parameters);
  }

  /** The arguments that template parameters refer to. */
  protected arguments(): readonly Node[] | undefined {
    return this.#templates[0];
  }

  /** What a template parameter refers to; anything else as it is. */
  protected argumentOf(node: Node): Node {
    return (node.type === 'parameter' ? this.arguments()?.[node.index] : undefined) ?? node;
  }

  /** A pattern as often as the pack it refers to has elements. */
  protected expansionOf(pattern: Node): Node {
    const pack = this.#symbolic > 0 ? undefined : packIn(pattern, this.arguments(), new Set());
    return { type: 'expansion', pattern, pack, unexpanded: sequence(operand(pattern), '...') };
  }

  /** Reads a function, whose template parameters are settled within it. */
  protected inFunction(read: () => Node): Node {
    const outerTemplates = this.#templates;
    const outerNeeded = this.enter();
    const fn = read();
    this.#needed = 0;
    this.leave(outerNeeded);
    this.#templates = outerTemplates;
    return fn;
  }

  /** From here to the end of the function, template parameters refer to its arguments. */
  protected beginSignature(args: readonly Node[]): void {
    this.#templates = [...this.#templates, args];
  }

  /** Reads what may refer to some arguments, but to no others. */
  protected withArguments<Result>(args: readonly Node[], read: () => Result): Result {
    const outerTemplates = this.#templates;
    const outerNeeded = this.#needed;
    this.#templates = [args];
    const result = read();
    this.#templates = outerTemplates;
    this.#needed = outerNeeded;
    return result;
  }

  /** Reads what may refer to any template parameters, and tells how many it needs. */
  protected symbolically(read: () => Node): { readonly node: Node; readonly needed: number } {
    const outerNeeded = this.#needed;
    this.#needed = 0;
    this.#symbolic++;
    const node = read();
    this.#symbolic--;
    const needed = this.#needed;
    this.#needed = outerNeeded;
    return { node, needed };
  }

  /**
   * Reads a lambda, in which a template parameter is the type of an `auto`. In the signature of a function made from a
   * template, pprof takes that for the function's parameter all the same.
   */
  protected inLambda(read: (args: readonly Node[] | undefined) => Node): Node {
    const args = this.arguments();
    if (args === undefined || this.#symbolic > 0) return this.symbolically(() => read(undefined)).node;
    return this.withArguments(args, () => read(args));
  }
}

/** The first pack that a template parameter in a pattern refers to. */
function packIn(node: Node, args: readonly Node[] | undefined, seen: Set<Node>): NodeOf<'pack'> | undefined {
  if (seen.has(node)) return undefined;
  seen.add(node);
  const argument = node.type === 'parameter' ? args?.[node.index] : undefined;
  if (argument?.type === 'pack') return argument;
  // These have packs of their own.
  if (node.type === 'lambda' || node.type === 'function' || node.type === 'expansion') return undefined;
  if (node.type === 'rebound') return packIn(node.node, node.arguments, seen);
  for (const child of childrenOf(node)) {
    const pack = packIn(child, args, seen);
    if (pack !== undefined) return pack;
  }
  return undefined;
}
