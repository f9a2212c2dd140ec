import type { ReportRequest } from '../request.ts';
import type { Column, ReportData } from './table.ts';

const COLUMNS: readonly Column[] = [{ name: 'comment', kind: 'text', meaning: 'the comment' }];

/** Of `comments`: a row per comment. */
export function commentsData({ profile, labels }: ReportRequest): ReportData {
  const rows = profile.comments.map((comment) => [comment]);
  return { header: [], labels, hidden: undefined, tables: [{ name: 'comments', columns: COLUMNS, rows }] };
}
