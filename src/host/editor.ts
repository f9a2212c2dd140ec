import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { UserError } from '../base/errors.ts';
import { baseName } from '../base/path-text.ts';

/** A program with its arguments, to be started without a shell. */
export interface EditorCommand {
  readonly program: string;
  readonly args: readonly string[];
}

type LineForm = (file: string, line: number) => readonly string[];

const plusLine: LineForm = (file, line) => [`+${line}`, file];
const behindColon: LineForm = (file, line) => [`${file}:${line}`];
const lineOption: LineForm = (file, line) => ['--line', String(line), file];

/** How editors are told a line. A name may go on with a version: `emacs-29.1`, `vim.basic`, `code.cmd`. */
const FORMS: readonly (readonly [names: string, form: LineForm])[] = [
  ['vi vim nvim gvim mvim vimx view nvi vis elvis kak nano pico micro joe jed mg ne gedit bbedit', plusLine],
  ['emacs emacsclient xemacs', plusLine],
  ['code code-insiders codium vscodium cursor windsurf', (file, line) => ['--goto', `${file}:${line}`]],
  ['hx helix subl sublime_text zed zeditor atom lapce', behindColon],
  ['idea goland pycharm webstorm clion rider rubymine phpstorm rustrover fleet kate kwrite', lineOption],
  ['mate', (file, line) => ['-l', String(line), file]],
];

/**
 * What to run to edit a file at a line: `$VISUAL`, or else `$EDITOR`, with the arguments they may have. Undefined where
 * neither is set. An editor that is not known gets the file alone, as it may take a line for another file.
 */
export function editorCommand(
  env: (name: string) => string | undefined,
  file: string,
  line: number,
): EditorCommand | undefined {
  const [program, ...args] = shellWords(env('VISUAL')?.trim() || env('EDITOR') || '');
  if (program === undefined || program === '') return undefined;
  const form = formOf(baseName(program.replaceAll('\\', '/')));
  // What begins like an option would be taken for one.
  const path = /^[-+]/.test(file) ? `./${file}` : file;
  return { program, args: [...args, ...(form === undefined ? [path] : form(path, Math.max(1, line)))] };
}

function formOf(name: string): LineForm | undefined {
  const called = name.replace(/\.(exe|cmd|bat|sh|appimage|app)$/i, '').toLowerCase();
  const unversioned = called.replace(/[-.]?\d[\w.-]*$|\.(basic|tiny|nox|gtk\d?|athena)$/, '');
  return FORMS.find(([names]) => names.split(' ').some((known) => known === called || known === unversioned))?.[1];
}

/** A piece of a word as shells read it: quoted in one way or the other, behind a backslash, or as it is. */
const PIECE = /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)|([^\s'"\\]+)|(\s+)|(.)/gsu;

/** The words of a line as a POSIX shell takes them apart, without expanding anything. A quote left open is a character. */
function shellWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [, single, double, escaped, plain, blank, stray] of line.matchAll(PIECE)) {
    if (blank === undefined) {
      const inDouble = double?.replace(/\\(["\\$`])/g, '$1');
      word = (word ?? '') + (single ?? inDouble ?? escaped ?? plain ?? stray ?? '');
    } else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}

/** Runs an editor on the terminal until it is left. Rejects with UserError where it cannot be started. */
export async function runEditor({ program, args }: EditorCommand): Promise<void> {
  const child = spawn(program, args, { stdio: 'inherit' });
  try {
    await once(child, 'close');
  } catch (error) {
    throw new UserError(
      `${program} cannot be started: ${(error as Error).message}`,
      '$EDITOR says which editor is used',
    );
  }
}
