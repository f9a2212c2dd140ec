import type { Report } from '../report.ts';
import type { ReportRequest } from '../request.ts';
import { callsData } from './calls.ts';
import { commentsData } from './comments.ts';
import { disasmData } from './disasm.ts';
import { entriesData } from './entries.ts';
import { codeGraphData, graphData } from './graph.ts';
import { listData } from './list.ts';
import { rawData } from './raw.ts';
import { foldedData } from './stacks.ts';
import type { ReportData } from './table.ts';
import { tagsData } from './tags.ts';
import { tracesData } from './traces.ts';
import { weblistData } from './weblist.ts';

type MakeData = (request: ReportRequest) => ReportData;

/** By the name of the report. Those that are not here are drawn from the graph. */
const MAKERS: Readonly<Record<string, MakeData>> = {
  callgrind: codeGraphData,
  comments: commentsData,
  disasm: disasmData,
  dot: graphData,
  folded: foldedData,
  kcachegrind: codeGraphData,
  list: listData,
  peek: callsData,
  proto: rawData,
  raw: rawData,
  speedscope: tracesData,
  tags: tagsData,
  text: entriesData,
  top: entriesData,
  topproto: entriesData,
  traces: tracesData,
  tree: callsData,
  weblist: weblistData,
};

/** What a report writes, as data. Throws UserError where the report would. */
export function reportData({ name, document }: Report, request: ReportRequest): ReportData {
  const make = document?.drawnAs === undefined ? MAKERS[name] : graphData;
  if (make === undefined) throw new Error(`report ${name} has no data`);
  return make(request);
}
