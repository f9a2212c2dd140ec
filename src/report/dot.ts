import { entryNames } from '../analysis/entries.ts';
import { type EntryQuestion, shownCum, shownFlat, shownValue } from '../analysis/entry-values.ts';
import { type TrimmedGraph, trimmedGraph } from '../analysis/graph.ts';
import { SIZE_KEY } from '../analysis/sample-tags.ts';
import { flagsOf } from '../analysis/trim.ts';
import { abs, add, at, compare, divide, type Int64, toInt64, truncate } from '../base/int64.ts';
import { memoizeRecent } from '../base/memoize.ts';
import { baseName } from '../base/path-text.ts';
import type { DocumentKind } from './document.ts';
import { DARK, LIGHT, shareColor } from './dot/colors.ts';
import { boxName, escaped } from './dot/names.ts';
import { nodelets } from './dot/nodelets.ts';
import { graphHeader } from './header.ts';
import type { Line } from './line.ts';
import type { Report } from './report.ts';
import { entryQuestion, type ReportRequest } from './request.ts';
import { commonLabels } from './top.ts';
import { shareLabel, type ValueLabels, valueLabel } from './value-labels.ts';

export const dotReport: Report = {
  name: 'dot',
  summary: 'Write the call graph in the language of Graphviz.',
  argument: 'none',
  defaults: {},
  write: writeDot,
};

/** Reports that have the graph drawn as a picture. */
export const pictureReports: readonly Report[] = [
  picture('svg', 'Draw the call graph as an SVG picture.', { extension: 'svg', drawnAs: 'svg' }),
  picture('png', 'Draw the call graph as a PNG picture.', { extension: 'png', drawnAs: 'png' }),
  picture('pdf', 'Draw the call graph as a PDF page.', { extension: 'pdf', drawnAs: 'pdf' }),
  picture('ps', 'Draw the call graph as PostScript.', { extension: 'ps', drawnAs: 'ps' }),
  picture('gif', 'Draw the call graph as a GIF picture.', { extension: 'gif', drawnAs: 'gif' }),
  picture('web', 'Show the call graph in a web browser.', { extension: 'svg', drawnAs: 'svg', viewer: 'browser' }),
  picture('gv', 'Show the call graph in gv.', { extension: 'ps', drawnAs: 'ps', viewer: 'gv' }),
  picture('eog', 'Show the call graph in eog.', { extension: 'svg', drawnAs: 'svg', viewer: 'eog' }),
  picture('evince', 'Show the call graph in evince.', { extension: 'pdf', drawnAs: 'pdf', viewer: 'evince' }),
];

function picture(name: string, summary: string, document: DocumentKind): Report {
  return { ...dotReport, name, summary, document };
}

function writeDot(request: ReportRequest): Iterable<Line> {
  const graph = graphOf(request);
  return graphLines(request, graph, commonLabels(request, graph));
}

/** The graph that is drawn. */
export function graphOf(request: ReportRequest): TrimmedGraph {
  const { options } = request;
  return keptGraph(
    entryQuestion(request),
    options.nodecount,
    options.nodefraction,
    options.edgefraction,
    options.drop_negative,
    options.call_tree,
    sizeUnitOf(request),
    options.unit,
  );
}

function sizeUnitOf({ labelUnits }: ReportRequest): string {
  return labelUnits.units.get(SIZE_KEY) ?? SIZE_KEY;
}

const keptGraph = memoizeRecent(
  1,
  (
    question: EntryQuestion,
    nodeCount: number,
    nodeFraction: number,
    edgeFraction: number,
    dropNegative: boolean,
    callTree: boolean,
    sizeUnit: string,
    shownUnit: string,
  ) =>
    trimmedGraph(question, { nodeCount, nodeFraction, edgeFraction, dropNegative, callTree }, { sizeUnit, shownUnit }),
);

function* graphLines(request: ReportRequest, graph: TrimmedGraph, labels: ValueLabels): Generator<Line> {
  const { entryOf, shown, edges, tagger } = graph;
  const file = request.profile.mappings.at(0)?.file ?? '';
  const title = file === '' ? '' : baseName(file);
  yield `digraph "${title === '' ? 'unnamed' : title}" {`;
  yield 'node [style=filled fillcolor="#f8f8f8"]';
  yield legend([...graphHeader(request, labels, graph)], title);

  const drawing = { graph, labels, names: entryNames(graph.table), numberOf: numbered(shown, entryOf.length) };
  const hasCallees = flagsOf(edges.caller, entryOf.length);
  const hasNodelets = new Uint8Array(entryOf.length);
  const largest = largestFlat(graph);
  for (const node of shown) {
    yield boxLine(drawing, node, largest);
    if (tagger === undefined) continue;
    const box = { name: `N${drawing.numberOf[node]}`, order: hasCallees[node] === 1 ? 'flat' : 'cum' } as const;
    for (const line of nodelets(tagger.tagsOf(node), sizeUnitOf(request), labels, box)) {
      hasNodelets[node] = 1;
      yield line;
    }
  }
  for (let edge = 0; edge < edges.length; edge++) yield edgeLine(drawing, edge, hasNodelets[edges.caller[edge]] === 1);
  yield '}';
}

