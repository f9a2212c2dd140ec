/** `npm run bench`: runs the parts of the benchmark, and prints one table. `test/bench/README.md` tells what it says. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Command, findGoPprof, hasProgram, machineText } from './measure.ts';
import { callTree } from './parts/call-tree.ts';
import { growth } from './parts/growth.ts';
import { leaks } from './parts/leaks.ts';
import { libraries } from './parts/libraries.ts';
import { loadAndTop } from './parts/load-and-top.ts';
import { nextCommands } from './parts/next-commands.ts';
import { otherWork } from './parts/other-work.ts';
import { patterns } from './parts/patterns.ts';
import { search } from './parts/search.ts';
import { tiny } from './parts/tiny.ts';
import { typing } from './parts/typing.ts';
import { views } from './parts/views.ts';
import type { Part, Surroundings } from './surroundings.ts';
import { type Row, rowText, tableLines } from './table.ts';

const PARTS: Readonly<Record<string, Part>> = {
  a: loadAndTop,
  b: growth,
  c: nextCommands,
  d: tiny,
  e: libraries,
  f: search,
  g: callTree,
  h: patterns,
  i: otherWork,
  j: typing,
  k: views,
  l: leaks,
};

const USAGE = `npm run bench -- [--quick] [--no-go] [--only=a,b] [--markdown] [--program=FILE]
`;

interface Choices {
  readonly isQuick: boolean;
  readonly withGo: boolean;
  readonly letters: readonly string[];
  readonly writesMarkdown: boolean;
  readonly program: string;
}

function readChoices(root: string): Choices {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      'no-go': { type: 'boolean', default: false },
      only: { type: 'string', default: Object.keys(PARTS).join(',') },
      markdown: { type: 'boolean', default: false },
      program: { type: 'string', default: join(root, 'dist/pprof-shell.js') },
    },
  });
  const letters = values.only.split(',');
  const unknown = letters.find((letter) => !(letter in PARTS));
  if (unknown !== undefined)
    throw new Error(`there is no part "${unknown}"; expected ${Object.keys(PARTS).join(', ')}`);
  const program = resolve(values.program);
  if (!existsSync(program)) throw new Error(`${program} is not there; npm run build makes it`);
  return { isQuick: values.quick, withGo: !values['no-go'], letters, writesMarkdown: values.markdown, program };
}

function surroundingsFor({ isQuick, withGo, program }: Choices, root: string): Surroundings {
  const go = withGo ? findGoPprof() : undefined;
  const gunzip: Command = ['gzip', '-dc'];
  return {
    isQuick,
    root,
    program: [process.execPath, program],
    goPprof: go === undefined ? undefined : [go, '-symbolize=none'],
    gunzip: hasProgram('gzip') ? gunzip : undefined,
    progress: (text) => void process.stderr.write(`… ${text}\n`),
  };
}

/** Runs the parts. One that fails is told about, and the others go on. */
async function measureAll(letters: readonly string[], surroundings: Surroundings): Promise<Row[]> {
  const rows: Row[] = [];
  for (const letter of letters) {
    try {
      for await (const measured of PARTS[letter](surroundings)) {
        const row = { part: letter, ...measured };
        rows.push(row);
        process.stderr.write(`  ${rowText(row)}\n`);
      }
    } catch (error) {
      process.exitCode = 1;
      process.stderr.write(`part ${letter} failed: ${error instanceof Error ? error.stack : error}\n`);
    }
  }
  return rows;
}

const TABLE_BEGIN = '<!-- The table begins: npm run bench -- --markdown writes it. -->';
const TABLE_END = '<!-- The table ends. -->';

function writeMarkdown(file: string, lines: readonly string[]): void {
  const text = readFileSync(file, 'utf8');
  const [before, rest] = text.split(TABLE_BEGIN);
  const after = rest?.split(TABLE_END)[1];
  if (after === undefined) throw new Error(`${file} has no place for the table`);
  writeFileSync(file, `${before}${TABLE_BEGIN}\n\n${lines.join('\n')}\n\n${TABLE_END}${after}`);
}

async function main(): Promise<void> {
  const root = process.env['PPROF_SHELL_ROOT'] ?? process.cwd();
  const choices = readChoices(root);
  const begun = performance.now();
  const rows = await measureAll(choices.letters, surroundingsFor(choices, root));
  const minutes = ((performance.now() - begun) / 60_000).toFixed(1);
  const size = choices.isQuick ? 'quick run' : 'full run';
  const date = new Date().toISOString().slice(0, 10);
  const lines = [`${machineText()}; ${date}, ${size} of ${minutes} minutes.`, '', ...tableLines(rows)];
  process.stdout.write(`\n${lines.join('\n')}\n`);
  if (choices.writesMarkdown) writeMarkdown(join(root, 'test/bench/README.md'), lines);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  process.exitCode = 1;
}
