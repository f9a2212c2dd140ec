/** Signs as sentences with their figures. */
import { baseName } from '../../base/path-text.ts';
import { percentage, scaledLabel } from '../../profile/units.ts';
import type { Evidence, SourceFrame } from '../statement.ts';
import type { Sign } from './catalogue.ts';
import type { HeapMode } from './heap-columns.ts';
import type { BlockShape } from './shapes.ts';
import type { ObservedCode } from './signature.ts';
import type { HeapAmounts, HeapSites } from './sites.ts';

/** Bytes as pprof writes them: `1.50MB`. */
export const sizeText = (bytes: number) => scaledLabel(Math.round(bytes), 'bytes', 'auto');
export const shareText = (part: number, whole: number) => percentage(part, whole).trim();

/** A count with its noun, the thousands apart: `12,345 objects`. */
export function countText(count: number, noun: string): string {
  const digits = String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${digits} ${Math.round(count) === 1 ? noun : `${noun}s`}`;
}

/** A function with its place, as far as that is known: `main.read (main.go:31)`. */
export function inFunction({ function: name, file, line }: SourceFrame): string {
  return file === '' ? name : `${name} (${baseName(file)}:${line})`;
}

export function amountEvidence(
  mode: HeapMode,
  { bytes, objects, total }: { readonly bytes: number; readonly objects: number; readonly total: number },
): Evidence {
  const what = mode === 'retention' ? 'in use' : 'allocated';
  return {
    text: `${sizeText(bytes)} in ${countText(objects, 'object')} ${what}, ${shareText(bytes, total)} of the profile`,
  };
}

interface SeenSign {
  readonly code: ObservedCode;
  readonly frame: SourceFrame | undefined;
  /** The function that the sign is about. */
  readonly matched: string | undefined;
}

/** None for signs that go without saying, or that the figures say already. */
export function signEvidence(sign: Sign, { code, frame, matched }: SeenSign): readonly Evidence[] {
  switch (sign.type) {
    case 'function':
      return matched === undefined ? [] : [{ text: `allocated through ${matched}` }];
    case 'shape':
      return code.shape === undefined ? [] : [{ text: shapeText(code.shape) }];
    case 'goroutines':
      return [{ text: `${countText(code.goroutinesWith(sign.pattern, sign.without), 'goroutine')} to go with it` }];
    case 'line':
      return code.line === undefined ? [] : [{ text: `the line reads: ${code.line.trim()}`, at: placeOf(frame) }];
    case 'deferInLoop':
      return code.deferred === undefined
        ? []
        : [{ text: `deferred in a loop: ${inFunction(code.deferred)}`, at: placeOf(code.deferred) }];
    case 'ownLeaf':
    case 'blockSize':
    case 'objects':
    case 'retained':
      return [];
  }
}

const placeOf = (frame: SourceFrame | undefined) =>
  frame === undefined ? undefined : { file: frame.file, line: frame.line };

export function shapeText({ kind, rungs, smallest, largest, wasteBytes }: BlockShape): string {
  const sizes = `${rungs} block sizes from ${sizeText(smallest)} to ${sizeText(largest)}`;
  const waste = wasteBytes > 0 ? `; ${sizeText(wasteBytes)} only to be copied and thrown away` : '';
  switch (kind) {
    case 'append':
      return `${sizes}, each larger by a falling factor, as append makes them${waste}`;
    case 'doubling':
      return `${sizes}, each twice the one before, as buffers grow${waste}`;
    case 'arithmetic':
      return `${sizes}, each larger by about as much, as += on a string makes them`;
    case 'map tables':
      return `blocks of ${sizeText(largest)}, and ${sizeText(wasteBytes)} of them and smaller ones gone, as maps that grow leave behind`;
    case 'one size':
      return `blocks of ${sizeText(largest)} only, where it allocates most`;
    case 'mixed':
      return sizes;
  }
}

/** The sizes of blocks, where no sign has told them. */
export function blockEvidence({ shape, blockSize }: ObservedCode, held: readonly Sign[]): readonly Evidence[] {
  if (shape === undefined || held.some(({ type }) => type === 'shape')) return [];
  return [
    { text: shape.kind === 'one size' ? shapeText(shape) : `most bytes are in blocks of ${sizeText(blockSize)}` },
  ];
}

/** How much of what was allocated is left, where the profile knows both. */
export function retainedEvidence(mode: HeapMode, heap: HeapSites, amounts: HeapAmounts): readonly Evidence[] {
  if (!heap.hasInuse || !heap.hasAlloc || amounts.allocBytes === 0) return [];
  const share = amounts.inuseBytes / amounts.allocBytes;
  if (share > 0.99) return [{ text: 'nothing of it was ever let go' }];
  const left = shareText(amounts.inuseBytes, amounts.allocBytes);
  return [
    { text: mode === 'retention' ? `${left} of what was allocated there is left` : `${left} of it is still in use` },
  ];
}
