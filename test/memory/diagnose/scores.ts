/** How right the tools are: figures over many programs, and the goals of `npm run diagnose`. */
import type { ExaminedMessage } from './messages.ts';
import type { ExaminedProgram, Named, Part } from './programs.ts';

export const TOOLS = ['doctor', 'leaks', 'suspects'] as const;
export type Tool = (typeof TOOLS)[number];

/** The lists of functions that a tool makes of a program: one for each profile or series that it is given. */
export function listsOf(program: ExaminedProgram, tool: Tool): readonly (readonly Named[])[] {
  return tool === 'doctor' ? [program.doctor] : program[tool];
}

/** Whether a tool can find the fault: `leaks` sees what grows, profiles see what Go allocates and keeps. */
export function isAsked({ isHealthy, shows }: ExaminedProgram, tool: Tool): boolean {
  if (isHealthy || shows === 'outside the heap') return false;
  return tool === 'doctor' || shows === 'retention' || (tool === 'suspects' && shows === 'churn');
}

/** Where a right function stands, from 1, in the list where it stands best; Infinity where it is in none. */
export function placeOf(program: ExaminedProgram, tool: Tool): number {
  const places = listsOf(program, tool).map((list) => list.findIndex((one) => isRight(program, one)));
  return 1 + Math.min(...places.map((place) => (place === -1 ? Number.POSITIVE_INFINITY : place)));
}

export const isRight = ({ accepted }: ExaminedProgram, { function: name }: Named) => accepted.includes(name);

/** What is said to be likely, or even confirmed. */
export const sureOf = (program: ExaminedProgram, tool: Tool) =>
  listsOf(program, tool)
    .flat()
    .filter(({ confidence }) => confidence !== 'possible');

export interface Alarm extends Named {
  /** Who says so. */
  readonly by: string;
}

/** What is said to be likely in a program, by any tool, from all that there is or a part of it. */
export function alarmsOf(program: ExaminedProgram): readonly Alarm[] {
  const isSure = ({ confidence }: Named) => confidence !== 'possible';
  return [
    ...TOOLS.flatMap((tool) => sureOf(program, tool).map((one) => ({ ...one, by: tool }))),
    ...Object.entries(program.doctorOf).flatMap(([part, list]) =>
      list.filter(isSure).map((one) => ({ ...one, by: `doctor, of ${part}` })),
    ),
  ];
}

/** The program as if `doctor` had been given only a part of what there is; undefined where that was not recorded. */
export function givenOnly(program: ExaminedProgram, part: Part): ExaminedProgram | undefined {
  const doctor = program.doctorOf[part];
  return doctor && { ...program, doctor };
}

export interface Score {
  readonly asked: number;
  readonly first: number;
  readonly firstOrSecond: number;
  /** Of those that are right: how many are said to be likely or confirmed. */
  readonly sure: number;
  /** All that is said to be likely or confirmed, of faulty programs, and how much of it is right. */
  readonly likely: number;
  readonly likelyRight: number;
}

export function scoreOf(programs: readonly ExaminedProgram[], tool: Tool): Score {
  const asked = programs.filter((program) => isAsked(program, tool));
  const upTo = (place: number) => asked.filter((program) => placeOf(program, tool) <= place).length;
  const likely = asked.flatMap((program) => sureOf(program, tool).map((one) => isRight(program, one)));
  return {
    asked: asked.length,
    first: upTo(1),
    firstOrSecond: upTo(2),
    sure: asked.filter((program) => sureOf(program, tool).some((one) => isRight(program, one))).length,
    likely: likely.length,
    likelyRight: likely.filter(Boolean).length,
  };
}

export interface Goal {
  /** With the figures. */
  readonly text: string;
  readonly isMet: boolean;
}

/** Of the faults that a tool is asked for, those among its first two. */
const RECALL = 0.95;
const MESSAGES_RIGHT = 0.98;

/** What has to hold; without messages nothing is said of them. */
export function goalsOf(programs: readonly ExaminedProgram[], messages: readonly ExaminedMessage[]): readonly Goal[] {
  const healthy = programs.filter(({ isHealthy }) => isHealthy);
  const alarms = healthy.flatMap(alarmsOf);
  const right = messages.filter(({ wrong }) => wrong.length === 0).length;
  const all = [
    ...TOOLS.map((tool) => {
      const { asked, firstOrSecond } = scoreOf(programs, tool);
      return atLeast(`${tool} names the fault first or second`, firstOrSecond, asked, RECALL);
    }),
    allOf('doctor tells what ended the program', programs, ({ isEndingRight }) => isEndingRight),
    allOf('doctor tells what memory is not in the live heap', programs, ({ isPlaceRight }) => isPlaceRight),
    {
      text: `nothing is likely in ${healthy.length} healthy programs: ${alarms.length} are`,
      isMet: alarms.length === 0,
    },
  ];
  if (messages.length > 0) all.push(atLeast('messages are understood', right, messages.length, MESSAGES_RIGHT));
  return all;
}

function allOf(
  what: string,
  programs: readonly ExaminedProgram[],
  isSo: (program: ExaminedProgram) => boolean | undefined,
): Goal {
  const asked = programs.filter((program) => isSo(program) !== undefined);
  return atLeast(what, asked.filter(isSo).length, asked.length, 1);
}

function atLeast(what: string, found: number, of: number, share: number): Goal {
  const text = `${what}: ${found} of ${of} (${shareText(found, of)}, at least ${share * 100} %)`;
  return { text, isMet: found >= share * of };
}

export const shareText = (part: number, all: number) => (all === 0 ? '—' : `${((part / all) * 100).toFixed(1)} %`);
