import type { Confidence, Evidence } from '../statement.ts';

/** An answer to one of the questions about a program's memory. */
export interface Finding {
  /** One sentence without a full stop. */
  readonly text: string;
  /** `unknown`: nothing that was given tells. */
  readonly confidence: Confidence | 'unknown';
  readonly evidence: readonly Evidence[];
  /** What would make it surer; undefined where it is confirmed. */
  readonly wouldConfirm?: string | undefined;
  /** What to do about it. */
  readonly remedy?: string | undefined;
  readonly link?: string | undefined;
}
