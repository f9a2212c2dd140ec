import { commentsReport } from './comments.ts';
import { listReport } from './list.ts';
import { rawReport } from './raw.ts';
import type { Report } from './report.ts';
import { tagsReport } from './tags.ts';
import { textReport, topReport } from './top.ts';
import { tracesReport } from './traces.ts';
import { peekReport, treeReport } from './tree.ts';

/** All reports: each is a command of the shell and a flag of the command line. */
export const REPORTS: readonly Report[] = [
  commentsReport,
  listReport,
  peekReport,
  rawReport,
  tagsReport,
  textReport,
  topReport,
  tracesReport,
  treeReport,
];
