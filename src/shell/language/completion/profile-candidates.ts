import { baseName } from '../../../base/path-text.ts';
import type { Workspace } from '../../workspace.ts';
import type { Candidate } from './candidate.ts';

/** The open profiles by their numbers, with what they were read from; the one in use last, as it is rarely meant. */
export function profileCandidates({ sessions, current }: Pick<Workspace, 'sessions' | 'current'>): Candidate[] {
  const inUse = sessions[current];
  const others = sessions.filter((session) => session !== inUse);
  return [...others, inUse].map((session) => ({
    text: String(session.id),
    help: session === inUse ? `${baseName(session.source)} (in use)` : baseName(session.source),
    kind: 'profile',
  }));
}
