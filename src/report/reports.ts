import { callgrindReport, kcachegrindReport } from './callgrind.ts';
import { commentsReport } from './comments.ts';
import { disasmReport } from './disasm.ts';
import { dotReport, pictureReports } from './dot.ts';
import { foldedReport } from './folded.ts';
import { listReport } from './list.ts';
import { protoReport } from './proto.ts';
import { rawReport } from './raw.ts';
import type { Report } from './report.ts';
import { speedscopeReport } from './speedscope.ts';
import { tagsReport } from './tags.ts';
import { textReport, topReport } from './top.ts';
import { topProtoReport } from './top-proto.ts';
import { tracesReport } from './traces.ts';
import { peekReport, treeReport } from './tree.ts';
import { weblistReport } from './weblist.ts';

/** All reports: each is a command of the shell and a flag of the command line. */
export const REPORTS: readonly Report[] = [
  callgrindReport,
  commentsReport,
  disasmReport,
  dotReport,
  foldedReport,
  kcachegrindReport,
  listReport,
  peekReport,
  ...pictureReports,
  protoReport,
  rawReport,
  speedscopeReport,
  tagsReport,
  textReport,
  topReport,
  topProtoReport,
  tracesReport,
  treeReport,
  weblistReport,
];
