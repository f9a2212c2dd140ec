/** From what the command line asks for to one profile: reading, merging, comparing, and pprof's finishing touches. */
import { existsSync } from 'node:fs';
import { UserError } from '../base/errors.ts';
import { alignProfiles } from '../profile/align.ts';
import { compareWithBase } from '../profile/compare.ts';
import { withoutUninteresting, withSomeMapping } from '../profile/finish-loading.ts';
import { mergeProfiles } from '../profile/merge.ts';
import { encodeProfile } from '../profile/pprof/encode.ts';
import { gzipProfile } from '../profile/pprof/gzip.ts';
import { readProfile } from '../profile/pprof/read.ts';
import { withReadableNames } from '../profile/readable-names.ts';
import { readSymbolizeOption, type SymbolizeOption } from '../profile/symbolize-option.ts';
import type { Profile } from '../profile/tables.ts';
import { hasMangledNames } from '../profile/unreadable-names.ts';
import type { Host } from '../shell/host.ts';
import type { LoadRequest } from '../shell/load-request.ts';
import { locateBinaries } from './binaries/locate.ts';
import { isObjectFile } from './binaries/open-object-file.ts';
import { isPerfData, withConvertedPerfData } from './perf-data.ts';
import { readProfileFile } from './profile-file.ts';
import { type RemoteSource, sourceUrl } from './remote/source-url.ts';
import { saveProfile } from './saved-profile.ts';
import { localBinaryFiles, localPrograms } from './symbolize/local-machine.ts';
import { mappingSources, withoutUrlForFile, withUrlForFile } from './symbolize/mapping-sources.ts';

