import { readRedirection } from './language/redirection.ts';
import { FORMAT_FLAGS } from './language/report-words.ts';
import { splitLine, type Word } from './language/words.ts';
import { commandOfWord } from './run-line.ts';
import type { Workspace } from './workspace.ts';

/** Which view shows what a report prints: the beginning of the line that opens it, and whether words behind it mean the same. */
const VIEWS: Readonly<Record<string, { readonly opens: string; readonly takes: 'words' | 'regex' | 'nothing' }>> = {
  top: { opens: 'top -i', takes: 'words' },
  text: { opens: 'top -i', takes: 'words' },
  tags: { opens: 'tags -i', takes: 'nothing' },
  peek: { opens: 'sandwich', takes: 'regex' },
  list: { opens: 'source', takes: 'regex' },
  weblist: { opens: 'source', takes: 'regex' },
  disasm: { opens: 'source', takes: 'regex' },
  tree: { opens: 'browse', takes: 'nothing' },
  traces: { opens: 'browse', takes: 'nothing' },
};

/**
 * The line that opens what a line has printed as a view, at a row of the table where one is named (counted from 1).
 * Undefined where no view shows the same.
 */
export function viewOfLine(line: string, workspace: Workspace, row?: number): string | undefined {
  const { command } = readRedirection(line, workspace);
  const [verb, ...words] = splitLine(command, 'shell').words;
  const name = verb && commandOfWord(verb.text)?.name;
  const view = name === undefined ? undefined : VIEWS[name];
  if (view === undefined) return undefined;
  if (row !== undefined && view.takes !== 'words') return undefined;
  const kept = view.takes === 'words' ? words.filter(isSelection) : view.takes === 'regex' ? words.slice(0, 1) : [];
  const typed = kept.map(({ start, end }) => command.slice(start, end));
  return [view.opens, ...(row === undefined ? [] : [String(row)]), ...typed].join(' ');
}

/** Whether a word chooses what is shown or its order, and not how much of it, in which form, or where to. */
function isSelection({ text, isQuoted }: Word, place: number, words: readonly Word[]): boolean {
  const before = words[place - 1];
  if (before?.text === '>' && !before.isQuoted) return false;
  return isQuoted || !(/^\d+$|^-mine$|^>/.test(text) || FORMAT_FLAGS.has(text));
}
