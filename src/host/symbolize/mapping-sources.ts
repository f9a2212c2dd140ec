/**
 * Which servers know the names for which mappings. A mapping is known by its build id or else its file, so that a server
 * is still found when profiles were merged. One that has neither is given the URL of its profile for a file as long as
 * profiles are put together: that keeps mappings of different servers apart.
 */
import type { Mapping, Profile } from '../../profile/tables.ts';
import { parseUrl } from '../remote/url-text.ts';

/** By build id, or else file, of a mapping: the servers that mapped it, in the order of sources. */
export type MappingSources = ReadonlyMap<string, readonly MappingSource[]>;

export interface MappingSource {
  /** The URL the profile was fetched from. */
  readonly source: string;
  /** Where the mapping began in that server's process. */
  readonly start: bigint;
}

export function sourceKey({ buildId, file }: Mapping): string {
  return buildId || file;
}

/** The profile that was fetched from a URL, with that for a file where a mapping has neither file nor build id. */
export function withUrlForFile(profile: Profile, url: string): Profile {
  const isNameless = ({ buildId, file }: Mapping) => buildId === '' && file === '';
  return {
    ...profile,
    mappings: profile.mappings.map((mapping) => (isNameless(mapping) ? { ...mapping, file: url } : mapping)),
  };
}

/** What servers know about the mappings of profiles, each given with the URL it was fetched from. */
export function mappingSources(fetched: Iterable<{ readonly profile: Profile; readonly url: string }>): MappingSources {
  const sources = new Map<string, MappingSource[]>();
  for (const { profile, url } of fetched) {
    for (const mapping of profile.mappings) {
      const key = sourceKey(mapping);
      const list = sources.get(key) ?? [];
      list.push({ source: url, start: mapping.start });
      sources.set(key, list);
    }
  }
  return sources;
}

/** Whether a mapping has the URL of a server for a file. */
export function isFromServer({ file, buildId }: Mapping): boolean {
  return buildId === '' && /^https?(\+insecure)?$/.test(parseUrl(file)?.scheme ?? '');
}

/**
 * The profile without URLs for files. pprof takes every file for one that begins with a scheme, so that the `C:` of a
 * binary on Windows goes too.
 */
export function withoutUrlForFile(profile: Profile): Profile {
  const isUrl = ({ file, buildId }: Mapping) => buildId === '' && (parseUrl(file)?.scheme ?? '') !== '';
  if (!profile.mappings.some(isUrl)) return profile;
  return {
    ...profile,
    mappings: profile.mappings.map((mapping) => (isUrl(mapping) ? { ...mapping, file: '' } : mapping)),
  };
}
