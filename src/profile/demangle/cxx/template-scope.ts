import { malformed } from '../malformed.ts';
import type { Node, NodeOf } from './nodes.ts';

/** What template parameters mean at some place: arguments, the `auto`s of a lambda, or, in a `requires`, themselves. */
export type TemplateScope =
  | { readonly type: 'arguments'; readonly arguments: readonly Node[]; readonly outer: TemplateScope | undefined }
  | { readonly type: 'lambda'; readonly levels: readonly (readonly NodeOf<'declaration'>[])[] }
  | { readonly type: 'requirement' };

/** What there is to know for writing a node, besides the node itself. */
export interface Context {
  readonly scope: TemplateScope | undefined;
  /** The pack that is being expanded, and which of its elements is being written. */
  readonly pack?: NodeOf<'pack'>;
  readonly element?: number;
}

export function scopeOf(args: readonly Node[] | undefined): TemplateScope | undefined {
  return args && { type: 'arguments', arguments: args, outer: undefined };
}

/** A lambda declares one more level of template parameters, unless it has none but `auto`s. */
export function scopeInLambda(lambda: NodeOf<'lambda'>, outer: TemplateScope | undefined): TemplateScope {
  if (lambda.arguments !== undefined) return { type: 'arguments', arguments: lambda.arguments, outer: undefined };
  const outerLevels = outer?.type === 'lambda' ? outer.levels : [];
  const { templateParameters } = lambda;
  return {
    type: 'lambda',
    levels: templateParameters.length === 0 ? outerLevels : [...outerLevels, templateParameters],
  };
}

/** What a template parameter stands for, if it can be told, and the context of that; anything else as it is. */
export function resolve(node: Node, context: Context): { readonly node: Node; readonly context: Context } {
  if (node.type === 'rebound') return resolve(node.node, { scope: scopeOf(node.arguments) });
  const { scope, pack, element } = context;
  if (node.type !== 'parameter' || scope?.type !== 'arguments') return { node, context };
  const argument = scope.arguments[node.index] ?? malformed();
  const isExpanded = argument === pack && element !== undefined;
  return { node: isExpanded ? pack.elements[element] : argument, context: { scope: scope.outer } };
}

/** What a template parameter is called where it stands for nothing else. */
export function parameterName({ level, index }: NodeOf<'parameter'>, scope: TemplateScope | undefined): string {
  if (scope?.type === 'requirement') return `T${index}`;
  if (scope?.type !== 'lambda') malformed();
  const declaration = scope.levels[level]?.[index];
  if (declaration !== undefined) return declaration.name;
  return level === 0 ? `auto:${index + 1}` : malformed();
}
