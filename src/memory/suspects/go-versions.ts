/** Faults that some versions of Go do not have. */
import type { CatalogueEntry } from './catalogue.ts';

/** Whether something can happen with a version, as `go1.22.12` or `1.22`; it can where the version is not known. */
export function isOfVersion({ goVersions }: CatalogueEntry, goVersion: string | undefined): boolean {
  const version = minorOf(goVersion);
  if (goVersions === undefined || version === undefined) return true;
  const from = minorOf(goVersions.from) ?? 0;
  const before = minorOf(goVersions.before) ?? Number.POSITIVE_INFINITY;
  return version >= from && version < before;
}

/** 22 of `go1.22.12`. */
function minorOf(version: string | undefined): number | undefined {
  const [, minor] = /^(?:go)?1\.(\d+)/.exec(version ?? '') ?? [];
  return minor === undefined ? undefined : Number(minor);
}
