/** The allocation that failed: how large it truly was, and who asked for it. */

import type { Evidence, SourceFrame } from '../statement.ts';
import { inFunction, sizeText } from '../suspects/evidence.ts';
import { nextCommand } from '../suspects/next-command.ts';
import type { Ended } from './ended.ts';
import type { Finding } from './finding.ts';

export interface FailedAllocation extends Finding {
  /** The program whose allocation it was; empty where logs do not tell. */
  readonly process: string;
  readonly bytes: number | undefined;
  readonly frame: SourceFrame | undefined;
  readonly next: string | undefined;
}

/** Endings in which an allocation failed. */
const FAILED_ALLOCATIONS = new Set([
  'heap exhaustion',
  'address space',
  'bad size',
  'runtime metadata',
  'locked memory',
]);

/** Undefined where nothing failed that was asked for: a program that is killed asks for nothing. */
export function failedAllocation(endings: readonly Ended[]): FailedAllocation | undefined {
  const ending = endings.find(({ ended, crash }) => crash !== undefined && FAILED_ALLOCATIONS.has(ended));
  const crash = ending?.crash;
  if (crash === undefined) return undefined;
  const { allocatedBytes, requestedBytes, failing, growing, stack, message, at } = crash;
  const size = allocatedBytes === undefined ? undefined : sizeText(allocatedBytes);
  const evidence: Evidence[] = [{ text: message, at }];
  if (size !== undefined && requestedBytes !== undefined && requestedBytes !== allocatedBytes) {
    evidence.push({ text: `the arguments in the stack say ${size}; the runtime prints what it asks the system for` });
  }
  const called = stack.findIndex(({ function: name, line }) => name === failing?.function && line === failing.line);
  const callee = stack.at(called - 1);
  if (called > 0 && callee !== undefined) evidence.push({ text: `it was in ${callee.function}, called from there` });
  const common = { process: crash.process, bytes: allocatedBytes, frame: failing, evidence };
  const next = failing && nextCommand(failing, 'user');
  if (growing === 'stack') {
    const of = failing === undefined ? '' : ` of the goroutine in ${inFunction(failing)}`;
    return { ...common, next, text: `the stack${of} had to grow`, confidence: 'confirmed' };
  }
  if (growing === 'number of goroutines') {
    const by = failing === undefined ? '' : `, started in ${inFunction(failing)}`;
    return { ...common, next, text: `a new goroutine needed a stack${by}`, confidence: 'confirmed' };
  }
  if (failing === undefined) {
    const text = size === undefined ? 'the stack does not tell who asked for memory' : `${size} were asked for`;
    const wouldConfirm = 'the whole log, with the stack of the goroutine that failed';
    return { ...common, next, text, confidence: 'unknown', wouldConfirm };
  }
  return { ...common, next, text: `${size ?? 'memory'} in ${inFunction(failing)}`, confidence: 'confirmed' };
}
