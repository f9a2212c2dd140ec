import { UserError } from '../../base/errors.ts';
import { baseName } from '../../base/path-text.ts';
import {
  type Comparison,
  compareProfiles,
  type DiffView,
  diffModel,
  durationAdvice,
  type NamedProfile,
  type RowChoice,
  writeDiff,
} from '../../report/diff.ts';
import { writeFormattedDiff } from '../../report/diff-formats.ts';
import type { Format } from '../../report/formats/format.ts';
import { sampleIndexOf } from '../../report/sample-index.ts';
import { treeReport } from '../../report/tree.ts';
import type { Command, CommandContext } from '../language/command.ts';
import { literally } from '../language/literal-patterns.ts';
import { readReportWords } from '../language/report-words.ts';
import type { Word } from '../language/words.ts';
import type { Session } from '../session.ts';
import type { Workspace } from '../workspace.ts';
import { placeNamed } from './workspace.ts';

export const diffCommand: Command = {
  name: 'diff',
  section: 'workspace',
  isOurs: true,
  summary: 'Show what changed most from one open profile to another.',
  usage: [
    'diff [before] <after> [n] [-cum] [focus_regex]* [-ignore_regex]* [-json | -csv | -markdown] [>file]',
    'the profiles by number or name; before is the one in use where only one is named',
    '-normalize scales what was before, so that both have the same total',
    '-new -gone -grown -shrunk show only rows that are any of these',
  ],
  argument: 'profiles',
  run(context, words) {
    const { comparison, view, format, file } = readDiff(context, words);
    const advice = durationAdvice(comparison);
    if (advice !== undefined) context.notify(advice);
    const model = diffModel(comparison, view);
    const body = format === undefined ? writeDiff(model) : writeFormattedDiff(model, format);
    return { type: 'report', body, document: undefined, file };
  },
};

/** How many rows are shown where nobody says. */
const SHOWN_ROWS = 20;

const ROW_CHOICES: ReadonlyMap<string, RowChoice> = new Map([
  ['-new', 'new'],
  ['-gone', 'gone'],
  ['-grown', 'grown'],
  ['-shrunk', 'shrunk'],
]);

interface DiffWords {
  readonly comparison: Comparison;
  readonly view: DiffView;
  /** Undefined for text. */
  readonly format: Format | undefined;
  /** Empty for standard output. */
  readonly file: string;
}

function readDiff({ workspace, session, dialect, host, notify }: CommandContext, words: readonly Word[]): DiffWords {
  const { before, after, others } = readProfiles(workspace, words);
  const isNormalize = ({ text, isQuoted }: Word) => text === '-normalize' && !isQuoted;
  const choiceOf = ({ text, isQuoted }: Word) => (isQuoted ? undefined : ROW_CHOICES.get(text));
  const choices = new Set(others.map(choiceOf).filter((choice) => choice !== undefined));
  const { options, format, showsMine } = readReportWords(
    treeReport,
    others.filter((word) => !isNormalize(word) && choiceOf(word) === undefined),
    {
      options: session.options,
      readsFlags: true,
      pattern: (text) => literally(text, after.profile, { dialect, host, notify }),
    },
  );
  if (showsMine) throw new UserError('diff has no -mine', 'the command mine leaves only your code, for diff too');
  const typed = after === session ? after : before;
  const column = sampleIndexOf(typed.profile, options.sample_index);
  const comparison = compareProfiles({
    before: namedProfile(before),
    after: namedProfile(after),
    options,
    sampleType: typed.profile.valueTypes[column].type,
    isNormalized: options.normalize || others.some(isNormalize),
    host,
    notify,
  });
  const limit = options.nodecount === -1 ? SHOWN_ROWS : options.nodecount;
  const view: DiffView = {
    measure: options.sort === 'cum' ? 'cum' : 'flat',
    choices,
    limit: options.trim ? Math.max(0, limit) : 0,
  };
  return { comparison, view, format, file: options.output };
}

/** A session as comparisons call it: `after.pb.gz (2)`. */
export function namedProfile({ id, source, profile }: Session): NamedProfile {
  return { name: `${baseName(source)} (${id})`, profile };
}

interface ProfileWords {
  readonly before: Session;
  readonly after: Session;
  /** The words that name no profile. */
  readonly others: readonly Word[];
}

/**
 * The profiles that the first words name, besides flags. The second of them is a profile only where another one is open by
 * that number or name: else `diff 2 50` would not show 50 rows.
 */
function readProfiles(workspace: Workspace, words: readonly Word[]): ProfileWords {
  const { sessions, current } = workspace;
  const [first, second] = words.filter(({ text, isQuoted }) => isQuoted || !text.startsWith('-'));
  if (first === undefined) {
    const hint = sessions.length === 1 ? 'load FILE opens another one' : 'for example: diff 2; profiles lists them';
    throw new UserError('diff needs a profile to compare with', hint);
  }
  const place = placeNamed(workspace, first.text);
  const isOther = (session: Session) => session !== sessions[place] && isCalled(session, second.text);
  const hasTwo = second !== undefined && !second.isQuoted && sessions.some(isOther);
  const before = sessions[hasTwo ? place : current];
  const after = sessions[hasTwo ? placeNamed(workspace, second.text) : place];
  if (before === after) {
    throw new UserError(
      `${namedProfile(after).name} is the only profile named: it would be compared with itself`,
      'name another one that is open; profiles lists them, load FILE opens one',
    );
  }
  return { before, after, others: words.filter((word) => word !== first && !(hasTwo && word === second)) };
}

function isCalled({ id, source }: Session, text: string): boolean {
  return String(id) === text || source === text || baseName(source) === text;
}
