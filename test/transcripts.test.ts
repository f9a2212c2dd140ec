import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { splitWords } from '../src/shell/language/words.ts';
import { run } from './support/run-program.ts';

// A transcript is what a terminal without drawing shows: `$ pprof-shell FILE`, then prompts with what was typed, and what
// was printed. With `-e` there are no prompts. All is run again and has to come out again; `npm run golden` rewrites it.
const root = join(import.meta.dirname, '..');
const START = '$ pprof-shell ';
const PROMPT = '(pprof) ';

const folders = [join(root, 'examples'), join(import.meta.dirname, 'transcripts')];
const transcripts = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.transcript'))
    .map((file) => join(folder, file)),
);

test.each(transcripts)('%s', async (path) => {
  const runs = readFileSync(path, 'utf8').split(/^(?=\$ pprof-shell )/m);
  const again: string[] = [];
  for (const text of runs) again.push(await runAgain(text.split('\n')));
  await expect(again.join('')).toMatchFileSnapshot(path);
});

/** Runs the program as the first line says, with the commands behind the prompts, and shows what comes out. */
async function runAgain([start, ...lines]: readonly string[]): Promise<string> {
  const args = splitWords(start.slice(START.length), 'shell').map(({ text }) => text);
  const commands = lines.filter((line) => line.startsWith(PROMPT)).map((line) => line.slice(PROMPT.length));

  const at = process.cwd();
  process.chdir(root);
  const { both, status } = await run(args, { stdin: commands.map((command) => `${command}\n`).join('') });
  process.chdir(at);

  const [greeting, ...outputs] = Buffer.from(both, 'latin1').toString().split(PROMPT);
  const session = outputs.map((output, i) => (i < commands.length ? `${PROMPT}${commands[i]}\n${output}` : output));
  const end = status === 0 ? '' : `[exit status ${status}]\n`;
  return `${start}\n${greeting}${session.join('')}${end}`;
}

test('there are transcripts', () => expect(transcripts.length).toBeGreaterThan(3));
