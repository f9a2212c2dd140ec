import { UserError } from '../../base/errors.ts';
import { closestWord } from '../language/closest-word.ts';
import {
  type Limit,
  MEASURES,
  type MeasureName,
  measureDeclarations,
  OPERATORS,
  type Operator,
  type Rule,
} from './rule.ts';

/** Reads rules joined by `and`. Throws UserError with the place, what was found there and what was expected. */
export function parseRules(text: string): readonly Rule[] {
  const reader = new RuleReader(text);
  const rules = [reader.rule()];
  while (reader.takesWord('and')) rules.push(reader.rule());
  reader.end();
  return rules;
}

/** The rules of a file: a line each, or several joined by `and`; lines that begin with `#` are comments. */
export function parseRulesFile(text: string, file: string): readonly Rule[] {
  return text.split('\n').flatMap((line, index) => {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) return [];
    try {
      return parseRules(trimmed);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      throw new UserError(`${file}:${index + 1}: ${error.message}`, error.hint);
    }
  });
}

const EXAMPLE = 'for example: check "flat(encoding/json) < 5%"';

interface Clauses {
  sampleType: string | undefined;
  since: string | undefined;
}

class RuleReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  rule(): Rule {
    const { measure, pattern } = this.#subject();
    const clauses: Clauses = { sampleType: undefined, since: undefined };
    this.#clauses(measure, clauses);
    const operator = this.#operator();
    const limit = this.#limit();
    this.#clauses(measure, clauses);
    return { measure, pattern, operator, limit, ...clauses };
  }

  takesWord(word: string): boolean {
    return this.#take(new RegExp(`${word}(?!\\S)`, 'y')) !== undefined;
  }

  end(): void {
    if (this.#rest() !== '') this.#fail('and, of, since or the end of the rule');
  }

  #subject(): Pick<Rule, 'measure' | 'pattern'> {
    const start = this.#skipBlanks();
    const name = this.#take(/\w+/y);
    const measure = name === undefined ? undefined : measureDeclarations.get(name);
    if (name === undefined || measure === undefined) {
      this.#at = start;
      const names = [...measureDeclarations.keys()];
      const closest = name === undefined ? undefined : closestWord(name, names);
      this.#fail(`one of ${names.join(' ')}`, closest === undefined ? EXAMPLE : `did you mean ${closest}?`);
    }
    const pattern = measure.takesPattern ? this.#pattern(name) : '';
    return { measure: name as MeasureName, pattern };
  }

  /** Up to the parenthesis that closes the one in front of it. */
  #pattern(measure: string): string {
    const example = `for example: ${measure}(encoding/json)`;
    const open = this.#skipBlanks();
    if (this.#take(/\(/y) === undefined) this.#fail(`a pattern in parentheses behind ${measure}`, example);
    const start = this.#at;
    let depth = 1;
    while (depth > 0) {
      // An escape, a class and any other character are passed over as one.
      const token = this.#match(/\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|./suy);
      if (token === undefined) {
        this.#at = open;
        this.#fail('a ) for every ( of the pattern', 'a parenthesis that is a part of a name is written \\( or \\)');
      }
      this.#at += token.length;
      if (token === '(') depth++;
      if (token === ')') depth--;
    }
    const pattern = this.#text.slice(start, this.#at - 1);
    if (pattern.trim() !== '') return pattern;
    this.#at = start;
    this.#fail('a pattern', `${example}; total is about all functions`);
  }

  #clauses(measure: MeasureName, clauses: Clauses): void {
    for (;;) {
      const start = this.#skipBlanks();
      if (clauses.sampleType === undefined && this.takesWord('of')) {
        clauses.sampleType = this.#word('a sample type');
      } else if (clauses.since === undefined && this.takesWord('since')) {
        clauses.since = this.#word('the number of a profile');
        if (MEASURES[measure].compares !== 'never') continue;
        this.#at = start;
        this.#fail(`no earlier profile for ${measure}`, 'grew, new, gone and total compare with one');
      } else {
        return;
      }
    }
  }

  #word(expected: string): string {
    return this.#take(/\S+/y) ?? this.#fail(expected);
  }

  #operator(): Operator {
    this.#skipBlanks();
    const operator = OPERATORS.find((candidate) => this.#text.startsWith(candidate, this.#at));
    if (operator === undefined) this.#fail('one of < <= > >= == !=');
    this.#at += operator.length;
    return operator;
  }

  #limit(): Limit {
    const amount = this.#take(/[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y);
    if (amount === undefined)
      this.#fail('a number, with % or a unit behind it', 'for example: < 5%, < 64MB, < 1.5s, == 0');
    if (!Number.isFinite(Number(amount))) {
      this.#at -= amount.length;
      this.#fail('a smaller number');
    }
    const unit = this.#take(/%|(?!(?:and|of|since)(?!\S))[\p{L}*]+/uy) ?? '';
    return { amount: Number(amount), unit };
  }

  /** What a sticky pattern matches behind blanks, passed over; undefined where it does not match. */
  #take(pattern: RegExp): string | undefined {
    const before = this.#at;
    this.#skipBlanks();
    const found = this.#match(pattern);
    this.#at = found === undefined ? before : this.#at + found.length;
    return found;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0];
  }

  #skipBlanks(): number {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at++;
    return this.#at;
  }

  #rest(): string {
    this.#skipBlanks();
    return this.#text.slice(this.#at);
  }

  #fail(expected: string, hint = EXAMPLE): never {
    const found = /^\S+/.exec(this.#rest())?.[0];
    const place = found === undefined ? 'its end' : `column ${this.#at + 1}`;
    throw new UserError(
      `rule "${this.#text}": expected ${expected} at ${place}, found ${found === undefined ? 'nothing' : JSON.stringify(found)}`,
      hint,
    );
  }
}
