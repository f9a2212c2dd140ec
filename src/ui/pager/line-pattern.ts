import { RE2JS, RE2JSSyntaxException } from 're2js';
import { UserError } from '../../base/errors.ts';
import { compilePattern, quotePattern } from '../../base/regex.ts';
import type { LetterRange } from '../../search/rank-names.ts';

/** What the pager searches lines for. */
export interface LinePattern {
  readonly source: string;
  /** Whether what has a meaning in patterns stands for itself. */
  readonly isLiteral: boolean;
  test(text: string): boolean;
  /** Where it matches, in order and apart from each other. */
  rangesIn(text: string): readonly LetterRange[];
}

/**
 * How a typed text, which is not empty, can be meant, the likelier first: as a pattern in pprof's dialect, then as the
 * text it is. What is no pattern, or would mean the same as one, is only text.
 */
export function readingsOf(source: string): readonly [LinePattern, ...LinePattern[]] {
  if (quotePattern(source) === source) return [textPattern(source, false)];
  const text = textPattern(source, true);
  try {
    return [regexPattern(source), text];
  } catch (error) {
    if (error instanceof UserError || error instanceof RE2JSSyntaxException) return [text];
    throw error;
  }
}

function textPattern(source: string, isLiteral: boolean): LinePattern {
  const rangesIn = (text: string) => {
    const ranges: LetterRange[] = [];
    for (let at = text.indexOf(source); at !== -1; at = text.indexOf(source, at + source.length))
      ranges.push([at, at + source.length]);
    return ranges;
  };
  return { source, isLiteral, test: (text) => text.includes(source), rangesIn };
}

function regexPattern(source: string): LinePattern {
  const { test } = compilePattern(source);
  const regex = RE2JS.compile(source);
  const rangesIn = (text: string) => {
    const ranges: LetterRange[] = [];
    const matcher = regex.matcher(text);
    while (matcher.find()) if (matcher.end() > matcher.start()) ranges.push([matcher.start(), matcher.end()]);
    return ranges;
  };
  return { source, isLiteral: false, test, rangesIn };
}
