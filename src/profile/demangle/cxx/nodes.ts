/**
 * What a mangled C++ name says, as a tree of plain data. Every field of a node that is an object or a list holds nodes;
 * a substitution makes one node a child of several others, so that a short name can stand for a very large tree.
 */
export type Node = NameNode | TypeNode | PieceNode;
export type NodeType = Node['type'];
export type NodeOf<T extends NodeType> = Extract<Node, { readonly type: T }>;

type NameNode =
  | { readonly type: 'nested'; readonly scope: Node; readonly member: Node }
  | LocalNode
  | { readonly type: 'template'; readonly name: Node; readonly arguments: readonly Node[] }
  /** A name with an ABI tag or a module behind it. */
  | { readonly type: 'marked'; readonly name: Node; readonly mark: string }
  | { readonly type: 'operator'; readonly symbol: string }
  /** `operator int`; to a template parameter, that is one of the arguments that follow. */
  | { readonly type: 'conversion'; readonly to: Node }
  | StructorNode
  | LambdaNode
  /** A member function's name, with what belongs behind its parameters or, if it names its object, among them. */
  | { readonly type: 'method'; readonly name: Node; readonly qualifiers: readonly Node[]; readonly namesThis: boolean }
  | FunctionNode;

/** Something declared in a function, or in the default argument of one. */
interface LocalNode {
  readonly type: 'local';
  readonly function: Node;
  readonly defaultArgument: Node | undefined;
  readonly entity: Node;
}

/** The constructor of a class or, with `~`, its destructor. */
interface StructorNode {
  readonly type: 'structor';
  readonly prefix: '' | '~';
  readonly of: Node;
  /** The base class whose constructor it is. */
  readonly inheritedFrom: Node | undefined;
}

interface LambdaNode {
  readonly type: 'lambda';
  /** What its `auto` parameters are, if it stands in the signature of a function made from a template. */
  readonly arguments: readonly Node[] | undefined;
  readonly templateParameters: readonly NodeOf<'declaration'>[];
  /** What is required of the template parameters. */
  readonly templateRequirement: Node | undefined;
  readonly parameters: readonly Node[];
  readonly requirement: Node | undefined;
  readonly number: number;
}

interface FunctionNode {
  readonly type: 'function';
  readonly name: Node;
  /** What template parameters in its signature stand for. */
  readonly arguments: readonly Node[] | undefined;
  readonly signature: NodeOf<'functionType'>;
  readonly requirement: Node | undefined;
}

type TypeNode =
  | { readonly type: 'builtin'; readonly name: string }
  /** Pointer, reference, `_Complex`: a mark behind a type. */
  | { readonly type: 'indirection'; readonly mark: string; readonly to: Node }
  | { readonly type: 'qualified'; readonly qualifiers: readonly Node[]; readonly of: Node }
  /** Qualified in a way that C++ does not know: `__strong`. */
  | { readonly type: 'vendorQualified'; readonly qualifier: Node; readonly of: Node }
  | { readonly type: 'memberPointer'; readonly scope: Node; readonly to: Node }
  | { readonly type: 'array'; readonly bound: Node | undefined; readonly of: Node }
  | { readonly type: 'vector'; readonly size: Node; readonly of: Node }
  | FunctionTypeNode
  /** The template parameter `T`, `T0`, …; of an inner template if its level is not 0. */
  | { readonly type: 'parameter'; readonly level: number; readonly index: number }
  /** A type from before, whose template parameters now stand for something else. */
  | { readonly type: 'rebound'; readonly node: Node; readonly arguments: readonly Node[] }
  /** The declaration of a lambda's template parameter, with the name that it gets. */
  | { readonly type: 'declaration'; readonly name: string; readonly text: Node }
  /** A template argument that says what parameter it is for. */
  | { readonly type: 'declaredArgument'; readonly argument: Node }
  | { readonly type: 'pack'; readonly elements: readonly Node[] }
  | ExpansionNode;

interface FunctionTypeNode {
  readonly type: 'functionType';
  readonly result: Node | undefined;
  readonly parameters: readonly Node[];
  readonly qualifiers: readonly Node[];
}

/** A pattern that is written for each element of a pack, or only once if none is known. */
interface ExpansionNode {
  readonly type: 'expansion';
  readonly pattern: Node;
  readonly pack: NodeOf<'pack'> | undefined;
  readonly unexpanded: Node;
}

type PieceNode =
  /** An identifier, a number, a part of something larger: printed as it is. */
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'sequence'; readonly parts: readonly Node[] }
  /** Types, names and the like with commas between them. */
  | { readonly type: 'list'; readonly items: readonly Node[] }
  /** Expressions with commas between them. */
  | { readonly type: 'expressions'; readonly items: readonly Node[] }
  /** Part of an expression, which may need parentheses; what is called, or has its address taken, is also shortened. */
  | { readonly type: 'operand'; readonly role: 'operand' | 'callee' | 'address'; readonly of: Node }
  /** `type{a, b}`. */
  | { readonly type: 'braces'; readonly of: Node | undefined; readonly items: readonly Node[] };

export function text(value: string): NodeOf<'text'> {
  return { type: 'text', text: value };
}

export function sequence(...parts: readonly (Node | string)[]): NodeOf<'sequence'> {
  return { type: 'sequence', parts: parts.map((part) => (typeof part === 'string' ? text(part) : part)) };
}

export function list(items: readonly Node[]): NodeOf<'list'> {
  return { type: 'list', items };
}

export function expressions(items: readonly Node[]): NodeOf<'expressions'> {
  return { type: 'expressions', items };
}

export function operand(of: Node): NodeOf<'operand'> {
  return { type: 'operand', role: 'operand', of };
}

/** All nodes directly below a node. */
export function childrenOf(node: Node): readonly Node[] {
  return Object.values(node)
    .flat()
    .filter((value): value is Node => typeof value === 'object');
}
