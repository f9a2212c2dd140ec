import { unreachable } from '../../base/errors.ts';
import { reportData } from '../data/report-data.ts';
import type { Report, ReportBody } from '../report.ts';
import type { ReportRequest } from '../request.ts';
import { csvLines } from './csv.ts';
import type { Format } from './format.ts';
import { jsonLines } from './json.ts';
import { markdownLines } from './markdown.ts';

/**
 * Writes a report in a format instead of its own. Everything that can fail, fails before the first line: throws
 * UserError where the report would. README.md describes what is written.
 */
export function writeFormatted(report: Report, request: ReportRequest, format: Format): ReportBody {
  const data = reportData(report, request);
  switch (format) {
    case 'json':
      return jsonLines(report, request, data);
    case 'csv':
      return csvLines(data);
    case 'markdown':
      return markdownLines(data);
    default:
      return unreachable(format);
  }
}
