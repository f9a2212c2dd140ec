/** The figures as Markdown, which reads well as text too. */
import { compareText } from '../../../src/base/byte-text.ts';
import type { ExaminedMessage } from './messages.ts';
import { type ExaminedProgram, PART_NAMES } from './programs.ts';
import {
  alarmsOf,
  type Goal,
  givenOnly,
  isAsked,
  isRight,
  listsOf,
  placeOf,
  scoreOf,
  shareText,
  sureOf,
  TOOLS,
  type Tool,
} from './scores.ts';

export function* resultLines(
  programs: readonly ExaminedProgram[],
  messages: readonly ExaminedMessage[],
  goals: readonly Goal[],
): Generator<string> {
  yield* kindLines(programs);
  yield* toolLines(programs);
  yield* partLines(programs);
  yield* confusionLines(programs);
  yield* alarmLines(programs);
  if (messages.length > 0) yield* messageLines(messages);
  yield '';
  for (const { text, isMet } of goals) yield `${isMet ? '✓' : '✗'} ${text}`;
}

/** Of each kind: in how many programs each tool names the fault first, and first or second. */
function* kindLines(programs: readonly ExaminedProgram[]): Generator<string> {
  const faulty = programs.filter(({ isHealthy }) => !isHealthy);
  const kinds = [...new Set(faulty.map(({ kind }) => kind))].sort(compareText);
  yield 'By kind of fault: named first, and first or second, of the programs that a tool can see it in';
  yield '';
  yield* table(
    ['kind', 'programs', ...TOOLS, 'doctor sure', 'ending', 'place'],
    kinds.map((kind) => {
      const of = faulty.filter((program) => program.kind === kind);
      return [
        kind,
        String(of.length),
        ...TOOLS.map((tool) => foundText(of, tool)),
        ofText(scoreOf(of, 'doctor').sure, scoreOf(of, 'doctor').asked),
        countText(of, ({ isEndingRight }) => isEndingRight),
        countText(of, ({ isPlaceRight }) => isPlaceRight),
      ];
    }),
  );
}

function foundText(programs: readonly ExaminedProgram[], tool: Tool): string {
  const { asked, first, firstOrSecond } = scoreOf(programs, tool);
  return asked === 0 ? '' : `${first}, ${firstOrSecond} of ${asked}`;
}

function countText(
  programs: readonly ExaminedProgram[],
  isSo: (program: ExaminedProgram) => boolean | undefined,
): string {
  const asked = programs.filter((program) => isSo(program) !== undefined);
  return ofText(asked.filter(isSo).length, asked.length);
}

const ofText = (part: number, all: number) => (all === 0 ? '' : `${part} of ${all}`);

/** Recall is of faults, precision of what is said to be likely or confirmed in faulty programs. */
function* toolLines(programs: readonly ExaminedProgram[]): Generator<string> {
  yield '';
  yield* table(
    ['tool', 'faults', 'first', 'first or second', 'said to be likely', 'precision of likely'],
    TOOLS.map((tool) => {
      const { asked, first, firstOrSecond, sure, likely, likelyRight } = scoreOf(programs, tool);
      return [
        tool,
        String(asked),
        shareText(first, asked),
        shareText(firstOrSecond, asked),
        shareText(sure, asked),
        `${shareText(likelyRight, likely)} (${likelyRight} of ${likely})`,
      ];
    }),
  );
}

/** How `doctor` does with less to go by. What a part does not show, as a churn in a goroutine profile, counts as missed. */
function* partLines(programs: readonly ExaminedProgram[]): Generator<string> {
  yield '';
  yield* table(
    ['doctor, given only', 'faults', 'first', 'first or second', 'precision of likely'],
    PART_NAMES.map((part) => {
      const given = programs.flatMap((program) => givenOnly(program, part) ?? []);
      const { asked, first, firstOrSecond, likely, likelyRight } = scoreOf(given, 'doctor');
      const precision = `${shareText(likelyRight, likely)} (${likelyRight} of ${likely})`;
      return [part, String(asked), shareText(first, asked), shareText(firstOrSecond, asked), precision];
    }),
  );
}

/** Where another function comes first, and what is said to be likely though it is not at fault. */
function* confusionLines(programs: readonly ExaminedProgram[]): Generator<string> {
  for (const tool of TOOLS) {
    const asked = programs.filter((program) => isAsked(program, tool));
    const confused = asked.filter((program) => placeOf(program, tool) !== 1);
    yield '';
    yield `${tool}: another function is first in ${confused.length} programs`;
    for (const program of confused) {
      const place = placeOf(program, tool);
      const firsts = listsOf(program, tool).map(([one]) => (one === undefined ? 'nothing' : namedText(one)));
      const where = place === Number.POSITIVE_INFINITY ? 'not named' : `number ${place}`;
      yield `- ${program.name} (${program.kind}): ${program.accepted[0]} is ${where}; first: ${firsts.join('; ')}`;
    }
    for (const program of asked) {
      const wrong = sureOf(program, tool).filter((one) => !isRight(program, one));
      for (const one of wrong) yield `- ${program.name}: wrongly ${namedText(one)}`;
    }
  }
}

const namedText = ({ function: name, confidence }: { readonly function: string; readonly confidence: string }) =>
  `${name === '' ? 'code without a name' : name} (${confidence})`;

function* alarmLines(programs: readonly ExaminedProgram[]): Generator<string> {
  const healthy = programs.filter(({ isHealthy }) => isHealthy);
  const alarms = healthy.flatMap((program) =>
    alarmsOf(program).map((one) => `- ${program.name}: ${one.by}: ${namedText(one)}`),
  );
  yield '';
  yield `False alarms in ${healthy.length} healthy programs: ${alarms.length}`;
  yield* alarms;
}

function* messageLines(messages: readonly ExaminedMessage[]): Generator<string> {
  const folders = [...new Set(messages.map(folderOf))];
  yield '';
  yield* table(
    ['messages', 'files', 'right', 'wrong'],
    folders.map((folder) => {
      const of = messages.filter((message) => folderOf(message) === folder);
      const wrong = of.filter((message) => message.wrong.length > 0).length;
      return [folder, String(of.length), String(of.length - wrong), String(wrong)];
    }),
  );
  for (const { file, wrong } of messages) if (wrong.length > 0) yield `- ${file}: ${wrong.join('; ')}`;
}

const folderOf = ({ file }: ExaminedMessage) => file.slice(0, file.indexOf('/'));

/** The first column is text, the others are set to the right. */
function* table(titles: readonly string[], rows: readonly (readonly string[])[]): Generator<string> {
  const widths = titles.map((title, column) => Math.max(3, title.length, ...rows.map((row) => row[column].length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  yield line(titles);
  yield line(widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)));
  for (const row of rows) yield line(row);
}
