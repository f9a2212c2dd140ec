import type { Entry } from '../analysis/entries.ts';
import { shownFlat } from '../analysis/entry-values.ts';
import { type Graph, wholeGraph } from '../analysis/graph.ts';
import { groupRows } from '../base/group-rows.ts';
import { at } from '../base/int64.ts';
import type { Line } from './line.ts';
import type { Report } from './report.ts';
import { entryQuestion, type ReportRequest } from './request.ts';
import { commonLabels } from './top.ts';
import { type ValueLabels, wholeValue } from './value-labels.ts';

export const callgrindReport: Report = {
  name: 'callgrind',
  summary: 'Write the whole call graph in the format of Callgrind.',
  argument: 'none',
  defaults: { untrimmed: true, granularity: 'addresses', keepsObjects: true },
  document: { extension: 'callgraph.out' },
  write: writeCallgrind,
};

export const kcachegrindReport: Report = {
  ...callgrindReport,
  name: 'kcachegrind',
  summary: 'Show the call graph in KCachegrind.',
  document: { extension: 'grind', viewer: 'kcachegrind' },
};

function writeCallgrind(request: ReportRequest): Iterable<Line> {
  const graph = codeGraph(request);
  return callgrindLines(graph, commonLabels(request, graph, 'exact'));
}

/** The graph of all code that was sampled, by address. */
export function codeGraph(request: ReportRequest): Graph {
  const { options } = request;
  return wholeGraph(entryQuestion(request), {
    order: options.sort === 'cum' ? 'cum' : 'flat',
    callTree: options.call_tree,
    dropNegative: options.drop_negative,
  });
}

/** The format: https://valgrind.org/docs/manual/cl-format.html */
function* callgrindLines(graph: Graph, labels: ValueLabels): Generator<string> {
  const { table, entryOf, values, shown, edges } = graph;
  const entryAt = (node: number) => table.entries[entryOf[node]];
  const callsOf = groupRows(edges.caller, entryOf.length);
  const objects = new CompressedNames();
  const files = new CompressedNames();
  const functions = new CompressedNames();
  const calleeName = calleeNames(graph);

  yield 'positions: instr line';
  yield `events: ${labels.type}(${labels.shownUnit})`;
  let before: Entry | undefined;
  for (const node of shown) {
    const entry = entryAt(node);
    if (before === undefined || !isSameFunction(before, entry)) {
      yield '';
      yield `ob=${objects.name(entry.object)}`;
      yield `fl=${files.name(entry.file)}`;
      yield `fn=${functions.name(entry.functionName)}`;
    }
    yield `${position(entry, before)} ${entry.line} ${wholeValue(labels, shownFlat(values, node))}`;
    for (const edge of callsOf(node)) {
      const callee = entryAt(edges.callee[edge]);
      yield `cfl=${files.name(callee.file)}`;
      yield `cfn=${functions.name(calleeName(edges.callee[edge]))}`;
      yield `calls=0 ${position(callee, before)} ${callee.line}`;
      yield `* * ${wholeValue(labels, at(edges.weight, edge))}`;
    }
    before = entry;
  }
}

function isSameFunction(a: Entry, b: Entry): boolean {
  return a.object === b.object && a.file === b.file && a.functionName === b.functionName;
}

/** An address: as it is, or as the difference to that of the entry before, where that is shorter. */
function position({ address }: Entry, before: Entry | undefined): string {
  const absolute = `0x${address.toString(16)}`;
  if (before === undefined) return absolute;
  if (address === before.address) return '*';
  const difference = BigInt.asIntN(64, address - before.address);
  const relative = `${difference > 0n ? '+' : ''}${difference}`;
  return relative.length < absolute.length ? relative : absolute;
}

/** Names that are written out once, and stand as a number in brackets from then on. */
class CompressedNames {
  readonly #numbers = new Map<string, number>();

  name(text: string): string {
    if (text === '') return '';
    const known = this.#numbers.get(text);
    if (known !== undefined) return `(${known})`;
    this.#numbers.set(text, this.#numbers.size + 1);
    return `(${this.#numbers.size}) ${text}`;
  }
}

/**
 * The names that nodes have as callees. Functions that share their name and their file are told apart by a number:
 * `f [1/2]`. In a call tree those of different callers are different functions. Nodes that are not shown have no name.
 */
function calleeNames({ table, entryOf, callerOf, shown }: Graph): (node: number) => string {
  const functionOf = (node: number) => {
    const { object, startLine, address, line, column } = table.entries[entryOf[node]];
    // pprof takes an entry without address and line for a function as it is, with its column.
    return JSON.stringify([callerOf?.[node], object, startLine, address === 0n && line === 0 ? column : 0]);
  };
  const namesakes = new Map<string, Map<string, number>>();
  const namesakesOf = new Array<ReadonlyMap<string, number> | undefined>(entryOf.length);
  const numberOf = new Int32Array(entryOf.length);
  for (const node of shown) {
    const { functionName, file } = table.entries[entryOf[node]];
    const name = JSON.stringify([functionName, file]);
    const all = namesakes.get(name) ?? new Map<string, number>();
    namesakes.set(name, all);
    const own = functionOf(node);
    numberOf[node] = all.get(own) ?? all.size + 1;
    all.set(own, numberOf[node]);
    namesakesOf[node] = all;
  }
  return (node) => {
    const count = namesakesOf[node]?.size ?? 0;
    const { functionName } = table.entries[entryOf[node]];
    return count === 0 ? '' : count === 1 ? functionName : `${functionName} [${numberOf[node]}/${count}]`;
  };
}
