/** Reads files as `pprof-shell doctor FILES` does. */
import { machine } from '../../../src/host/machine.ts';
import { readCase } from '../../../src/host/memory/read-case.ts';
import { type Case, CaseCollector } from '../../../src/memory/doctor/case.ts';
import { CATALOGUE } from '../../../src/memory/suspects/catalogue.ts';
import { adviceFor } from '../../../src/memory/suspects/stack-advice.ts';

export async function caseOf(files: readonly string[]): Promise<Case> {
  const collector = new CaseCollector({ advice: (stack) => adviceFor(stack, CATALOGUE) });
  await readCase(files, collector, { machine, signal: undefined, onProgress: () => undefined });
  return collector.end();
}

/** The day the fixtures are judged on: which versions of Go are supported depends on it. */
export const DAY = '2026-11-23';