function legend(header: readonly string[], title: string): string {
  const lines = header.map(escaped);
  const tooltip = title === '' ? '' : ` tooltip="${title}"`;
  const label = lines.map((line) => `${line}\\l`).join('');
  return `subgraph cluster_L { "${lines[0]}" [shape=box fontsize=16 label="${label}"${tooltip}] }`;
}

/** What the lines of boxes and edges have in common. */
interface Drawing {
  readonly graph: TrimmedGraph;
  readonly labels: ValueLabels;
  readonly names: readonly string[];
  /** By node: the number of its box, from 1 on; 0 for nodes that have none. */
  readonly numberOf: Int32Array;
}

function numbered(nodes: Int32Array, length: number): Int32Array {
  const numberOf = new Int32Array(length);
  for (const [place, node] of nodes.entries()) numberOf[node] = place + 1;
  return numberOf;
}

function largestFlat({ shown, values }: TrimmedGraph): Int64 {
  const sizes = Array.from(shown, (node) => abs(shownFlat(values, node)));
  return sizes.reduce((largest, size) => (compare(size, largest) > 0 ? size : largest), sizes[0] ?? 0);
}

const SMALLEST_FONT = 8;
const FONT_RANGE = 16;

function boxLine({ graph, labels, names, numberOf }: Drawing, node: number, largest: Int64): string {
  const { table, entryOf, values } = graph;
  const [flat, cum] = [shownFlat(values, node), shownCum(values, node)];
  const amount = (value: Int64) => `${valueLabel(labels, value)} (${shareLabel(labels, value).trim()})`;
  const flatText = flat === 0 ? '0' : amount(flat);
  const cumText = cum === flat ? '' : `${flat === 0 ? ' ' : '\\n'}of ${amount(cum)}`;
  const label = `${boxName(table.entries[entryOf[node]])}\\n${flatText}${cumText}`;
  const fontSize = fontSizeOf(flat, largest);
  const tooltip = `${escaped(names[entryOf[node]])} (${valueLabel(labels, cum)})`;
  const share = shareOfTotal(labels, cum);
  const colors = `color="${shareColor(share, DARK)}" fillcolor="${shareColor(share, LIGHT)}"`;
  const number = numberOf[node];
  return `N${number} [label="${label}" id="node${number}" fontsize=${fontSize} shape=box tooltip="${tooltip}" ${colors}]`;
}

/** By the area of the letters. The smallest int64 has no root, as it is its own absolute value: int64 arithmetic goes on. */
function fontSizeOf(flat: Int64, largest: Int64): Int64 {
  if (flat === 0 || largest === 0) return SMALLEST_FONT;
  const share = Number(abs(flat)) / Number(largest);
  return add(SMALLEST_FONT, truncate(Math.ceil(FONT_RANGE * Math.sqrt(share))));
}

function shareOfTotal({ total }: ValueLabels, value: Int64): number {
  return Number(value) / Number(abs(total));
}

const LARGEST_EDGE_WEIGHT = 100;
const LARGEST_PEN_WIDTH = 5;

function edgeLine({ graph, labels, names, numberOf }: Drawing, edge: number, isFromNodelets: boolean): string {
  const { entryOf, edges } = graph;
  const { caller, callee, weight, divisor } = edges;
  const value = shownValue(at(weight, edge), divisor && at(divisor, edge));
  const amount = valueLabel(labels, value);
  const isResidual = edges.isResidual[edge] === 1;
  const [from, to] = [caller[edge], callee[edge]].map((node) => escaped(names[entryOf[node]]));
  const tooltip = `"${from} ${isResidual ? '...' : '->'} ${to} (${amount})"`;
  const attributes = [`label=" ${amount}${edges.isInline[edge] === 1 ? '\\n (inline)' : ''}"`];
  if (labels.total !== 0) {
    const steps = (most: number) => add(1, lesser(abs(divide(times(value, most), labels.total)), most));
    const [edgeWeight, penWidth] = [steps(LARGEST_EDGE_WEIGHT), steps(LARGEST_PEN_WIDTH)];
    if (edgeWeight > 1) attributes.push(`weight=${edgeWeight}`);
    if (penWidth > 1) attributes.push(`penwidth=${penWidth}`);
    attributes.push(`color="${shareColor(shareOfTotal(labels, value), DARK)}"`);
  }
  attributes.push(`tooltip=${tooltip} labeltooltip=${tooltip}`);
  if (isResidual) attributes.push('style="dotted"');
  if (isFromNodelets) attributes.push('minlen=2');
  return `N${numberOf[caller[edge]]} -> N${numberOf[callee[edge]]} [${attributes.join(' ')}]`;
}

function times(value: Int64, factor: number): Int64 {
  return toInt64(BigInt(value) * BigInt(factor));
}

function lesser(a: Int64, b: Int64): Int64 {
  return compare(a, b) < 0 ? a : b;
}
