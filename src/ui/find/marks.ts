/** What is marked: names and not places in lists, so that marks hold for other data, and come back when a filter goes. */
import { memoizeRecent } from '../../base/memoize.ts';
import { type FindModel, indexOf, KINDS, type Kind, type Match, nameOf } from './matches.ts';

/** A kind, a blank and a name. */
export type Marks = ReadonlySet<string>;

export const NO_MARKS: Marks = new Set();

export function markOf(model: FindModel, match: Match): string {
  return `${match.kind} ${nameOf(model, match)}`;
}

/** What is marked and known to be there, kind by kind, the heaviest first. */
export const markedMatches = memoizeRecent(2, (model: FindModel, marks: Marks): readonly Match[] =>
  KINDS.flatMap((kind) => markedOfKind(model, marks, kind)),
);

function markedOfKind(model: FindModel, marks: Marks, kind: Kind): readonly Match[] {
  const index = indexOf(model, kind);
  const wanted = namesOfKind(marks, kind);
  if (index === undefined || wanted.size === 0) return [];
  const found: Match[] = [];
  for (let position = 0; position < index.names.length; position++) {
    if (wanted.has(index.names[position])) found.push({ kind, index: index.givenAt[position], ranges: [] });
  }
  return found;
}

function namesOfKind(marks: Marks, kind: Kind): ReadonlySet<string> {
  const start = `${kind} `;
  return new Set([...marks].filter((mark) => mark.startsWith(start)).map((mark) => mark.slice(start.length)));
}

/** Whether what else is marked cannot be told yet: the other kinds come a moment after the functions. */
export function isWaiting(model: FindModel, marks: Marks): boolean {
  return model.places === undefined && [...marks].some((mark) => !mark.startsWith('functions '));
}
