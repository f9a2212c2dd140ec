/**
 * Graphs in the dot language, without the numbers of their nodes: a node is called after what is written in it, what is
 * written in the nodes around it, and so on for a few steps. Graphs that differ only in numbers become the same text.
 */
import { createHash } from 'node:crypto';

const STEPS = 4;
const NODE = /^(N\S+) \[(.*)\]$/;
const EDGE = /^(N\S+) -> (N\S+) \[(.*)\]$/;

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly written: string;
}

export function withSortedGraph(text: string): string {
  if (!text.startsWith('digraph ')) return text;
  const lines = text.split('\n');
  const nodes = new Map<string, string>();
  const edges: Edge[] = [];
  for (const line of lines) {
    const [, from, to, written] = EDGE.exec(line) ?? [];
    if (written !== undefined) edges.push({ from, to, written });
    else {
      const [, id, inside] = NODE.exec(line) ?? [];
      if (inside !== undefined) nodes.set(id, inside.replace(/ id="[^"]*"/, ''));
    }
  }
  const names = namesOf(nodes, edges);
  return lines
    .map((line) => {
      const [, from, to, written] = EDGE.exec(line) ?? [];
      if (written !== undefined) return `${nameIn(names, from)} -> ${nameIn(names, to)} [${written}]`;
      const [, id] = NODE.exec(line) ?? [];
      return id === undefined ? line : `${nameIn(names, id)} [${nodes.get(id)}]`;
    })
    .sort()
    .join('\n');
}

/** A node may be missing: pprof draws edges to what it has dropped. */
const nameIn = (names: ReadonlyMap<string, string>, id: string): string => names.get(id) ?? id;

function namesOf(nodes: ReadonlyMap<string, string>, edges: readonly Edge[]): Map<string, string> {
  let names = new Map([...nodes].map(([id, inside]) => [id, hash(inside)]));
  for (let step = 0; step < STEPS; step++) {
    const around = new Map([...nodes.keys()].map((id) => [id, [] as string[]]));
    for (const { from, to, written } of edges) {
      around.get(from)?.push(`> ${written} ${nameIn(names, to)}`);
      around.get(to)?.push(`< ${written} ${nameIn(names, from)}`);
    }
    names = new Map([...around].map(([id, texts]) => [id, hash([names.get(id), ...texts.sort()].join('\n'))]));
  }
  return names;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
