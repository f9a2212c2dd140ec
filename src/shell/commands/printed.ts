import type { Line } from '../../report/line.ts';
import type { Outcome } from '../outcome.ts';

/** Lines for standard output. */
export function printed(lines: Iterable<Line>): Outcome {
  return { type: 'report', body: lines, document: undefined, file: '' };
}
