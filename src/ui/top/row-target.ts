import { joinedAt } from '../../base/joined-texts.ts';
import { baseName } from '../../base/path-text.ts';
import type { TableData } from '../../report/views/table.ts';
import { quotedWord } from '../../shell/language/words.ts';
import { quoted, type Target } from '../widgets/row-commands.ts';

/**
 * A row as a target. A line stands for its function, but that its source is looked at where it is. Commands that look at
 * names as they are printed get those of functions where the session prints such.
 */
export function rowTarget(table: TableData, row: number, granularity: string): Target {
  const { asked, names, functions, files, objects, lines, patterns } = table;
  const name = joinedAt(names, row);
  const functionName = joinedAt(functions, row);
  const [file, object] = [joinedAt(files, row), joinedAt(objects, row)];
  const ofFunction = functionName === '' ? undefined : `^${quoted(functionName)}$`;
  const path = file === '' && object !== '' ? baseName(object) : file;
  const ofPath = path === '' ? undefined : `(^|/)${quoted(path)}$`;
  const functionPattern = patterns === undefined ? ofFunction : filled(joinedAt(patterns.functions, row));
  return {
    name,
    printed: printedPattern(),
    function: functionPattern,
    frame: (patterns && filled(joinedAt(patterns.frames, row))) ?? ofFunction ?? ofPath,
    place: file !== '' && lines[row] > 0 ? quotedWord(`${file}:${lines[row]}`) : undefined,
  };

  function printedPattern(): string | undefined {
    const printed = granularity || 'functions';
    if (printed === asked.grouping) return `^${quoted(name)}$`;
    return printed === 'functions' ? functionPattern : undefined;
  }
}

function filled(text: string): string | undefined {
  return text === '' ? undefined : text;
}
