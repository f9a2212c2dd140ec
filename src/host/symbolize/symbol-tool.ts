import type { Frame } from '../../profile/symbolized.ts';

/** What is known about addresses of a binary; addresses nothing is known about are left out. */
export type FramesByAddress = ReadonlyMap<bigint, Frame>;

/** A program that knows which function and line an address of a binary belongs to. */
export interface SymbolTool {
  /** The name of the program. */
  readonly name: string;
  /** Throws UserError where the program says what nobody understands. */
  readonly frames: (question: SymbolQuestion) => Promise<FramesByAddress>;
}

export interface SymbolQuestion {
  /** A path that no program takes for an option. */
  readonly binary: string;
  readonly addresses: readonly bigint[];
  /** Runs the program on some input and gives what it prints. */
  readonly run: (args: readonly string[], input: string) => Promise<string>;
}

/** The linker's name of a function as it is shown: Go marks assembly by the way it is called. */
export function functionName(name: string): string {
  return name.replace(/\.abi0$/, '');
}
