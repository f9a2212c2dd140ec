import type { Profile } from '../tables.ts';
import { type Address, insideCall } from './address.ts';
import { PROFILER_FRAMES } from './frames-to-drop.ts';
import { LineReader, trimSpace } from './line-reader.ts';
import { announcesMemoryMap, readTrailingMemoryMap } from './memory-map.ts';
import { sampleAddresses } from './sample-line.ts';
import { locationsOfInterrupted } from './signal-frames.ts';
import { StackBuilder } from './stack-builder.ts';

const HEADING = /--- threadz \d+ ---/;
const THREAD = /--- Thread [\da-fA-F]+ \(name: .*\/\d+\) stack: ---/s;
const SAME_STACK = 'same as previous thread';
const LAST_THREAD = '---- no stack trace for';

/**
 * Stacks of all threads of a C++ program:
 *
 *     --- threadz 1 ---
 *
 *     --- Thread 7f794ab90940 (name: main/14748) stack: ---
 *       PC: 0x00bc8f1c: helper(arg *)
 *       0x0040be31: main
 *     --- Memory map: ---
 */
export function readThreadProfile(bytes: Uint8Array): Profile | undefined {
  const lines = new LineReader(bytes);
  if (!lines.nextMeaningful()) return undefined;
  if (HEADING.test(lines.text)) skipToThreads(lines);
  else if (!THREAD.test(lines.text)) return undefined;

  const builder = new StackBuilder(1);
  let stack: Address[] = [];
  let threads = 0;
  const addThreads = () => {
    if (stack.length > 0) builder.addSample([threads], locationsOfInterrupted(builder, stack));
  };
  // White space may stand before the line that ends a stack, but not before a first one that ends them all.
  for (let line = lines.text; !endsThreads(line); line = trimSpace(lines.text)) {
    if (!THREAD.test(line)) return undefined;
    const next = readStack(lines);
    if (next === undefined) return undefined;
    if (next.length > 0) {
      addThreads();
      stack = next;
      threads = 0;
    }
    threads++;
  }
  addThreads();
  const type = { type: 'thread', unit: 'count' };
  const header = { valueTypes: [type], periodType: type, period: 1, framesToDrop: PROFILER_FRAMES };
  return builder.finish(header, readTrailingMemoryMap(lines));
}

/** Steps to the first thread or to the memory map, or else to the last line. */
function skipToThreads(lines: LineReader): void {
  while (lines.next()) if (lines.text.startsWith('-') || announcesMemoryMap(lines.text)) return;
}

/**
 * The stack down to the line that ends it, empty where it is that of the previous thread. Undefined where the file ends
 * before anything that may end the threads.
 */
function readStack(lines: LineReader): Address[] | undefined {
  const addresses: Address[] = [];
  let isSame = false;
  let isEnded = false;
  while (lines.next()) {
    const line = trimSpace(lines.text);
    isEnded = line.startsWith('---');
    if (isEnded) break;
    if (line.includes(SAME_STACK)) isSame = true;
    else addresses.push(...sampleAddresses(line, line));
  }
  lines.expectEnd();
  if (!isEnded && !endsThreads(trimSpace(lines.text))) return undefined;
  return isSame ? [] : addresses.map((address, depth) => (depth === 0 ? address : insideCall(address)));
}

function endsThreads(line: string): boolean {
  return announcesMemoryMap(line) || line.startsWith(LAST_THREAD);
}
