/**
 * `npm run diagnose [-- NAMES]`: what doctor, leaks and suspects make of the recorded programs and messages, or of the
 * programs that are named. Fails where a goal is missed (README.md).
 */
import { join } from 'node:path';
import { examineMessage, messageFiles } from './diagnose/messages.ts';
import { examineProgram, programNames } from './diagnose/programs.ts';
import { goalsOf } from './diagnose/scores.ts';
import { resultLines } from './diagnose/tables.ts';

const root = join(process.env['PPROF_SHELL_ROOT'] ?? process.cwd(), 'test/memory');
const started = performance.now();
const asked = process.argv.slice(2);
const names = asked.length === 0 ? programNames(join(root, 'programs')) : asked;
const files = asked.length === 0 ? messageFiles(join(root, 'messages')) : [];

// One after the other: what is open at a time stays small.
const programs = [];
for (const name of names) programs.push(await examineProgram(join(root, 'programs'), name));
const messages = [];
for (const file of files) messages.push(await examineMessage(join(root, 'messages'), file));

const goals = goalsOf(programs, messages);
for (const line of resultLines(programs, messages, goals)) process.stdout.write(`${line}\n`);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
process.stdout.write(`\n${programs.length} programs and ${messages.length} messages in ${seconds} s\n`);
if (goals.some(({ isMet }) => !isMet)) process.exitCode = 1;
