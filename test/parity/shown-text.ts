/** Outcomes as they are compared and shown: compressed profiles are inflated, as deflate leaves open how to compress. */
import { gunzipSync } from 'node:zlib';
import type { Outcome } from './case.ts';
import { wireText } from './wire-text.ts';

/** Any output as text; that of a compressed profile tells every byte of what is in it. */
export function shownText(output: string): string {
  return output.startsWith('\x1f\x8b') ? wireText(gunzipSync(Buffer.from(output, 'latin1'))) : output;
}

/** An outcome with all its outputs as text. */
export function shownOutcome(outcome: Outcome): Outcome {
  const files = Object.entries(outcome.files).map(([name, content]) => [name, shownText(content)] as const);
  return { ...outcome, stdout: shownText(outcome.stdout), files: Object.fromEntries(files) };
}
