/**
 * What llvm-symbolizer and addr2line answer: for every address asked the address itself, then the calls that were
 * inlined there, innermost first, and the function they were inlined into, two lines each.
 *
 *   0x12ba
 *   inner
 *   /src/prog.cc:7
 *   _ZN3app6WorkerIdE4workEdi
 *   /src/prog.cc:9
 */
import { UserError } from '../../base/errors.ts';
import { cleanPath } from '../../base/path-text.ts';
import type { Frame } from '../../profile/symbolized.ts';
import { type FramesByAddress, functionName } from './symbol-tool.ts';

/** The addresses as both programs read them. */
export function addressLines(addresses: readonly bigint[]): string {
  return addresses.map((address) => `0x${address.toString(16)}\n`).join('');
}

/**
 * Reads an answer. `place` takes a file and a line out of a text. Throws UserError where the answer is not to the
 * question.
 */
export function parseInlinedCalls(output: string, addresses: readonly bigint[], place: RegExp): FramesByAddress {
  const frames = new Map<bigint, Frame>();
  const lines = output.split('\n');
  let at = 0;
  for (const address of addresses) {
    if (lines[at] === '') at++;
    if (!isAddress(lines[at]) || BigInt(lines[at]) !== address) throw notUnderstood(lines[at]);
    const calls: Frame[] = [];
    for (at++; at < lines.length && lines[at] !== '' && !isAddress(lines[at]); at += 2) {
      const [, file, line] = place.exec(lines[at + 1] ?? '') ?? [];
      if (file === undefined) throw notUnderstood(lines[at + 1]);
      calls.push(frameOf(lines[at], file, line === '?' ? 0 : Number(line)));
    }
    const frame = withoutInlinedCalls(calls);
    if (frame !== undefined) frames.set(address, frame);
  }
  return frames;
}

const isAddress = (line: string | undefined) => line !== undefined && /^0x[0-9a-fA-F]+$/.test(line);

function notUnderstood(line: string | undefined): UserError {
  return new UserError(line === undefined || line === '' ? 'it stopped too early' : `unexpected answer "${line}"`);
}

/** `??` stands for what is not known. */
function frameOf(name: string, file: string, line: number): Frame {
  // Without a line, a file without a directory is only what the linker calls the object file.
  const isKnown = file !== '??' && (line > 0 || file.includes('/'));
  return { name: name === '??' ? '' : functionName(name), file: isKnown ? cleanPath(file) : '', line };
}

/**
 * The one frame that pprof shows of an address: the function whose code it is, at the line of the innermost call. The
 * programs are asked for all calls all the same: without them addr2line names the innermost one, and llvm-symbolizer has
 * changed how not to be asked for them.
 */
function withoutInlinedCalls(calls: readonly Frame[]): Frame | undefined {
  const innermost = calls[0];
  const outermost = calls.at(-1);
  if (innermost === undefined || outermost === undefined) return undefined;
  const frame = { ...innermost, name: outermost.name };
  return frame.name === '' && frame.file === '' ? undefined : frame;
}
