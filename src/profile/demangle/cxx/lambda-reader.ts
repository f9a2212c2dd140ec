import { NameReader } from './name-reader.ts';
import { list, type Node, type NodeOf, sequence } from './nodes.ts';

type Declaration = NodeOf<'declaration'>;

/** Reads lambdas (5.1.8) and the template parameters that they declare. */
export abstract class LambdaReader extends NameReader {
  /** How many template parameters of each kind the name declares so far: all of them get names of their own. */
  readonly #declared = { $T: 0, $N: 0, $TT: 0 };

  /** Behind its `Ul`. */
  protected override readLambda(): Node {
    return this.inLambda((args) => {
      const templateParameters: Declaration[] = [];
      while (this.isDeclaration()) templateParameters.push(this.readDeclaration());
      const templateRequirement = this.readRequirement();
      const parameters = this.readFunctionParameters();
      const requirement = this.readRequirement();
      this.expect('E');
      return {
        type: 'lambda',
        arguments: args,
        templateParameters,
        templateRequirement,
        parameters,
        requirement,
        number: this.ordinal() + 1,
      };
    });
  }

  protected isDeclaration(): boolean {
    return this.peek() === 'T' && /[yntpk]/.test(this.peek(1));
  }

  protected readDeclaration(isPack = false): Declaration {
    const outerNeeded = this.enter();
    const declaration = this.#readAnyDeclaration(isPack);
    this.leave(outerNeeded);
    return declaration;
  }

  /** One template parameter. How packs are written is pprof's choice. */
  #readAnyDeclaration(isPack: boolean): Declaration {
    if (this.take('Tp')) return this.readDeclaration(true);
    if (this.take('Ty')) {
      const name = this.#newName('$T');
      return { type: 'declaration', name, text: sequence(isPack ? 'typename ...' : 'typename ', name) };
    }
    if (this.take('Tk')) {
      const constraint = this.readName();
      const name = this.#newName('$T');
      return { type: 'declaration', name, text: sequence(constraint, ' ', name, isPack ? '...' : '') };
    }
    if (this.take('Tn')) {
      const name = this.#newName('$N');
      const type = this.readType();
      return { type: 'declaration', name, text: isPack ? sequence(type, '...') : sequence(type, ' ', name) };
    }
    this.expect('Tt');
    return this.#readTemplateTemplateParameter(isPack);
  }

  #readTemplateTemplateParameter(isPack: boolean): Declaration {
    const name = this.#newName('$TT');
    const inner: Declaration[] = [];
    while (this.isDeclaration()) inner.push(this.readDeclaration(isPack && inner.length === 0));
    const requirement = this.readRequirement();
    this.expect('E');
    const head = sequence('template<', list(inner.map((declaration) => declaration.text)), '> typename ', name);
    return { type: 'declaration', name, text: requirement ? sequence(head, ' requires ', requirement) : head };
  }

  /** `$T`, `$T0`, `$T1`, … */
  #newName(kind: '$T' | '$N' | '$TT'): string {
    const count = this.#declared[kind]++;
    return count === 0 ? kind : `${kind}${count - 1}`;
  }
}
