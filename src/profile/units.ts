import type { Int64 } from '../base/int64.ts';
import { fixed2, significant2 } from '../base/number-text.ts';

/** A value in a unit; `unit` is what is printed behind it. */
export interface Scaled {
  readonly value: number;
  readonly unit: string;
}

interface Unit {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly factor: number;
}

interface UnitFamily {
  readonly units: readonly Unit[];
  readonly default: Unit;
}

function family(
  defaultName: string,
  rows: readonly (readonly [name: string, aliases: string, factor: number])[],
): UnitFamily {
  const units = rows.map(([name, aliases, factor]) => ({ name, aliases: aliases.split(' '), factor }));
  return { units, default: units.find((unit) => unit.name === defaultName) ?? units[0] };
}

const FAMILIES: readonly UnitFamily[] = [
  family('B', [
    ['B', 'b byte', 1],
    ['kB', 'kb kbyte kilobyte', 2 ** 10],
    ['MB', 'mb mbyte megabyte', 2 ** 20],
    ['GB', 'gb gbyte gigabyte', 2 ** 30],
    ['TB', 'tb tbyte terabyte', 2 ** 40],
    ['PB', 'pb pbyte petabyte', 2 ** 50],
  ]),
  family('s', [
    ['ns', 'ns nanosecond', 1],
    ['us', 'us microsecond', 1e3],
    ['ms', 'ms millisecond', 1e6],
    ['s', 's sec second', 1e9],
    ['hrs', 'hour hr', 3600e9],
  ]),
  family('GCU', [
    ['n*GCU', 'nanogcu', 1e-9],
    ['u*GCU', 'microgcu', 1e-6],
    ['m*GCU', 'milligcu', 1e-3],
    ['GCU', 'gcu', 1],
    ['k*GCU', 'kilogcu', 1e3],
    ['M*GCU', 'megagcu', 1e6],
    ['G*GCU', 'gigagcu', 1e9],
    ['T*GCU', 'teragcu', 1e12],
    ['P*GCU', 'petagcu', 1e15],
  ]),
];

const UNITS_BY_ALIAS = new Map(
  FAMILIES.flatMap((members) =>
    members.units.flatMap((unit) => unit.aliases.map((alias) => [alias, { unit, family: members }] as const)),
  ),
);

/** Units that count things: a number of them is printed bare. */
const COUNTING_UNITS = new Set(['count', 'sample', 'unit', 'minimum', 'auto']);

/** Names of units a user can ask for, for completion. */
export const UNIT_NAMES: readonly string[] = [
  'minimum',
  'auto',
  ...FAMILIES.flatMap((members) => members.units.map((unit) => unit.name)).filter((name) => !name.includes('*')),
];

const utf8 = new TextEncoder();

/** Has no positive counterpart, and so pprof scales it as it is. */
const SMALLEST_INT64 = -(2n ** 63n);

/** One trailing `s` does not count, in names longer than two bytes. */
function findUnit(name: string) {
  const lower = name.toLowerCase();
  const isPlural = lower.endsWith('s') && utf8.encode(lower).length > 2;
  return UNITS_BY_ALIAS.get(isPlural ? lower.slice(0, -1) : lower);
}

/** Whether a unit measures time, so that it compares with a duration. */
export function isTimeUnit(unit: string): boolean {
  return findUnit(unit)?.family === FAMILIES[1];
}

/**
 * Converts a value. `to` is a unit, or `minimum` or `auto` for the largest unit in which the value is at least 1. A
 * unit of another family means the default of the value's own; a value in an unknown unit stays as it is.
 */
export function scale(value: Int64 | number, from: string, to: string): Scaled {
  if (value < 0 && value !== SMALLEST_INT64) {
    const positive = scale(-Number(value), from, to);
    return { value: -positive.value, unit: positive.unit };
  }
  const number = Number(value);
  const found = findUnit(from);
  if (found === undefined) {
    return { value: number, unit: COUNTING_UNITS.has(to) ? '' : to };
  }
  const base = number * found.unit.factor;
  const unit = to === 'minimum' || to === 'auto' ? largestFitting(base, found.family) : unitWithin(found.family, to);
  return { value: base / unit.factor, unit: unit.name };
}

function unitWithin(members: UnitFamily, name: string): Unit {
  const found = findUnit(name);
  return found?.family === members ? found.unit : members.default;
}

function largestFitting(base: number, members: UnitFamily): Unit {
  let best: Unit | undefined;
  for (const unit of members.units) {
    if (base / unit.factor >= 1 && (best === undefined || unit.factor > best.factor)) best = unit;
  }
  return best ?? members.default;
}

/** A value as reports show it: two decimals unless they are zero, a bare `0`, the unit right behind. */
export function scaledLabel(value: Int64, from: string, to: string): string {
  const scaled = scale(value, from, to);
  const text = fixed2(scaled.value).replace(/\.00$/, '');
  return text === '0' || text === '-0' ? '0' : text + scaled.unit;
}

/** The share of a total in percent, at least six characters wide and never negative. */
export function percentage(value: Int64, total: Int64): string {
  const ratio = Number(total) === 0 ? 0 : Math.abs(Number(value) / Number(total)) * 100;
  if (ratio >= 99.95 && ratio <= 100.05) return '  100%';
  return `${(ratio >= 1 ? fixed2(ratio) : significant2(ratio)).padStart(5)}%`;
}

/**
 * Of two units the finer one, where both measure the same; undefined where values in one cannot be told in the other.
 * Of two names for the same unit the first is kept.
 */
export function finerUnit(a: string, b: string): string | undefined {
  if (a === b) return a;
  const [first, second] = [findUnit(a), findUnit(b)];
  if (first === undefined || second === undefined || first.family !== second.family) return undefined;
  return second.unit.factor < first.unit.factor ? b : a;
}
