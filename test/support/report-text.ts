import { textOfBytes } from '../../src/base/byte-text.ts';
import { UserError } from '../../src/base/errors.ts';
import type { Profile } from '../../src/profile/tables.ts';
import { plainText } from '../../src/report/line.ts';
import { DEFAULT_OPTIONS, type Options } from '../../src/report/options.ts';
import type { Report } from '../../src/report/report.ts';
import { prepareReport } from '../../src/report/request.ts';
import type { Host } from '../../src/shell/host.ts';
import { makeReportHost } from '../../src/shell/report-host.ts';

export interface ReportRun {
  readonly profile: Profile;
  readonly argument?: string;
  readonly options?: Partial<Options>;
  readonly host: Host;
  /** Somebody reads along. */
  readonly explains?: boolean;
}

/** What a report writes, what it tells besides, and the error it ends with. */
export interface ReportText {
  readonly text: string;
  readonly notices: readonly string[];
  readonly error: UserError | undefined;
}

/** Runs a report as the program does, but for the machine. */
export function reportText(
  report: Report,
  { profile, argument, options, host, explains = false }: ReportRun,
): ReportText {
  const notices: string[] = [];
  let text = '';
  try {
    const request = prepareReport({
      profile,
      options: { ...DEFAULT_OPTIONS, ...options },
      defaults: report.defaults,
      argument,
      host: makeReportHost(host, { source: '', explains }),
      notify: (notice) => void notices.push(notice),
    });
    for (const part of report.write(request)) {
      text += part instanceof Uint8Array ? textOfBytes(part) : `${plainText(part)}\n`;
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { text, notices, error };
  }
  return { text, notices, error: undefined };
}
