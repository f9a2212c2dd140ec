import { memoizeByIdentity } from '../base/memoize.ts';
import { directoryOf } from '../base/path-text.ts';
import { findTimeZone } from '../base/time-zone.ts';
import type { ReportHost } from '../report/request.ts';
import type { Host } from './host.ts';
import { findSource } from './source-finder.ts';

const timeZoneOf = memoizeByIdentity((host: Host) => findTimeZone(host.env('TZ'), (path) => host.readFile(path)));

export interface ReportSurroundings {
  /** The file or address that the profile was read from. */
  readonly source: string;
  readonly explains: boolean;
  /** Where the programs are that read binaries, as the flag `-tools` says. */
  readonly tools?: string;
}

/** What reports on a profile ask of the machine. `explains`: somebody reads along, so say more than pprof does. */
export function makeReportHost(host: Host, { source, explains, tools = '' }: ReportSurroundings): ReportHost {
  return {
    get timeZone() {
      return timeZoneOf(host);
    },
    explains,
    findSource: (path, options) => findSource(host, path, { ...options, profileDirectory: directoryOf(source) }),
    openBinary: (mapping) => host.openBinary(mapping, tools),
  };
}
