import type { AddressRange, CodeLine, Instruction } from '../../analysis/instructions.ts';
import { UserError } from '../../base/errors.ts';
import { findTools, runTool, type Tool } from './tools.ts';

export interface ObjdumpOptions {
  readonly hasIntelSyntax: boolean;
  /** Whether to look up the lines of the source in the debug information. */
  readonly readsLines: boolean;
  /** Where to look for the tool before the usual places. */
  readonly places: string;
}

/** Disassembles a range of a binary. `path` is absolute. Throws UserError when no tool knows the format or the machine. */
export function disassemble(path: string, range: AddressRange, options: ObjdumpOptions): Instruction[] {
  let complaint = '';
  for (const objdump of findTools('objdump', options.places)) {
    const result = runTool(objdump.path, [...objdumpFlags(objdump, range, options), path]);
    const instructions = parseInstructions(result.output);
    if (instructions.length > 0) return instructions;
    complaint ||= result.complaint || `${objdump.path}: no code at ${hex(range.start)} in ${path}`;
  }
  throw new UserError(complaint, 'install llvm or binutils-multiarch, whose objdump knows other machines');
}

function objdumpFlags({ isLlvm }: Tool, { start, end }: AddressRange, options: ObjdumpOptions): string[] {
  const intel = isLlvm ? ['--x86-asm-syntax=intel'] : ['--disassembler-options=intel'];
  const lines = isLlvm ? ['--line-numbers'] : ['--line-numbers', '--inlines'];
  return [
    '--disassemble',
    '--disassemble-zeroes',
    '--demangle',
    '--no-show-raw-insn',
    `--start-address=${hex(start)}`,
    `--stop-address=${hex(end)}`,
    ...(options.hasIntelSyntax ? intel : []),
    ...(options.readsLines ? lines : []),
  ];
}

const hex = (address: bigint) => `0x${address.toString(16)}`;

const INSTRUCTION = /^ *([\da-f]+): *\t(.*)$/;
const INLINED_BY = /^inlined by (.+):(\d+)(?: \(discriminator \d+\))? \(.*\)$/;
const SOURCE_LINE = /^(?:; )?(.+):(\d+)(?: \(discriminator \d+\))?$/;

/**
 * Understands what GNU's and LLVM's objdump print. A source line stands in front of the first of its instructions; the
 * lines it was inlined into, which only GNU's prints, in front of each.
 *
 *     /src/stl_algo.h:1937
 *     inlined by /src/main.cc:23 (main)
 *         13de:	add    $0x8,%rbx
 */
export function parseInstructions(output: string): Instruction[] {
  const instructions: Instruction[] = [];
  let innermost: CodeLine[] = [];
  let callers: CodeLine[] = [];
  for (const row of output.split('\n')) {
    const instruction = INSTRUCTION.exec(row);
    if (instruction !== null) {
      const [, address, text] = instruction;
      instructions.push({
        address: BigInt(`0x${address}`),
        text: text.trim().replace(/\s+/g, ' '),
        lines: [...innermost, ...callers],
      });
      callers = [];
      continue;
    }
    const caller = INLINED_BY.exec(row);
    const line = caller === null ? SOURCE_LINE.exec(row) : null;
    if (caller !== null) callers.push(...knownLine(caller));
    else if (line !== null) innermost = knownLine(line);
  }
  return instructions;
}

/** Compilers give line 0 to code that comes from no line. */
function knownLine([, file, line]: RegExpExecArray): CodeLine[] {
  return Number(line) === 0 || file.startsWith('??') ? [] : [{ file, line: Number(line) }];
}
