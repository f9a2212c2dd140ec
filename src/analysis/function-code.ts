/** The instructions that the compiler made of the lines of a function. */
import type { Entry } from './entries.ts';
import type { FunctionLines } from './function-lines.ts';
import type { CodeLine, CodeSymbol, ShownSums, ValuedInstruction } from './instructions.ts';

/** The code of a symbol, with what was sampled in it. */
export interface SymbolCode {
  readonly symbol: CodeSymbol;
  readonly instructions: readonly ValuedInstruction[];
}

/** An instruction below the line it belongs to. */
export interface CodeRow extends ShownSums {
  readonly address: bigint;
  readonly text: string;
  readonly symbol: CodeSymbol;
  /** Its place in the code of the symbol. */
  readonly index: number;
  /** The line it comes from, where that was inlined into the one it is shown below. */
  readonly inlined: CodeLine | undefined;
}

/** The frames of an entry by address, innermost first. */
type FramesOf = (entry: number) => readonly Entry[];

/**
 * The code of a function by its lines, in the order of addresses. Where something was sampled the profile says which
 * frames an instruction has; elsewhere the binary may know less, and what it does not know goes on as before.
 */
export function codeByLine(
  fn: FunctionLines,
  symbols: readonly SymbolCode[],
  framesOf: FramesOf,
): ReadonlyMap<number, readonly CodeRow[]> {
  const code = new Map<number, CodeRow[]>();
  for (const { symbol, instructions } of symbols) {
    const isOwn = instructions.some((instruction) => isFrameOf(fn, framesAt(instruction, framesOf)?.at(-1)));
    let line: number | undefined;
    for (const [index, instruction] of instructions.entries()) {
      const frames = framesAt(instruction, framesOf);
      if (frames !== undefined) line = frames.findLast((frame) => isFrameOf(fn, frame))?.line;
      else line = knownLine(fn, instruction.instruction.lines, isOwn) ?? (isOwn ? line : undefined);
      if (line === undefined) continue;
      const { address, text, lines } = instruction.instruction;
      const innermost = frames?.at(0) ?? lines.at(0);
      const isInlined = innermost !== undefined && !(innermost.line === line && isSameFile(innermost.file, fn.file));
      const { flat, cum } = instruction;
      const row = { address, text, symbol, index, flat, cum, inlined: isInlined ? innermost : undefined };
      const rows = code.get(line);
      if (rows === undefined) code.set(line, [row]);
      else rows.push(row);
    }
  }
  return code;
}

/** What the profile says about the heaviest of an instruction's samples; undefined where there are none. */
function framesAt({ sampled }: ValuedInstruction, framesOf: FramesOf): readonly Entry[] | undefined {
  const [heaviest] = sampled.toSorted((a, b) => Number(b.cum) - Number(a.cum));
  return heaviest === undefined ? undefined : framesOf(heaviest.entry);
}

function isFrameOf({ name, file }: FunctionLines, frame: Entry | undefined): boolean {
  return frame !== undefined && frame.functionName === name && frame.file === file;
}

/**
 * The line of a function among those that the binary knows of an instruction: the outermost in code of its own. For
 * code inlined elsewhere there are no names to go by, only the lines where the function was sampled.
 */
function knownLine(fn: FunctionLines, lines: readonly CodeLine[], isOwn: boolean): number | undefined {
  if (isOwn) {
    const outermost = lines.at(-1);
    const isMine = outermost !== undefined && isSameFile(outermost.file, fn.file) && outermost.line >= fn.startLine;
    return isMine ? outermost.line : undefined;
  }
  const sampled = [...fn.lines.keys()];
  const [first, last] = [Math.min(...sampled), Math.max(...sampled)];
  return lines.find(({ file, line }) => isSameFile(file, fn.file) && line >= first && line <= last)?.line;
}

/** Profile and binary may name a file from different directories on. */
function isSameFile(a: string, b: string): boolean {
  return a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);
}
