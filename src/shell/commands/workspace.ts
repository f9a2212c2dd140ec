import { padLeft, padRight } from '../../base/byte-text.ts';
import { UserError } from '../../base/errors.ts';
import { nameOfSource } from '../../base/path-text.ts';
import { timeText } from '../../base/time-text.ts';
import { alignProfiles } from '../../profile/align.ts';
import { compareWithBase } from '../../profile/compare.ts';
import { mergeProfiles } from '../../profile/merge.ts';
import type { Profile } from '../../profile/tables.ts';
import type { Line } from '../../report/line.ts';
import { heading } from '../../report/top.ts';
import type { Command, CommandContext } from '../language/command.ts';
import type { Word } from '../language/words.ts';
import { fileRequest, type LoadRequest } from '../load-request.ts';
import type { Outcome } from '../outcome.ts';
import { openSession, type Session, SHELL_OPTIONS } from '../session.ts';
import { sessionSummary } from '../session-summary.ts';
import { homeDirectory } from '../user-directories.ts';
import { placeOf, type Workspace, withOpened } from '../workspace.ts';
import { printed } from './printed.ts';

export const loadCommand: Command = {
  name: 'load',
  section: 'workspace',
  isOurs: true,
  summary: 'Open more profiles: files, addresses, or all profiles of a directory.',
  usage: ['load <file, address or directory>…'],
  argument: 'files',
  run(context, words) {
    if (words.length === 0) throw new UserError('load needs a profile to open', 'for example: load after.pb.gz');
    const sources = words.flatMap(({ text }) => sourcesIn(withHome(text, context), context));
    return { type: 'load', loads: sources.map((source) => requestLike(source, context.workspace)) };
  },
};

/** A path with the `~` of its beginning spelled out. */
function withHome(path: string, { machine }: CommandContext): string {
  const home = homeDirectory(machine);
  return home !== undefined && /^~(?:[\\/]|$)/.test(path) ? home + path.slice(1) : path;
}

/** The profiles of a directory, by name with numbers in their order; anything else is a source itself. */
function sourcesIn(path: string, { machine }: CommandContext): readonly string[] {
  const names = machine.listDirectory(path);
  if (names.length === 0) return [path];
  const profiles = names.filter((name) => PROFILE_NAME.test(name));
  if (profiles.length === 0) {
    throw new UserError(
      `${path}: no profiles among its ${names.length} files`,
      'their names end in .pb.gz, .pb, .prof, .pprof, .profile, .heap or .cpu; load names other files one by one',
    );
  }
  return profiles.sort(byNumbers.compare).map((name) => `${path.replace(/\/+$/, '')}/${name}`);
}

const PROFILE_NAME =
  /\.(?:pb|prof|pprof|profile|heap|cpu)(?:\.gz)?$|^(?:heap|profile|allocs|goroutine|mutex|block)\.gz$/;

const byNumbers = new Intl.Collator('en', { numeric: true });

/** A request that reads another source as those before were read. */
function requestLike(source: string, { sessions }: Workspace): LoadRequest {
  const template = sessions.find(({ load }) => load !== undefined)?.load;
  return {
    ...(template ?? fileRequest(source)),
    sources: [source],
    base: undefined,
    normalize: false,
    comment: undefined,
  };
}

export const profilesCommand: Command = {
  name: 'profiles',
  section: 'workspace',
  isOurs: true,
  summary: 'List the open profiles; * is the one in use.',
  usage: ['profiles'],
  argument: 'nothing',
  run(context, [word]) {
    if (word === undefined) return printed(profileLines(context));
    throw new UserError(
      `profiles does not know ${JSON.stringify(word.text)}`,
      'type profiles; use 2 takes another one',
    );
  },
};

function* profileLines({ workspace: { sessions, current }, host }: CommandContext): Generator<Line> {
  const rows = sessions.map((session) => ({ ...sessionSummary(session), session }));
  const column = (title: string, texts: readonly string[]) =>
    Math.max(title.length, ...texts.map((text) => text.length));
  const nameWidth = column(
    'profile',
    rows.map(({ name }) => name),
  );
  const typeWidth = column(
    'sample type',
    rows.map(({ type }) => type),
  );
  yield [
    heading(`      ${padRight('profile', nameWidth)}  ${padRight('sample type', typeWidth)}       total  recorded`),
  ];
  for (const [place, { name, type, total, filters, session }] of rows.entries()) {
    const mark = place === current ? '*' : ' ';
    const time = session.profile.timeNanos === 0n ? '' : timeText(session.profile.timeNanos, host.timeZone);
    const filtered = filters === 0 ? '' : `  ${filters} ${filters === 1 ? 'filter' : 'filters'}`;
    const row = `${mark} ${padLeft(String(session.id), 3)} ${padRight(name, nameWidth)}  ${padRight(type, typeWidth)}  ${padLeft(total, 10)}  ${time}${filtered}`;
    yield row.trimEnd();
  }
}

export const useCommand: Command = {
  name: 'use',
  section: 'workspace',
  isOurs: true,
  summary: 'Ask about another of the open profiles.',
  usage: ['use <number>', 'use <part of its name>'],
  argument: 'profiles',
  run({ workspace }, words) {
    const place = placeNamed(workspace, onlyWord(words, 'use'));
    const { id, source } = workspace.sessions[place];
    return { type: 'changed', workspace: { ...workspace, current: place }, lines: [`${id}: ${source}`] };
  },
};

