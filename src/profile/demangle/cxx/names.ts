import type { Node, NodeOf } from './nodes.ts';

/** The arguments of the last part of a function's name, if that is a template. */
export function templateArgumentsOf(name: Node): readonly Node[] | undefined {
  switch (name.type) {
    case 'method':
      return templateArgumentsOf(name.name);
    case 'local':
      return templateArgumentsOf(name.entity);
    case 'nested':
      // An inherited constructor is made from the template that it is in its base class.
      return name.member.type === 'structor' && name.member.inheritedFrom !== undefined
        ? templateArgumentsOf(name.member.inheritedFrom)
        : undefined;
    default:
      return name.type === 'template' ? name.arguments : undefined;
  }
}

/** Only functions made from templates say what they return, and of those not the ones that cannot return anything else. */
export function hasResult(name: Node): boolean {
  switch (name.type) {
    case 'method':
    case 'template':
    case 'marked':
      return hasResult(name.name);
    case 'local':
      return hasResult(name.entity);
    case 'nested':
      return hasResult(name.member);
    default:
      return name.type !== 'structor' && name.type !== 'conversion';
  }
}

/** The name without the `const` and the like that belongs behind its parameters. */
export function withoutQualifiers(name: Node): Node {
  if (name.type === 'method') return name.name;
  return name.type === 'local' ? { ...name, entity: withoutQualifiers(name.entity) } : name;
}

/** The member function that a name is of. */
export function methodOf(name: Node): NodeOf<'method'> | undefined {
  if (name.type === 'local') return methodOf(name.entity);
  return name.type === 'method' ? name : undefined;
}

/** What a constructor is called: the last part of its class's name, without template arguments. */
export function lastName(name: Node): Node {
  switch (name.type) {
    case 'nested':
      return lastName(name.member);
    case 'local':
      return lastName(name.entity);
    case 'template':
      return lastName(name.name);
    case 'marked':
      return name.mark.startsWith('[') ? lastName(name.name) : name;
    case 'structor':
      return lastName(name.of);
    default:
      return name;
  }
}
