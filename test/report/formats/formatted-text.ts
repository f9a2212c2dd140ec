import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import type { Format } from '../../../src/report/formats/format.ts';
import { writeFormatted } from '../../../src/report/formats/write-formatted.ts';
import type { Report } from '../../../src/report/report.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { type ReportRun, reportText } from '../../support/report-text.ts';

/** A run of a report; on no machine, where none is given. */
export type FormattedRun = Omit<ReportRun, 'host'> & Partial<Pick<ReportRun, 'host'>>;

/** Runs a report as the program does and writes it in a format. Throws what the report fails with. */
export function formattedText(report: Report, format: Format, run: FormattedRun): string {
  return textOf({ ...report, write: (request) => writeFormatted(report, request, format) }, run);
}

/** The same in the report's own text. */
export function textOf(report: Report, run: FormattedRun): string {
  const { text, error } = reportText(report, { host: fakeHost({}), ...run });
  if (error !== undefined) throw error;
  return text;
}

/** A small profile with all that profiles may have: inlined calls, labels of both kinds, frames without a name. */
export const shop = decodeProfile(
  gunzipSync(readFileSync(join(import.meta.dirname, '../../data/parity/own/shop.pb.gz'))),
);

/** The source of `shop.(*Cart).Total`. */
const cart = Array.from({ length: 60 }, (_, i) => `\tline(${i + 1})`);
cart[24] = '\ttotal += price(item) // a < b | c';
export const shopHost = fakeHost({ files: { '/src/shop/cart.go': `${cart.join('\n')}\n` } });
