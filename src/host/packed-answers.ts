/**
 * Answers to views on their way from the thread that works. Most of one is the table of entries of the profile, the same
 * for every view of it: a table crosses once, and is called by a key as long as both sides keep it.
 */
import type { EntryTable } from '../analysis/entries.ts';
import type { ViewAnswer } from '../report/views/index.ts';

/** An answer whose table, if it has one, is a `PackedTable`. */
export type PackedAnswer = object;

/** A table by its key, itself where the other side does not have it. */
interface PackedTable {
  readonly key: number;
  readonly table?: EntryTable;
}

/** How many tables both sides keep: those of a view and of the one below it. */
const KEPT_TABLES = 2;

/** One side of the way. Both sides see the same answers in the same order, so they keep the same tables. */
export class AnswerPacker {
  /** The one that was used last is the last one. */
  #kept = new Map<number, EntryTable>();
  #made = 0;

  pack(answer: ViewAnswer): PackedAnswer {
    return withTable(answer, (table: EntryTable): PackedTable => {
      const known = [...this.#kept].find(([, kept]) => kept === table)?.[0];
      const key = known ?? ++this.#made;
      this.#keep(key, table);
      return known === undefined ? { key, table } : { key };
    });
  }

  unpack(packed: PackedAnswer): ViewAnswer {
    return withTable(packed, ({ key, table = this.#kept.get(key) }: PackedTable): EntryTable => {
      if (table === undefined) throw new Error(`no table is known as ${key}`);
      this.#keep(key, table);
      return table;
    }) as ViewAnswer;
  }

  #keep(key: number, table: EntryTable): void {
    this.#kept.delete(key);
    this.#kept.set(key, table);
    for (const oldest of this.#kept.keys()) if (this.#kept.size > KEPT_TABLES) this.#kept.delete(oldest);
  }
}

/** An answer with another table: that of its question, or of the question of its data. */
function withTable<Table>(answer: object, replace: (table: Table) => unknown): object {
  if ('data' in answer && isObject(answer.data)) return { ...answer, data: withTable(answer.data, replace) };
  if (!('question' in answer && isObject(answer.question) && 'table' in answer.question)) return answer;
  const { question } = answer;
  return { ...answer, question: { ...question, table: replace(question.table as Table) } };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
