/** Counts of verdicts, by report and by flag, as tables. */
import { type Case, flagNames, groupOf } from './case.ts';
import type { Verdict } from './judge.ts';

/** What is counted apart, in the order of the columns. */
const COLUMNS = ['cases', 'identical', 'one of several', 'normalised', 'known', 'varies', 'different'] as const;
type Counts = Record<(typeof COLUMNS)[number], number>;

const none = (): Counts => Object.fromEntries(COLUMNS.map((column) => [column, 0])) as Counts;

export class Tally {
  readonly total = none();
  readonly #reports = new Map<string, Counts>();
  readonly #flags = new Map<string, Counts>();
  readonly #reasons = new Map<string, number>();

  add(parityCase: Case, verdict: Verdict): void {
    const report = groupOf(parityCase);
    const flags = new Set(flagNames(parityCase).map((name) => `-${name}`));
    for (const counts of [
      this.total,
      countsOf(this.#reports, report),
      ...[...flags].map((flag) => countsOf(this.#flags, flag)),
    ]) {
      counts.cases++;
      counts[verdict.type]++;
    }
    const reasons =
      verdict.type === 'normalised'
        ? verdict.by.map(({ name, reason }) => `identical after normalising the ${name} (${reason})`)
        : verdict.type === 'known'
          ? [`known: ${verdict.difference.name}`]
          : [];
    for (const reason of reasons) this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
  }

  /** The share of cases that print the same, as far as pprof itself always prints the same. */
  get share(): number {
    const { cases, identical, normalised } = this.total;
    return cases === 0 ? 1 : (identical + this.total['one of several'] + normalised) / cases;
  }

  tables(): string[] {
    return [
      ...table('report', this.#reports),
      '',
      ...table('flag', this.#flags),
      '',
      ...[...this.#reasons].map(([reason, count]) => `${count} ${reason}`),
    ];
  }
}

function countsOf(map: Map<string, Counts>, key: string): Counts {
  const counts = map.get(key) ?? none();
  map.set(key, counts);
  return counts;
}

/** Rows by name, those with differences first. */
function table(title: string, rows: ReadonlyMap<string, Counts>): string[] {
  const sorted = [...rows].sort(([a, x], [b, y]) => y.different - x.different || (a < b ? -1 : 1));
  const widths = COLUMNS.map((column) => Math.max(column.length, 6));
  const width = Math.max(title.length, ...[...rows.keys()].map((name) => name.length));
  const line = (name: string, cells: readonly string[]) =>
    `  ${name.padEnd(width)}  ${cells.map((cell, i) => cell.padStart(widths[i])).join('  ')}`;
  return [
    line(title, COLUMNS),
    ...sorted.map(([name, counts]) =>
      line(
        name,
        COLUMNS.map((column) => (counts[column] === 0 ? '·' : String(counts[column]))),
      ),
    ),
  ];
}
