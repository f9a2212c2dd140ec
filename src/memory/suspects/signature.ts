/** Which entries of the catalogue fit which code. */
import { compilePattern, type Pattern } from '../../base/regex.ts';
import type { SourceFrame } from '../statement.ts';
import type { CatalogueEntry, FramePlace, Sign } from './catalogue.ts';
import type { HeapMode } from './heap-columns.ts';
import type { BlockShape } from './shapes.ts';
import type { AllocationSite, HeapAmounts } from './sites.ts';
import type { OwnedFrame } from './stack-frames.ts';

/** What signs that are not about names are compared with. */
export interface ObservedCode extends HeapAmounts {
  readonly mode: HeapMode;
  readonly shape: BlockShape | undefined;
  /** Bytes of the blocks that have most of the bytes; 0 where that is not known. */
  readonly blockSize: number;
  readonly isOwnLeaf: boolean;
  readonly line: string | undefined;
  /** What the line is a part of: the `defer` that a loop does. */
  readonly deferred: SourceFrame | undefined;
  /** How many goroutines have a function in their stack that one pattern matches, and none that the other does. */
  goroutinesWith(pattern: string, without: string | undefined): number;
}

type FunctionSign = Extract<Sign, { type: 'function' }>;

/** Patterns that were compiled, and asked once for each function. */
export class Signatures {
  readonly #frames: readonly OwnedFrame[];
  readonly #patterns = new Map<string, Pattern>();
  readonly #answers = new Map<string, Int8Array>();
  readonly #functionOf: Int32Array;

  constructor(frames: readonly OwnedFrame[]) {
    this.#frames = frames;
    const numbers = new Map<string, number>();
    this.#functionOf = Int32Array.from(frames, ({ function: name }) => {
      const number = numbers.get(name) ?? numbers.size;
      numbers.set(name, number);
      return number;
    });
  }

  pattern(source: string): Pattern {
    let pattern = this.#patterns.get(source);
    if (pattern === undefined) {
      pattern = compilePattern(source);
      this.#patterns.set(source, pattern);
    }
    return pattern;
  }

  matchesFrame(source: string, frame: number): boolean {
    return this.#isAnswer(this.#answersTo(source), source, frame);
  }

  /** The place in the stack, nearest to the root, of the function that a sign is about; -1 where there is none. */
  depthOf({ where, pattern }: FunctionSign, { stack, userDepth }: AllocationSite): number {
    const answers = this.#answersTo(pattern);
    for (let depth = lastDepth(where, stack, userDepth); depth >= 0; depth--) {
      if (this.#isAnswer(answers, pattern, stack[depth])) return depth;
    }
    return -1;
  }

  /** By function: 1 where the pattern matches it, 0 where not, -1 where it was not asked yet. */
  #answersTo(source: string): Int8Array {
    let answers = this.#answers.get(source);
    if (answers === undefined) {
      answers = new Int8Array(this.#frames.length).fill(-1);
      this.#answers.set(source, answers);
    }
    return answers;
  }

  #isAnswer(answers: Int8Array, source: string, frame: number): boolean {
    const fn = this.#functionOf[frame];
    if (answers[fn] === -1) answers[fn] = this.pattern(source).test(this.#frames[frame].function) ? 1 : 0;
    return answers[fn] === 1;
  }

  /** The place nearest to the root of what the names that an entry requires match; undefined where one of them does not. */
  namesFit({ requires }: CatalogueEntry, site: AllocationSite): number | undefined {
    let outermost: number | undefined;
    for (const sign of requires) {
      if (sign.type !== 'function') continue;
      const depth = this.depthOf(sign, site);
      if (depth === -1) return undefined;
      outermost = Math.max(outermost ?? 0, depth);
    }
    return outermost;
  }

  /** Whether a sign that is not about a stack holds. */
  holds(sign: Exclude<Sign, FunctionSign>, code: ObservedCode): boolean {
    switch (sign.type) {
      case 'ownLeaf':
        return code.isOwnLeaf;
      case 'shape':
        return code.shape !== undefined && sign.kinds.includes(code.shape.kind);
      case 'blockSize':
        return code.blockSize > 0 && isWithin(code.blockSize, sign);
      case 'objects':
        return isWithin(code.mode === 'retention' ? code.inuseObjects : code.allocObjects, sign);
      case 'retained':
        return code.allocBytes > 0 && isWithin(code.inuseBytes / code.allocBytes, sign);
      case 'goroutines':
        return code.goroutinesWith(sign.pattern, sign.without) >= sign.atLeast;
      case 'deferInLoop':
        return code.deferred !== undefined;
      case 'line':
        return code.line !== undefined && this.pattern(sign.pattern).test(code.line);
    }
  }
}

function lastDepth(where: FramePlace, stack: Int32Array, userDepth: number): number {
  if (where === 'leaf') return Math.min(0, stack.length - 1);
  return where === 'wrapper' && userDepth >= 0 ? userDepth - 1 : stack.length - 1;
}

const isWithin = (
  value: number,
  { atLeast = 0, atMost = Number.POSITIVE_INFINITY }: { atLeast?: number; atMost?: number },
) => value >= atLeast && value <= atMost;
