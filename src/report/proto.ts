import { truncate } from '../base/int64.ts';
import { withoutInlines } from '../profile/inlines.ts';
import { encodeProfile } from '../profile/pprof/encode.ts';
import { gzipProfile } from '../profile/pprof/gzip.ts';
import { mapValues } from '../profile/scale-values.ts';
import type { Report } from './report.ts';

export const protoReport: Report = {
  name: 'proto',
  summary: 'Write what the filters leave as a profile: gzip-compressed profile.proto.',
  argument: 'none',
  defaults: { untrimmed: true, granularity: 'addresses' },
  document: { extension: 'pb.gz' },
  write({ profile, labels: { ratio }, options }) {
    const shown = options.noinlines ? withoutInlines(profile, options.showcolumns) : profile;
    const isDivided = ratio > 0 && ratio !== 1;
    const divided = isDivided ? mapValues(shown, (value) => truncate(Number(value) * ratio)) : shown;
    return [gzipProfile(encodeProfile(divided))];
  },
};
