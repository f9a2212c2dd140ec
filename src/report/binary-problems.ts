/** What to say about binaries that are not there, or not the right ones. */
import type { Binary } from '../analysis/instructions.ts';
import type { Mapping } from '../profile/tables.ts';

/** What to do where a binary cannot be opened. */
export const MISSING_BINARY =
  'put the binary where the profile names it, or into a directory that PPROF_BINARY_PATH lists';

/** What to say about a binary that is not the one that was profiled; undefined where it is, or nobody knows. */
export function otherBuild({ path, buildId }: Binary, { buildId: recorded }: Mapping): string | undefined {
  if (buildId === '' || recorded === '' || buildId === recorded) return undefined;
  return `${path} is another build (build ID ${buildId}) than the one that was profiled (${recorded})`;
}