export interface LoadSurroundings {
  readonly machine: Host;
  /** Somebody reads along: say and do more than pprof where that helps. */
  readonly explains: boolean;
  /** Told what there is to say besides: a source that could not be read, a file that was saved. */
  readonly notify: (message: string, hint?: string) => void;
  /** Told the share of all that has been read, 0 to 1, now and then. Not for small files. */
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

/** A profile as it was read, and the server that sent it, if one did. */
interface Loaded {
  readonly profile: Profile;
  readonly url: string | undefined;
}

/**
 * Loads what is asked for. Sources that cannot be read are told and left out, as long as one can. Rejects with UserError
 * or Cancelled.
 */
export async function loadProfiles(request: LoadRequest, surroundings: LoadSurroundings): Promise<Profile> {
  const { base } = request;
  const { executable, sources } = withoutExecutable(request.sources);
  const names = [...sources, ...(base?.sources ?? [])];
  const shares = new Float64Array(names.length);
  const read = (source: string, i: number) =>
    readSource(source, executable, request, {
      ...surroundings,
      onProgress: (share) => {
        shares[i] = share;
        surroundings.onProgress?.(shares.reduce((a, b) => a + b) / names.length);
      },
    });
  const [ofSources, ofBase] = await Promise.all([
    readAll(sources, read, surroundings),
    readAll(base?.sources ?? [], (source, i) => read(source, sources.length + i), surroundings),
  ]);
  if (ofSources.length === 0) throw new UserError('failed to fetch any source profiles');
  if (base !== undefined && ofBase.length === 0) throw new UserError('failed to fetch any base profiles');
  const profile = combined(ofSources, (problem) => `problem fetching source profiles: ${problem}`);
  tellMissing('source', ofSources, sources, surroundings);
  if (base === undefined) return finished(profile, ofSources, request, surroundings);

  const baseProfile = combined(ofBase, (problem) => `problem fetching base profiles: ${problem},`);
  tellMissing('base', ofBase, base.sources, surroundings);
  const { isDiff } = base;
  const compared = compareWithBase(profile, { base: baseProfile, isDiff, normalize: request.normalize });
  return finished(compared, [...ofSources, ...ofBase], request, surroundings);
}

/** The first of several sources may be the binary that the others are about. */
function withoutExecutable(sources: readonly string[]): {
  readonly executable: string;
  readonly sources: readonly string[];
} {
  const [first, ...others] = sources;
  const isExecutable = others.length > 0 && isObjectFile(localBinaryFiles, first);
  return isExecutable ? { executable: first, sources: others } : { executable: '', sources };
}

/** Reads several sources at once. What is wrong with one of them is told in their order. */
async function readAll(
  sources: readonly string[],
  read: (source: string, index: number) => Promise<Loaded>,
  { notify }: LoadSurroundings,
): Promise<Loaded[]> {
  const results = await Promise.allSettled(sources.map(read));
  const loaded = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  for (const result of results) {
    if (result.status === 'fulfilled') continue;
    if (!(result.reason instanceof UserError)) throw result.reason;
    // Advice is for those who got nothing: a script that got a profile sees what pprof says and no more.
    notify(result.reason.message, loaded.length === 0 ? result.reason.hint : undefined);
  }
  return loaded;
}

function tellMissing(
  kind: 'source' | 'base',
  read: readonly Loaded[],
  named: readonly string[],
  { notify }: LoadSurroundings,
): void {
  if (read.length < named.length) notify(`Fetched ${read.length} ${kind} profiles out of ${named.length}`);
}

/** Reads a file or asks a server. What is wrong is said with the name of the source in front. */
async function readSource(
  source: string,
  executable: string,
  request: LoadRequest,
  surroundings: LoadSurroundings,
): Promise<Loaded> {
  const remote = existsSync(source) ? undefined : sourceUrl(source, request.http);
  try {
    const profile = await (remote === undefined
      ? readFile(source, surroundings)
      : fetched(remote, request, surroundings));
    const located = locateBinaries(withSomeMapping(profile), {
      executable,
      buildId: request.buildId,
      env: surroundings.machine.env,
      files: localBinaryFiles,
      readsBuildIds: surroundings.explains,
      notify: surroundings.notify,
    });
    return { profile: remote === undefined ? located : withUrlForFile(located, remote.url), url: remote?.url };
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${remote?.name ?? source}: ${error.message}`, error.hint);
    throw error;
  }
}

function readFile(path: string, surroundings: LoadSurroundings): Promise<Profile> {
  return isPerfData(path)
    ? withConvertedPerfData(path, surroundings, (converted) => readProfileFile(converted, surroundings))
    : readProfileFile(path, surroundings);
}

// What is needed for servers, and for looking into binaries, is only loaded when it is.

async function fetched(
  remote: RemoteSource,
  { http: { tls } }: LoadRequest,
  { machine: { env }, notify, signal }: LoadSurroundings,
): Promise<Profile> {
  const { fetchProfile } = await import('./remote/fetch.ts');
  const pieces = await fetchProfile(remote, { tls, env, notify, signal });
  return readProfile(pieces, signal ? { signal } : {});
}

/** Several profiles as one; `problem` words what keeps them apart. */
function combined(loaded: readonly Loaded[], problem: (message: string) => string): Profile {
  try {
    const aligned = alignProfiles(loaded.map(({ profile }) => profile));
    return aligned.length === 1 ? aligned[0] : mergeProfiles(aligned);
  } catch (error) {
    if (error instanceof UserError) throw new UserError(problem(error.message), error.hint);
    throw error;
  }
}

/** What is done to every profile in the end: names, frames that are of no interest, a comment, a copy of what servers sent. */
async function finished(
  profile: Profile,
  loaded: readonly Loaded[],
  request: LoadRequest,
  surroundings: LoadSurroundings,
): Promise<Profile> {
  const option = readSymbolizeOption(request.symbolize);
  const symbolized = needsSymbols(profile, option, surroundings)
    ? await withSymbols(profile, loaded, request, surroundings)
    : profile;
  const named = option.isOff ? symbolized : await withNames(symbolized, option);
  const pruned = withoutUrlForFile(withoutUninteresting(named));
  const { comment } = request;
  const commented = comment === undefined ? pruned : { ...pruned, comments: [...pruned.comments, comment] };
  if (loaded.some(({ url }) => url !== undefined)) {
    const { machine, notify } = surroundings;
    // Servers may not send the same again.
    saveProfile(commented, gzipProfile(encodeProfile(commented)), { env: machine.env, notify });
  }
  return commented;
}

async function withNames(profile: Profile, { demangle: mode, force }: SymbolizeOption): Promise<Profile> {
  if (!hasMangledNames(profile)) return withReadableNames(profile, { mode, force, decode: () => undefined });
  const { demangle } = await import('../profile/demangle/demangle.ts');
  return withReadableNames(profile, { mode, force, decode: demangle });
}

/** Where every mapping has its functions, nobody has to be asked for them. */
function needsSymbols(
  { mappings, locations }: Profile,
  { isOff, force, warnings }: SymbolizeOption,
  { explains }: LoadSurroundings,
): boolean {
  if (warnings.length > 0) return true;
  if (isOff || force) return force && !isOff;
  // Producers forget to say that names are there. pprof then complains about a missing binary, which helps no reader.
  if (explains && hasAllLines(locations)) return false;
  return mappings.some(({ hasFunctions }) => !hasFunctions);
}

function hasAllLines({ length, lineStart, lineEnd }: Profile['locations']): boolean {
  for (let location = 0; location < length; location++) if (lineStart[location] === lineEnd[location]) return false;
  return true;
}

async function withSymbols(
  profile: Profile,
  loaded: readonly Loaded[],
  { symbolize: options, tools, http: { tls } }: LoadRequest,
  { machine: { env }, explains, notify, signal }: LoadSurroundings,
): Promise<Profile> {
  const { symbolize } = await import('./symbolize/symbolize.ts');
  const sources = mappingSources(
    loaded.flatMap(({ profile: of, url }) => (url === undefined ? [] : [{ profile: of, url }])),
  );
  return symbolize(profile, {
    options,
    tools,
    sources,
    notify,
    advise: (advice) => {
      if (explains) notify(advice);
    },
    async post(url, body) {
      const { postText } = await import('./remote/fetch.ts');
      return postText(url, body, { tls, env, limitMs: 60_000, signal });
    },
    machine: { env, files: localBinaryFiles, programs: localPrograms },
    readsBuildIds: explains,
    ...(signal ? { signal } : {}),
  });
}
