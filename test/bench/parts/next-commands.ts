import type { Command } from '../measure.ts';
import { HEAP, type ProfileSize, referenceSpec } from '../reference-profiles.ts';
import { ShellProcess } from '../shell-process.ts';
import { type Part, profileFor } from '../surroundings.ts';
import { atMostTimes, type Goal, withinMillis } from '../table.ts';

interface Question {
  readonly what: string;
  /** What is typed; the time of all lines counts. */
  readonly lines: readonly string[];
  readonly goals: readonly Goal[];
}

const A_TENTH_OF_LOADING = [atMostTimes(1 / 10)];
const AT_ONCE = [withinMillis(20)];

const QUESTIONS: readonly Question[] = [
  { what: 'top', lines: ['top'], goals: A_TENTH_OF_LOADING },
  { what: 'top again', lines: ['top'], goals: AT_ONCE },
  { what: 'top -cum', lines: ['top -cum'], goals: A_TENTH_OF_LOADING },
  { what: 'top with a focus', lines: ['top ledger'], goals: A_TENTH_OF_LOADING },
  { what: 'top with another focus', lines: ['top Index.*handle'], goals: A_TENTH_OF_LOADING },
  { what: 'the same again', lines: ['top Index.*handle'], goals: AT_ONCE },
  { what: 'peek', lines: ['peek mergeOrder'], goals: A_TENTH_OF_LOADING },
  { what: 'peek, the same again', lines: ['peek mergeOrder'], goals: AT_ONCE },
  { what: 'tree', lines: ['tree'], goals: A_TENTH_OF_LOADING },
  { what: 'tree, the same again', lines: ['tree'], goals: AT_ONCE },
  { what: 'another sample type, top', lines: ['sample_index=alloc_space', 'top'], goals: A_TENTH_OF_LOADING },
  { what: 'the first sample type, top', lines: ['sample_index=inuse_space', 'top'], goals: A_TENTH_OF_LOADING },
];

/** Several questions in one session, compared with loading the profile, and with what pprof takes for the same. */
export const nextCommands: Part = async function* (surroundings) {
  const { isQuick, program, goPprof, progress } = surroundings;
  const sizes: readonly ProfileSize[] = isQuick ? ['A/10', 'A'] : ['A', 'B'];
  for (const [i, size] of sizes.entries()) {
    const { path } = await profileFor(surroundings, referenceSpec(size, HEAP));
    progress(`${size}: a session`);
    const ours = await askAll([...program, path]);
    for (const [at, { what, goals }] of QUESTIONS.entries()) {
      yield {
        what: `${size}: ${what}`,
        ours: { millis: ours.answers[at] },
        against: 'loading it',
        theirs: { millis: ours.loading },
        goals,
      };
    }

    const whole = { what: `${size}: the whole session`, ours: { millis: total(ours), peakBytes: ours.peakBytes } };
    // pprof is asked for the smaller profile only: on the larger one it answers after minutes.
    if (i > 0 || goPprof === undefined) {
      yield whole;
      continue;
    }
    progress(`${size}: the same session with pprof`);
    const theirs = await askAll([...goPprof, path]);
    for (const [at, { what }] of QUESTIONS.entries()) {
      yield {
        what: `${size}: ${what}`,
        ours: { millis: ours.answers[at] },
        against: 'go tool pprof',
        theirs: { millis: theirs.answers[at] },
      };
    }
    yield { ...whole, against: 'go tool pprof', theirs: { millis: total(theirs), peakBytes: theirs.peakBytes } };
  }
};

interface SessionTimes {
  /** From the start of the process to its first prompt. */
  readonly loading: number;
  /** In the order of the questions. */
  readonly answers: readonly number[];
  readonly peakBytes: number | undefined;
}

const total = ({ loading, answers }: SessionTimes): number => answers.reduce((sum, millis) => sum + millis, loading);

async function askAll(command: Command): Promise<SessionTimes> {
  const shell = new ShellProcess(command);
  const loading = await shell.ready();
  const answers: number[] = [];
  for (const { lines } of QUESTIONS) {
    let millis = 0;
    for (const line of lines) millis += await shell.ask(line);
    answers.push(millis);
  }
  const peakBytes = shell.peakBytes();
  await shell.end();
  // A question that means nothing in the profile would be answered too fast.
  const complaint = /^.*(?:matched no|no matches|unrecognized|error).*$/im.exec(shell.messages());
  if (complaint !== null) throw new Error(`${command.join(' ')}: ${complaint[0]}`);
  return { loading, answers, peakBytes };
}
