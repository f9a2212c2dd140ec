/** What a program makes while it starts, which mostly is kept on purpose. */
import type { BlamedSite } from './blame.ts';
import type { HeapMode } from './heap-columns.ts';
import { amountOf } from './search.ts';
import { amountsOfSites, type HeapSites } from './sites.ts';

/** Functions called so prepare something. */
const PREPARES =
  /(?:^|[.)])(?:init|new|load|open|read|parse|setup|build|make|must|warm|prepare|register|fill)(?!\w*loop)\w*$/i;

/** Whether nearly all of it comes from package initialisers, or from what main calls by a name that says it prepares something. */
export function isStartUp(heap: HeapSites, mode: HeapMode, group: readonly BlamedSite[]): boolean {
  const bytesOf = (sites: readonly BlamedSite[]) => amountOf(mode, amountsOfSites(sites.map(({ site }) => site))).bytes;
  return bytesOf(group.filter(({ site }) => isMadeAtStart(heap, site.stack))) >= 0.9 * bytesOf(group);
}

function isMadeAtStart({ frames }: HeapSites, stack: Int32Array): boolean {
  for (let depth = stack.length - 1; depth >= 0; depth--) {
    const { function: name } = frames[stack[depth]];
    if (/^runtime\.doInit/.test(name)) return true;
    if (name === 'main.main') return depth > 0 && PREPARES.test(frames[stack[depth - 1]].function);
  }
  return false;
}
