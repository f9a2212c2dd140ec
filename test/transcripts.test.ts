import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from './support/run-program.ts';

// A transcript is a session as a terminal without drawing shows it: `$ pprof-shell FILE`, then prompts with what was
// typed, and what was printed. Its commands are run and all of it has to come out again; `npm run golden` rewrites it.
const root = join(import.meta.dirname, '..');
const PROMPT = '(pprof) ';

const folders = [join(root, 'examples'), join(import.meta.dirname, 'transcripts')];
const transcripts = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.transcript'))
    .map((file) => join(folder, file)),
);

test.each(transcripts)('%s', async (path) => {
  const lines = readFileSync(path, 'utf8').split('\n');
  const args = lines[0].replace(/^\$ pprof-shell /, '').split(' ');
  const commands = lines.filter((line) => line.startsWith(PROMPT)).map((line) => line.slice(PROMPT.length));

  const at = process.cwd();
  process.chdir(root);
  const { both } = await run(args, { stdin: commands.map((command) => `${command}\n`).join('') });
  process.chdir(at);

  const [greeting, ...outputs] = Buffer.from(both, 'latin1').toString().split(PROMPT);
  const session = outputs.map((output, i) => (i < commands.length ? `${PROMPT}${commands[i]}\n${output}` : output));
  await expect(`${lines[0]}\n${greeting}${session.join('')}`).toMatchFileSnapshot(path);
});

test('there are transcripts', () => expect(transcripts.length).toBeGreaterThan(3));
