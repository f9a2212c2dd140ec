/**
 * Measurements of parts of the program, without the program: what the benchmark runs in processes of their own, so that
 * they neither warm up nor fill up each other. Prints the milliseconds of everything it measures, as JSON.
 *
 *   node in-process.mjs TASK ARGUMENTS
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import Fuse from 'fuse.js';
import { ungzip } from 'pako';
import { Profile as PprofFormatProfile } from 'pprof-format';
import { type CallNode, CallTree } from '../../src/analysis/call-tree.ts';
import { compilePattern } from '../../src/base/regex.ts';
import { loadProfiles } from '../../src/host/load-profiles.ts';
import { machine } from '../../src/host/machine.ts';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import { DEFAULT_OPTIONS } from '../../src/report/options.ts';
import { viewProfile } from '../../src/report/profile-view.ts';
import { buildNameIndex } from '../../src/search/name-index.ts';
import { rankNames } from '../../src/search/rank-names.ts';
import { makeReportHost } from '../../src/shell/report-host.ts';
import { requestFor } from '../support/load-request.ts';
import { functionName } from './generate/go-names.ts';

/** What a task measured, by name; one value for each time it was done. */
export type Timings = Readonly<Record<string, readonly number[]>>;

/** What a task prints. */
export interface TaskResult {
  readonly timings: Timings;
  readonly peakBytes: number;
}

type Task = (args: readonly string[]) => Timings | Promise<Timings>;

export type TaskName = keyof typeof TASKS;

const REPEATED = 5;
/** As many names as the search screen asks for. */
const MOST_MATCHES = 200;

/** Whole names, parts of them, words in another order, letters left out, and letters mistyped. */
const QUERIES = [
  'ledger',
  'appendentry',
  'cache entry get',
  'entry cache',
  'handleorder',
  'checkout journal',
  'schmreg',
  'ldgr',
  'sesion shrd',
  'decodemesage',
  'initech.io/search/batch/lexer',
  'qqzx',
];
const FEW_QUERIES = ['handleorder', 'entry cache', 'decodemesage'];

/** A word, and what people put into patterns. */
export const PATTERNS = ['ledger', 'ledger|journal', 'ledger.*Append', '(?i)LEDGER', '\\.func1$', 'e.*n.*t.*r.*y'];

const TASKS = {
  'decode with pprof-shell': ([file]) => {
    const bytes = gunzipSync(readFileSync(file));
    return { decode: repeated(() => decodeProfile(bytes)) };
  },
  'decode with pprof-format': ([file]) => {
    const bytes = gunzipSync(readFileSync(file));
    return { decode: repeated(() => PprofFormatProfile.decode(bytes)) };
  },
  'inflate with zlib': ([file]) => {
    const bytes = readFileSync(file);
    return { inflate: repeated(() => gunzipSync(bytes)) };
  },
  'inflate with pako': ([file]) => {
    const bytes = readFileSync(file);
    return { inflate: repeated(() => ungzip(bytes)) };
  },
  'search with pprof-shell': ([count]) => {
    const names = manyNames(Number(count));
    const weights = names.map((_, i) => 1 / (1 + ((i * 7919) % names.length)));
    const [index, build] = timed(() => buildNameIndex(names, weights));
    const keys = QUERIES.flatMap((query) =>
      Array.from(query, (_, typed) => timed(() => rankNames(index, query.slice(0, typed + 1), MOST_MATCHES))[1]),
    );
    return { build: [build], keys };
  },
  'search with fuse.js': ([count]) => {
    const names = manyNames(Number(count));
    const options = { ignoreLocation: true, threshold: 0.4, includeScore: true, includeMatches: true };
    const [fuse, build] = timed(() => new Fuse(names, options));
    return {
      build: [build],
      keys: FEW_QUERIES.map((query) => timed(() => fuse.search(query, { limit: MOST_MATCHES }))[1]),
    };
  },
  'match patterns with pprof-shell': ([count]) => {
    const names = manyNames(Number(count));
    return Object.fromEntries(
      PATTERNS.map((source) => [source, repeated(() => names.filter(compilePattern(source).test))]),
    );
  },
  'match patterns with RegExp': ([count]) => {
    const names = manyNames(Number(count));
    return Object.fromEntries(
      PATTERNS.map((source) => {
        const regex = source.startsWith('(?i)') ? new RegExp(source.slice(4), 'i') : new RegExp(source);
        return [source, repeated(() => names.filter((name) => regex.test(name)))];
      }),
    );
  },
  'open call tree': async ([file]) => {
    const profile = await loadProfiles(requestFor(file), { machine, explains: false, notify: () => undefined });
    const [view, viewMillis] = timed(() =>
      viewProfile({
        profile,
        options: DEFAULT_OPTIONS,
        host: makeReportHost(machine, { source: file, explains: false }),
        notify: () => undefined,
      }),
    );
    const [tree, build] = timed(() => new CallTree(view.question));
    const [, first] = timed(() => tree.callees(tree.root));
    const path = openPath(tree);
    // In a tree of its own, as opened nodes stay open.
    const heavy = openHeavy(new CallTree(view.question));
    return { view: [viewMillis], build: [build], first: [first], path, heavy };
  },
} as const satisfies Readonly<Record<string, Task>>;

const HEAVY_NODES = 500;

/** Opens the heaviest callee of the heaviest callee, and so on to a leaf. */
function openPath(tree: CallTree): number[] {
  const times: number[] = [];
  for (let node: CallNode | undefined = tree.callees(tree.root)[0]; node !== undefined && !node.isLeaf; ) {
    const [callees, millis] = timed(() => tree.callees(node as CallNode));
    times.push(millis);
    node = callees[0];
  }
  return times;
}

/** Opens the heaviest node that is not open, again and again. */
function openHeavy(tree: CallTree): number[] {
  const times: number[] = [];
  const waiting = new HeaviestFirst();
  waiting.add(tree.callees(tree.root));
  for (let node = waiting.take(); node !== undefined && times.length < HEAVY_NODES; node = waiting.take()) {
    const opened = node;
    const [callees, millis] = timed(() => tree.callees(opened));
    times.push(millis);
    waiting.add(callees);
  }
  return times;
}

interface Waiting {
  readonly nodes: readonly CallNode[];
  next: number;
}

/** Lists of callees, each with the heaviest first, as one. */
class HeaviestFirst {
  readonly #lists: Waiting[] = [];

  add(nodes: readonly CallNode[]): void {
    if (nodes.length > 0) this.#lists.push({ nodes, next: 0 });
  }

  take(): CallNode | undefined {
    let best: Waiting | undefined;
    const weight = ({ nodes, next }: Waiting) => Math.abs(Number(nodes[next].cum));
    for (const list of this.#lists) {
      if (list.next < list.nodes.length && (best === undefined || weight(list) > weight(best))) best = list;
    }
    return best?.nodes[best.next++];
  }
}

/** The names of a large program. */
function manyNames(count: number): string[] {
  return Array.from({ length: count }, (_, i) => functionName(i));
}

function repeated(work: () => unknown): number[] {
  return Array.from({ length: REPEATED }, () => timed(work)[1]);
}

function timed<Value>(work: () => Value): [Value, number] {
  const begun = performance.now();
  const value = work();
  return [value, performance.now() - begun];
}

const [name, ...args] = process.argv.slice(2);
const task: Task | undefined = (TASKS as Readonly<Record<string, Task>>)[name];
if (task === undefined) throw new Error(`there is no task "${name}"`);
const timings = await task(args);
const result: TaskResult = { timings, peakBytes: process.resourceUsage().maxRSS * 1024 };
process.stdout.write(JSON.stringify(result));