export const closeCommand: Command = {
  name: 'close',
  section: 'workspace',
  isOurs: true,
  summary: 'Close a profile.',
  usage: ['close', 'close <number>…'],
  argument: 'profiles',
  run({ workspace, session }, words) {
    const places = words.length === 0 ? [workspace.current] : words.map(({ text }) => placeNamed(workspace, text));
    const sessions = workspace.sessions.filter((_, place) => !places.includes(place));
    if (sessions.length === 0) throw new UserError('the last profile stays open', 'quit leaves the shell');
    const kept = sessions.indexOf(session);
    const current = kept === -1 ? Math.min(workspace.current, sessions.length - 1) : kept;
    const { id, source } = sessions[current];
    return { type: 'changed', workspace: { ...workspace, sessions, current }, lines: [`in use is ${id}: ${source}`] };
  },
};

export const mergeCommand: Command = {
  name: 'merge',
  section: 'workspace',
  isOurs: true,
  summary: 'Open the sum of several open profiles, or of all.',
  usage: ['merge', 'merge <number> <number>…'],
  argument: 'profiles',
  run({ workspace }, words) {
    const named = words.map(({ text }) => placeNamed(workspace, text));
    const places = named.length === 0 ? [...workspace.sessions.keys()] : [...new Set(named)];
    if (places.length < 2) throw new UserError('merge needs two profiles or more', 'load opens another one');
    const merged = places.map((place) => workspace.sessions[place]);
    const profile = mergeProfiles(alignProfiles(merged.map((session) => session.profile)));
    return opened(workspace, profile, `sum of ${idsText(merged.map(({ id }) => id))}`);
  },
};

/** Numbers in their order, runs of them shortened: `1 to 4 + 7`. */
function idsText(ids: readonly number[]): string {
  const runs: { readonly first: number; last: number }[] = [];
  for (const id of ids) {
    const run = runs.at(-1);
    if (run !== undefined && run.last + 1 === id) run.last = id;
    else runs.push({ first: id, last: id });
  }
  const texts = runs.map(({ first, last }) => {
    if (first === last) return String(first);
    return last === first + 1 ? `${first} + ${last}` : `${first} to ${last}`;
  });
  return texts.join(' + ');
}

export const baseCommand: Command = {
  name: 'base',
  section: 'workspace',
  isOurs: true,
  summary: 'Open the profile in use minus another one, as -diff_base does.',
  usage: ['base <number>', 'base -normalize <number>'],
  argument: 'profiles',
  run({ workspace, session }, words) {
    const isFlag = ({ text }: Word) => text === '-normalize';
    const word = onlyWord(
      words.filter((candidate) => !isFlag(candidate)),
      'base',
    );
    const base = workspace.sessions[placeNamed(workspace, word)];
    const comparison = { base: base.profile, isDiff: true, normalize: words.some(isFlag) };
    const profile = compareWithBase(session.profile, comparison);
    return opened(workspace, profile, `${session.id} - ${base.id}`);
  },
};

function opened(workspace: Workspace, profile: Profile, source: string): Outcome {
  const changed = withOpened(workspace, openSession(profile, source, SHELL_OPTIONS));
  return { type: 'changed', workspace: changed, lines: [`${changed.lastId}: ${source}`] };
}

export const reloadCommand: Command = {
  name: 'reload',
  section: 'workspace',
  isOurs: true,
  summary: 'Read a profile again, as its file is now; filters and options stay.',
  usage: ['reload', 'reload <number>'],
  argument: 'profiles',
  run({ workspace, session }, words) {
    const chosen = words.length === 0 ? session : workspace.sessions[placeNamed(workspace, onlyWord(words, 'reload'))];
    const { load, id, source } = chosen;
    if (load === undefined) {
      throw new UserError(
        `${id} was made in the shell (${source}), not read from a file`,
        'make it anew from its parts',
      );
    }
    return { type: 'load', loads: [load], replaces: id };
  },
};

function onlyWord(words: readonly Word[], command: string): string {
  if (words.length === 1) return words[0].text;
  const found = words.length === 0 ? 'none' : `${words.length} words`;
  throw new UserError(
    `${command} takes one profile, but got ${found}`,
    `profiles lists them; for example: ${command} 1`,
  );
}

/** The place of a profile by its number, or by a part of its name that no other has. Throws UserError. */
export function placeNamed(workspace: Workspace, text: string): number {
  const { sessions } = workspace;
  const isNumber = /^\d{1,9}$/.test(text);
  const byNumber = isNumber ? placeOf(workspace, Number(text)) : undefined;
  if (byNumber !== undefined) return byNumber;
  const isNamed = ({ source }: Session) => source === text || nameOfSource(source) === text;
  const exact = sessions.flatMap((session, place) => (isNamed(session) ? [place] : []));
  // A number that no profile has is a mistake, even where it stands in the name of one.
  const isPart = ({ source }: Session) => !isNumber && source.includes(text);
  const found = exact.length > 0 ? exact : sessions.flatMap((session, place) => (isPart(session) ? [place] : []));
  if (found.length === 1) return found[0];
  if (found.length > 1) {
    const ids = found.map((place) => sessions[place].id);
    const named = ids.length > NAMED_AT_MOST ? `${ids.length} open profiles` : ids.join(' and ');
    throw new UserError(`${JSON.stringify(text)} is in the names of ${named}`, 'use a number; profiles lists them');
  }
  const open = sessions.slice(0, NAMED_AT_MOST).map(({ id, source }) => `${id} (${nameOfSource(source)})`);
  const more = sessions.length > open.length ? ` and ${sessions.length - open.length} more` : '';
  const hint = `open are ${open.join(', ')}${more}; load opens another one`;
  throw new UserError(`no open profile is called ${JSON.stringify(text)}`, hint);
}

/** How many profiles a message names. */
const NAMED_AT_MOST = 6;
