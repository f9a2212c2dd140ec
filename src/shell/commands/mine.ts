import type { MyCode } from '../../analysis/code-hints.ts';
import { groupsOfMine } from '../../analysis/mine.ts';
import { codeByHand, findMyCode } from '../../analysis/my-code.ts';
import { goPackage } from '../../analysis/my-go-code.ts';
import { compareText, padLeft } from '../../base/byte-text.ts';
import { UserError } from '../../base/errors.ts';
import { at, compare } from '../../base/int64.ts';
import { memoizeRecent } from '../../base/memoize.ts';
import { compilePattern } from '../../base/regex.ts';
import type { Profile } from '../../profile/tables.ts';
import type { Line } from '../../report/line.ts';
import { entryQuestion, prepareReport } from '../../report/request.ts';
import { heading, value } from '../../report/top.ts';
import { shareLabel, valueLabel } from '../../report/value-labels.ts';
import { codeHints } from '../code-hints.ts';
import { filterRest } from '../filters.ts';
import type { Host } from '../host.ts';
import type { Command, CommandContext } from '../language/command.ts';
import { literally } from '../language/literal-patterns.ts';
import type { Outcome } from '../outcome.ts';
import type { Session } from '../session.ts';
import { withSteps } from '../undo.ts';
import { currentSession, type Workspace, withCurrent } from '../workspace.ts';
import { printed } from './printed.ts';

/** The name of the step, by which it is found again. */
const STEP = 'mine';

export const mineCommand: Command = {
  name: 'mine',
  section: 'filters',
  isOurs: true,
  summary: 'Keep only the frames of your own code: they take over what the libraries they use cost.',
  usage: [
    'mine',
    'mine off        all frames again',
    'mine which      your packages with their values, and how they were found',
    'mine <regex>    says which code is yours; mine auto finds it out again',
    'top -mine       leaves all frames, and says which code of yours each row is used by',
  ],
  argument: 'functions',
  run(context, words) {
    const [first] = words;
    const isWord = words.length === 1 && !first.isQuoted;
    if (first === undefined) return switchedOn(context, context.workspace);
    if (isWord && first.text === 'off') return switchedOff(context);
    if (isWord && first.text === 'which') return printed(whichLines(context));
    if (isWord && first.text === 'auto') return switchedOn(context, withMine(context.workspace, undefined));
    const flag = words.find(({ text, isQuoted }) => !isQuoted && text.startsWith('-'));
    if (flag !== undefined) {
      throw new UserError(
        `mine does not know ${JSON.stringify(flag.text)}`,
        'top -mine tells what each row is used by',
      );
    }
    const patterns = words.map(({ text }) => literally(text, context.session.profile, context));
    const pattern = patterns.join('|');
    compilePattern(pattern);
    return switchedOn(context, withMine(context.workspace, pattern));
  },
};

/** The user's own code, said or found. Throws UserError where nothing tells. */
export function codeOfSession({ profile, mine }: Session, machine: Host): MyCode {
  const code = mine === undefined ? foundCode(profile, machine) : codeByHand(mine);
  if (code !== undefined) return code;
  throw new UserError(
    'nothing tells which code is yours: no module, no sources, no class that was started',
    'say it with a pattern of names or files: mine ^myapp/',
  );
}

const foundCode = memoizeRecent(4, (profile: Profile, machine: Host) =>
  findMyCode(profile, codeHints(machine, profile)),
);

function withMine(workspace: Workspace, mine: string | undefined): Workspace {
  return withCurrent(workspace, { ...currentSession(workspace), mine });
}

function switchedOn({ host, machine }: CommandContext, workspace: Workspace): Outcome {
  const session = currentSession(workspace);
  const code = codeOfSession(session, machine);
  const changed = withSteps(workspace, STEP, { ...session.options, show: code.pattern });
  const rest = filterRest(currentSession(changed), host);
  const lines = [`${sentence(code)}.`];
  if (rest !== undefined)
    lines.push(`${rest.amount}, ${rest.share} of ${rest.total}, is left. mine off shows all again.`);
  const { show } = session.options;
  if (show !== '' && show !== code.pattern) lines.push(`It takes the place of show=${show} until then.`);
  return { type: 'changed', workspace: changed, lines };
}

/** With what was shown before. */
function switchedOff({ workspace, session, machine }: CommandContext): Outcome {
  const isOn = session.options.show !== '' && session.options.show === codeOfSession(session, machine).pattern;
  if (!isOn) return { type: 'changed', workspace, lines: ['mine is off already.'] };
  const options = { ...session.options, show: shownBefore(session) };
  const lines = ['All frames are shown again.'];
  return { type: 'changed', workspace: withSteps(workspace, 'mine off', options), lines };
}

/** What `show` was before the steps of `mine`, which may follow on each other; empty where that is not known. */
function shownBefore({ past, options }: Session): string {
  const steps = past.flatMap(({ name, options: before }, i) => {
    const after = past.at(i + 1)?.options ?? options;
    return name === STEP ? [{ before: before.show, after: after.show }] : [];
  });
  const ofMine = new Set(steps.map(({ after }) => after));
  return steps.findLast(({ before }) => !ofMine.has(before))?.before ?? '';
}

function sentence({ name, source, reason }: MyCode): string {
  return source === 'you' ? `Your code is what matches ${name}, ${reason}` : `Your code is ${name}, ${reason}`;
}

/** The packages, or directories, by what goes through them under the other filters. */
function* whichLines({ session, host, machine, notify }: CommandContext): Generator<Line> {
  const code = codeOfSession(session, machine);
  const show = session.options.show === code.pattern ? '' : session.options.show;
  const request = prepareReport({
    profile: session.profile,
    options: { ...session.options, show },
    defaults: { untrimmed: true },
    argument: undefined,
    host,
    notify,
  });
  const { labels } = request;
  const { names, values } = groupsOfMine(entryQuestion(request), code.pattern, groupOf);
  const groups = Array.from(names, (name, group) => ({ name, cum: at(values.cum, group) }))
    .filter(({ cum }) => cum !== 0)
    .sort((a, b) => compare(b.cum, a.cum) || compareText(a.name, b.name));
  yield `${sentence(code)}.`;
  yield `Pattern: ${code.pattern}`;
  if (groups.length > 0) yield [heading('       cum   cum%')];
  for (const { name, cum } of groups) {
    const columns = `${padLeft(valueLabel(labels, cum), 10)} ${shareLabel(labels, cum)}`;
    yield [value(labels, cum, columns), `  ${name}`];
  }
}

/** Code belongs to its package, where it has one, or else to its file. */
function groupOf(name: string, file: string): string {
  const path = file.endsWith('.go') ? goPackage(name) : '';
  return path || file || goPackage(name) || name;
}
