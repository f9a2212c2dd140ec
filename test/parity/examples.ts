/** Differences as they are shown: some of each kind. */
import { type Case, commandText } from './case.ts';
import type { Choices } from './choices.ts';
import type { Difference } from './compare.ts';
import { unifiedDiff } from './unified-diff.ts';

export class Examples {
  readonly #choices: Pick<Choices, 'show' | 'alike'>;
  readonly #kinds = new Map<string, number>();

  constructor(choices: Pick<Choices, 'show' | 'alike'>) {
    this.#choices = choices;
  }

  /** Shows a difference, unless enough of its kind, or enough kinds, have been shown. */
  add(parityCase: Case, heading: string, { where, theirs, ours }: Difference): void {
    const diff = unifiedDiff(theirs, ours);
    const kind = kindOf(where, diff);
    const count = this.#kinds.get(kind) ?? 0;
    this.#kinds.set(kind, count + 1);
    const { show, alike } = this.#choices;
    if (count >= alike || (count === 0 && this.#kinds.size > show)) return;
    // The command is text, outputs are bytes.
    const shown = Buffer.from(`${diff.join('\n')}\n\n`, 'latin1').toString();
    process.stdout.write(`${heading} in ${where}: ${commandText(parityCase)}\n${shown}`);
  }
}

/** What differences with the same cause mostly have in common: the first lines that differ, but for their numbers. */
function kindOf(where: string, diff: readonly string[]): string {
  const first = (mark: string) => diff.find((line) => line.startsWith(mark))?.replaceAll(/[\d.]+[a-z%]*/g, '#') ?? '';
  return [where, first('-'), first('+')].join('\n').slice(0, 200);
}
