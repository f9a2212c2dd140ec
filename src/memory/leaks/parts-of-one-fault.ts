/**
 * Things are often made of parts that several functions allocate: a session, its token, its place in a map. Where they
 * are kept together they grow by as many objects, and where they are put together is a function that called all of them:
 *
 *     main.(*Store).SignIn ─┬─ main.newSession   +40,000 objects
 *                           └─ main.token        +39,800 objects   one fault, in SignIn
 */

import { compareText } from '../../base/byte-text.ts';
import { entrancesOf, NO_PLACE, type Site, siteSource, userPath } from './growth-sites.ts';
import type { Judge, JudgedSite } from './judged-site.ts';
import { heaviestStack } from './site-places.ts';
import type { Series } from './snapshot-series.ts';

/** Counts that differ by less than this are equal, apart from what sampling explains. */
const TOLERANCE = 0.1;
/** Standard errors. */
const EXPLAINED = 2;
/** Counts that are less sure than this compare with anything. */
const UNSURE = 0.25;
/** A common caller is at most so many functions of the user's away: further up everything meets. */
const FARTHEST = 2;

/** Puts sites together that are parts of one thing; the others stay as they are. */
export function partsTogether(sites: readonly JudgedSite[], series: Series, judge: Judge): JudgedSite[] {
  return equalCountsTogether(withLibraryGoroutines(sites, series, judge), series, judge);
}

/** What a library's goroutines hold is part of the growth of the only function that calls the library, if that grows. */
function withLibraryGoroutines(sites: readonly JudgedSite[], series: Series, judge: Judge): JudgedSite[] {
  let result = [...sites];
  for (const library of sites) {
    if (library.site.isUsers || library.growth <= 0) continue;
    const entrances = entrancesOf(library.site, series);
    if (entrances.length !== 1) continue;
    const caller = result.find(
      ({ site, growth }) => site.isUsers && growth > 0 && siteSource(site, series) === entrances[0].source,
    );
    if (caller === undefined) continue;
    const stacks = [...caller.site.stacks, ...library.site.stacks];
    const places = [...caller.site.places, ...library.site.places.map(() => NO_PLACE)];
    result = result.filter((site) => site !== library && site !== caller);
    result.push(judge({ stacks, places, isUsers: true }));
  }
  return result;
}

function equalCountsTogether(sites: readonly JudgedSite[], series: Series, judge: Judge): JudgedSite[] {
  const growing = sites
    .filter(({ site, shape, growth }) => site.isUsers && growth > 0 && shape.kind === 'leak')
    .sort((a, b) => b.growth - a.growth || compareText(siteSource(a.site, series), siteSource(b.site, series)));
  const merged = new Set<JudgedSite>();
  const result: JudgedSite[] = [];
  for (const heaviest of growing) {
    if (merged.has(heaviest)) continue;
    const parts = growing.filter(
      (other) => other !== heaviest && !merged.has(other) && isPart(heaviest, other, series),
    );
    if (parts.length === 0) continue;
    for (const part of [heaviest, ...parts]) merged.add(part);
    result.push(judge(together([heaviest, ...parts], series)));
  }
  return [...sites.filter((site) => !merged.has(site)), ...result];
}

function isPart(a: JudgedSite, b: JudgedSite, series: Series): boolean {
  return haveEqualCounts(a, b) && commonCaller(a.site, b.site, series) !== undefined;
}

function haveEqualCounts(a: JudgedSite, b: JudgedSite): boolean {
  const [first, second] = [countOf(a), countOf(b)];
  const isSure = first.error <= UNSURE * first.count && second.error <= UNSURE * second.count;
  const error = Math.hypot(first.error, second.error);
  const difference = Math.abs(first.count - second.count);
  return isSure && difference <= EXPLAINED * error + TOLERANCE * Math.max(first.count, second.count);
}

/** By how many objects a site grew. The relative error of a count is that of the bytes. */
function countOf({ values, shape }: JudgedSite): { readonly count: number; readonly error: number } {
  const count = values.objects[values.objects.length - 1] - values.objects[0];
  return { count, error: shape.change === 0 ? 0 : Math.abs(count * (shape.changeError / shape.change)) };
}

/** The innermost function both were called by, or that one of them is; undefined where that is far, or the outermost. */
function commonCaller(a: Site, b: Site, series: Series): string | undefined {
  const [first, second] = [a, b].map((site) => heaviestPath(site, series));
  let shared = 0;
  while (shared < first.length && shared < second.length && first[shared].source === second[shared].source) shared++;
  const distance = Math.max(first.length, second.length) - shared;
  return shared < 2 || distance > FARTHEST ? undefined : first[shared - 1].source;
}

/** The functions of the user's in the stack that grew most. */
function heaviestPath(site: Site, series: Series) {
  const at = heaviestStack(site, series);
  return userPath(series, site.stacks[at], Math.max(0, site.places[at]));
}

/** One site for all, at the function that the parts have in common; what a caller of the heaviest adds is with it. */
function together(parts: readonly JudgedSite[], series: Series): Site {
  const [heaviest, ...others] = parts.map(({ site }) => site);
  const path = heaviestPath(heaviest, series).map(({ source }) => source);
  const beside = others.flatMap((site) => {
    const common = commonCaller(heaviest, site, series);
    const own = heaviestPath(site, series).at(-1)?.source;
    return common === undefined || own === common ? [] : [path.indexOf(common)];
  });
  const meeting = path[Math.min(path.length - 1, ...beside)];
  const sites = parts.map(({ site }) => site);
  const stacks = sites.flatMap((site) => site.stacks);
  const places = sites.flatMap((site) =>
    site.stacks.map((stack, i) => {
      const users = userPath(series, stack, 0);
      return users.findLast(({ source }) => source === meeting)?.place ?? site.places[i];
    }),
  );
  return { stacks, places, isUsers: true };
}
