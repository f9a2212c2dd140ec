/** Finds what a loop defers, in source as gofmt indents it. */
import type { SourceFrame } from '../statement.ts';

type SourceLine = (file: string, line: number) => string | undefined;

/** What is opened is closed by a defer so many lines further down at most. */
const REACH = 6;
/** A loop that begins further up is not looked for. */
const LONGEST_LOOP = 60;

/** The line of a `defer` behind a line, where both are in a loop of one function; undefined where there is none. */
export function deferInLoop({ file, line }: SourceFrame, sourceLine: SourceLine): number | undefined {
  const text = sourceLine(file, line);
  if (text === undefined || line === 0) return undefined;
  for (let next = line; next <= line + REACH; next++) {
    const candidate = sourceLine(file, next);
    if (candidate === undefined || /^\}/.test(candidate)) return undefined;
    if (/^\s*defer\b/.test(candidate) && isInLoop(file, next, candidate, sourceLine)) return next;
  }
  return undefined;
}

/** Goes up from block to block, each less indented, until one is a loop or a function. */
function isInLoop(file: string, line: number, text: string, sourceLine: SourceLine): boolean {
  let indent = indentOf(text);
  for (let above = line - 1; above >= Math.max(1, line - LONGEST_LOOP) && indent > 0; above--) {
    const outer = sourceLine(file, above);
    if (outer === undefined || outer.trim() === '' || indentOf(outer) >= indent) continue;
    indent = indentOf(outer);
    if (/^\s*for\b/.test(outer)) return true;
    if (/\bfunc\b.*\{\s*$/.test(outer)) return false;
  }
  return false;
}

const indentOf = (text: string) => text.length - text.trimStart().length;
