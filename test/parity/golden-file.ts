/**
 * Goldens as text: a command line behind `$`, then all that came of it, a mark before each line.
 *
 *   $ pprof -top own/shop.pb.gz        < a line of the script
 *   | a line of stdout                 & a line of stdout and stderr together
 *   ! a line of stderr                 > the name of a file that was written, with + before its lines
 *   \ the line before has no end       = the exit status, where it is not 0
 *
 * Like outcomes, files of goldens hold one character per byte.
 */
import { type Case, commandText, type Outcome } from './case.ts';
import { wordsOf } from './shell-words.ts';

export interface Golden {
  readonly parityCase: Case;
  readonly outcome: Outcome;
}

export function goldenText(goldens: readonly Golden[]): string {
  return goldens.map((golden) => `${blockOf(golden).join('\n')}\n`).join('\n');
}

function blockOf({ parityCase, outcome }: Golden): string[] {
  const { status, stdout, stderr, both, files } = outcome;
  return [
    `$ ${bytesOf(commandText({ args: parityCase.args }))}`,
    ...(parityCase.script ?? []).map((line) => `< ${bytesOf(line)}`),
    // The lines of a session's output are all among those of both streams.
    ...(parityCase.script === undefined ? marked('|', stdout) : marked('&', both)),
    ...marked('!', stderr),
    ...Object.entries(files).flatMap(([name, content]) => [`> ${bytesOf(name)}`, ...marked('+', content)]),
    ...(status === 0 ? [] : [`= ${status}`]),
  ];
}

function marked(mark: string, text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  const isEnded = lines.at(-1) === '';
  if (isEnded) lines.pop();
  return [...lines.map((line) => `${mark} ${line}`), ...(isEnded ? [] : ['\\'])];
}

const bytesOf = (text: string): string => Buffer.from(text).toString('latin1');
const textOf = (bytes: string): string => Buffer.from(bytes, 'latin1').toString();

export function readGoldens(text: string): Golden[] {
  return text
    .split(/^(?=\$ )/m)
    .filter((block) => block !== '')
    .map((block) => readBlock(block.split('\n')));
}

function readBlock([command, ...lines]: readonly string[]): Golden {
  const texts = new Map<string, string>();
  const script: string[] = [];
  let status = 0;
  let key = '';
  for (const line of lines) {
    const [mark, rest] = [line.charAt(0), line.slice(2)];
    switch (mark) {
      case '':
        break;
      case '<':
        script.push(textOf(rest));
        break;
      case '=':
        status = Number(rest);
        break;
      case '>':
        key = `${FILE}${textOf(rest)}`;
        texts.set(key, '');
        break;
      case '\\':
        texts.set(key, (texts.get(key) ?? '').slice(0, -1));
        break;
      default:
        if (mark !== '+') key = mark;
        texts.set(key, `${texts.get(key) ?? ''}${rest}\n`);
    }
  }
  const files = [...texts].filter(([name]) => name.startsWith(FILE));
  const [, ...args] = wordsOf(textOf(command.slice(2)));
  return {
    parityCase: script.length === 0 ? { args } : { args, script },
    outcome: {
      status,
      stdout: texts.get('|') ?? '',
      stderr: texts.get('!') ?? '',
      both: texts.get('&') ?? '',
      files: Object.fromEntries(files.map(([name, content]) => [name.slice(FILE.length), content])),
    },
  };
}

const FILE = 'file ';
