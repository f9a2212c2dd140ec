/** Names as people paste them where a pattern is asked for: `(*conn).writeString` is no pattern, or one of another text. */
import { UserError } from '../../base/errors.ts';
import { compilePattern, hasMeta, quotePattern } from '../../base/regex.ts';
import { stringAt } from '../../profile/strings.ts';
import type { Profile } from '../../profile/tables.ts';
import type { Notify, ReportHost } from '../../report/request.ts';
import type { Dialect } from './words.ts';

export interface PatternSurroundings {
  readonly dialect: Dialect;
  readonly host: Pick<ReportHost, 'explains'>;
  readonly notify: Notify;
}

/**
 * The pattern that a typed text stands for. That is the text itself, except where somebody reads along and it is no valid
 * pattern, or matches no function, file or binary of the profile while one of them contains it as it is: then the text is
 * taken literally, and that is said.
 */
export function literally(text: string, profile: Profile, { dialect, host, notify }: PatternSurroundings): string {
  if (dialect === 'pprof' || !host.explains || !hasMeta(text)) return text;
  const reason = reasonToTakeLiterally(text, profile);
  if (reason === undefined) return text;
  notify(`${JSON.stringify(text)} is taken literally: ${reason}`);
  return quotePattern(text);
}

function reasonToTakeLiterally(text: string, profile: Profile): string | undefined {
  const problem = patternProblem(text);
  if (problem !== undefined) return `it is no pattern (${problem})`;
  const pattern = compilePattern(text);
  if (someName(profile, (name) => pattern.test(name)) || !someName(profile, (name) => name.includes(text))) {
    return undefined;
  }
  return 'as a pattern it matches nothing';
}

/** What is wrong with a pattern, in a few words: `missing closing )`; undefined where nothing is. */
export function patternProblem(text: string): string | undefined {
  try {
    compilePattern(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message.replace(/^error parsing regexp: /, '').replace(/: `.*`$/s, '');
  }
}

/** Whether a function, a file or a binary has a name of some kind. */
function someName({ functions, mappings, strings }: Profile, test: (name: string) => boolean): boolean {
  const asked = new Uint8Array(strings.length);
  for (let fn = 0; fn < functions.length; fn++) {
    for (const index of [functions.name[fn], functions.fileName[fn]]) {
      if (asked[index] === 1) continue;
      asked[index] = 1;
      if (test(stringAt(strings, index))) return true;
    }
  }
  return mappings.some(({ file }) => test(file));
}
