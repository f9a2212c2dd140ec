import { UserError } from '../../base/errors.ts';
import { joinPath } from '../../base/path-text.ts';
import { type Frame, withFrames, withMappingFlags } from '../../profile/symbolized.ts';
import type { LocationIndex, Mapping, MappingIndex, Profile } from '../../profile/tables.ts';
import { parseUrl, urlText } from '../remote/url-text.ts';
import { locationsByMapping } from './mapping-locations.ts';
import { type MappingSource, type MappingSources, sourceKey } from './mapping-sources.ts';

export interface RemoteOptions {
  /** Asks for what has names already; of locations, only for those without a frame. */
  readonly force: boolean;
  readonly sources: MappingSources;
  /** Sends a text to a URL and gives the answer. Rejects with UserError, in pprof's words, or with Cancelled. */
  readonly post: (url: string, body: string) => Promise<string>;
}

/**
 * The profile with the functions that the servers it came from have for its addresses. Rejects with UserError where one
 * of them does not answer, or makes no sense.
 */
export async function symbolizeRemotely(profile: Profile, { force, sources, post }: RemoteOptions): Promise<Profile> {
  const locations = locationsByMapping(profile);
  const found = new Map<LocationIndex, readonly Frame[]>();
  const asked = new Map<MappingIndex, { readonly hasFunctions: true }>();
  for (const [row, mapping] of profile.mappings.entries()) {
    const index = row as MappingIndex;
    if (mapping.hasFunctions && !force) continue;
    const server = serverOf(sources.get(sourceKey(mapping)) ?? []);
    if (server === undefined) continue;
    asked.set(index, { hasFunctions: true });
    const questions = questionsAbout(profile, locations.get(index) ?? [], { mapping, start: server.start });
    if (questions.size === 0) continue;
    const names = parseNames(await post(server.url, [...questions.values()].join('+')));
    for (const [location, address] of questions) {
      const name = names.get(address);
      if (name !== undefined) found.set(location, [{ name, file: '', line: 0 }]);
    }
  }
  return withMappingFlags(withFrames(profile, found), asked);
}

/** The first source with an address to ask for names. */
function serverOf(sources: readonly MappingSource[]): { readonly url: string; readonly start: bigint } | undefined {
  for (const { source, start } of sources) {
    const url = symbolUrl(source);
    if (url !== undefined) return { url, start };
  }
  return undefined;
}

/** Where a server that has profiles at some URL answers which functions are at addresses; undefined where it is no URL. */
export function symbolUrl(source: string): string | undefined {
  const url = parseUrl(source);
  if (url === undefined || url.host === '') return undefined;
  const isKnown =
    url.path.includes('/debug/pprof/') || /\/pprof\/(heap|growth|profile|pmuprofile|contention)$/.test(url.path);
  const path = joinPath('/', url.path, '..', isKnown ? 'symbol' : 'symbolz');
  return urlText({ ...url, path, query: undefined, fragment: '' }, 'shown');
}

/** The locations without a frame, and their addresses as they were in the server's process. */
function questionsAbout(
  { locations }: Profile,
  ofMapping: readonly LocationIndex[],
  { mapping, start }: { readonly mapping: Mapping; readonly start: bigint },
): ReadonlyMap<LocationIndex, string> {
  const distance = BigInt.asIntN(64, start - mapping.start);
  const questions = new Map<LocationIndex, string>();
  for (const location of ofMapping) {
    const address = locations.address[location];
    if (address === 0n || locations.lineEnd[location] > locations.lineStart[location]) continue;
    const moved = address + distance;
    if (moved !== BigInt.asUintN(64, moved)) {
      throw new UserError(
        `cannot adjust address ${address} by ${distance}, it would overflow (mapping ${goText(mapping)})`,
      );
    }
    questions.set(location, addressText(moved));
  }
  return questions;
}

const addressText = (address: bigint) => `0x${address.toString(16)}`;

/** A mapping as Go prints the structure that pprof keeps it in, with three fields that we have no use for. */
function goText({ id, start, limit, offset, file, buildId, ...flags }: Mapping): string {
  const { hasFunctions, hasFilenames, hasLineNumbers, hasInlineFrames } = flags;
  const fields = [id, start, limit, offset, file, buildId, hasFunctions, hasFilenames, hasLineNumbers, hasInlineFrames];
  return `&{${fields.join(' ')} 0 0 }`;
}

/** Lines of `0xADDRESS name`; others do not count, nor does what stands behind the last line break. */
function parseNames(answer: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const line of answer.split(/(?<=\n)/)) {
    if (!line.endsWith('\n')) continue;
    const [, address, name] = /(0x[0-9a-fA-F]+)[\t\n\f\r ]+([^\n]*)/.exec(line) ?? [];
    if (address === undefined) continue;
    const value = BigInt(address);
    if (value !== BigInt.asUintN(64, value)) {
      throw new UserError(
        `unexpected parse failure ${address}: strconv.ParseUint: parsing "${address}": value out of range`,
      );
    }
    names.set(addressText(value), name);
  }
  return names;
}
