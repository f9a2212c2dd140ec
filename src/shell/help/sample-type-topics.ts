/** The pages about sample types: what each means, and what the profile at hand says. */
import { at } from '../../base/int64.ts';
import type { Profile } from '../../profile/tables.ts';
import type { ProfileView } from '../../report/profile-view.ts';
import { sampleIndexOf } from '../../report/sample-index.ts';
import { columns, parts, seeAlso, wrapped } from './layout.ts';
import { byValue, columnOf, shownName, viewOfColumn, viewOfType, withShare } from './profile-at-hand.ts';
import { noteOfSampleType, QUESTIONS, SAMPLE_TYPES, type SampleTypeNote } from './sample-types.ts';
import type { HelpContext, HelpTopic } from './topic.ts';

/** A page for every sample type there is a note on, and for any other that the profile has. */
export function sampleTypeTopics({ valueTypes }: Profile): HelpTopic[] {
  const unknown = valueTypes.filter(({ type }) => noteOfSampleType(type) === undefined);
  return [allSampleTypes, ...SAMPLE_TYPES.map(notedTopic), ...unknown.map(({ type, unit }) => plainTopic(type, unit))];
}

/** The names of a type and its mean, as they are typed. */
const namesOf = (type: string) => [type, `total_${type}`, `mean_${type}`];

function notedTopic(note: SampleTypeNote): HelpTopic {
  const { types, meaning, question, mind, recording } = note;
  return {
    names: [...types, ...types.flatMap(namesOf)],
    kind: 'word',
    summary: meaning,
    text: `${question} ${mind} ${recording}`,
    lines(context) {
      const type = types.find((name) => columnOf(context.session.profile, name) !== -1);
      return parts(
        wrapped(`${types.join(', ')}: ${meaning}`),
        wrapped(`It ${question}`, 2),
        wrapped(mind, 2),
        type === undefined ? whereToFind(context, note) : here(context, type),
        seeAlso(/space|objects/.test(types[0]) ? ['sample type', 'leak', 'gc pressure'] : ['sample type', 'mean']),
      );
    },
  };
}

/** For a sample type nobody wrote a page about. */
function plainTopic(type: string, unit: string): HelpTopic {
  return {
    names: namesOf(type),
    kind: 'word',
    summary: `A sample type of this profile, in ${unit}.`,
    text: '',
    lines: (context) => parts(wrapped(`${type}: A sample type of this profile, in ${unit}.`), here(context, type)),
  };
}

const allSampleTypes: HelpTopic = {
  names: ['sample type', 'sample types', 'types', 'value type'],
  kind: 'word',
  summary: 'What the values of a profile count, and which type answers which question.',
  text: QUESTIONS.map(([question]) => question).join(' '),
  lines: (context) =>
    parts(
      wrapped(
        'sample type: What the values of a profile count. A profile has one or more; reports show one at a time. ' +
          'Type its name to choose it, mean_ and its name for values per count.',
      ),
      ['On this profile:', ...typeRows(context)],
      [
        'Which one answers which question:',
        ...columns(QUESTIONS.map(([question, types]) => [types.join(', '), question] as const)),
      ],
      wrapped('help and the name of one tells more, also about those this profile does not have.'),
    ),
};

/** The types of the profile with their totals. */
function typeRows(context: HelpContext): string[] {
  const { profile, options } = context.session;
  if (profile.valueTypes.length === 0) return ['  It has no values.'];
  const shown = sampleIndexOf(profile, options.sample_index);
  return columns(
    profile.valueTypes.map(({ type, unit }, column) => {
      const view = viewOfColumn(context, column);
      return [
        type,
        `${view.label(view.total)} in all, recorded in ${unit}${column === shown ? '; shown now' : ''}`,
      ] as const;
    }),
  );
}

function whereToFind({ session }: HelpContext, note: SampleTypeNote): string[] {
  const types = session.profile.valueTypes.map(({ type }) => type);
  const has = types.length === 0 ? 'no values' : types.join(', ');
  return [...wrapped(`This profile does not have it; it has ${has}.`), ...wrapped(note.recording, 2)];
}

function here(context: HelpContext, type: string): string[] {
  const view = viewOfType(context, type);
  if (view === undefined) return [];
  const heaviest = byValue(view, view.values.flat).slice(0, 3);
  if (heaviest.length === 0) return ['On this profile it is 0 everywhere.'];
  return [
    `On this profile: ${view.label(view.total)} in all. The largest flat values:`,
    ...columns(heaviest.map((entry) => [withShare(view, at(view.values.flat, entry)), shownName(view.names[entry])])),
    ...inuseAgainstAlloc(context, type),
    isShown(context, type) ? 'Reports show it now.' : `Type ${type} to see it in all reports.`,
  ];
}

function isShown({ session: { profile, options } }: HelpContext, type: string): boolean {
  return sampleIndexOf(profile, options.sample_index) === columnOf(profile, type);
}

/** For the types of heap profiles: what was allocated beside what is in use, and where they differ most. */
function inuseAgainstAlloc(context: HelpContext, type: string): string[] {
  const kind = /^(?:inuse|alloc)_(space|objects)$/.exec(type)?.[1];
  if (kind === undefined) return [];
  const inuse = viewOfType(context, `inuse_${kind}`);
  const alloc = viewOfType(context, `alloc_${kind}`);
  if (inuse === undefined || alloc === undefined) return [];
  const totals = `alloc_${kind} is ${alloc.label(alloc.total)}, inuse_${kind} ${inuse.label(inuse.total)}`;
  return [
    ...wrapped(`${totals}: ${keptText(inuse, alloc)} of what was allocated is in use.`),
    ...churnLines(inuse, alloc),
  ];
}

function keptText(inuse: ProfileView, alloc: ProfileView): string {
  const share = Number(alloc.total) === 0 ? 0 : Number(inuse.total) / Number(alloc.total);
  return `${(100 * share).toFixed(1)}%`;
}

/** The function that allocated most of what is free again. */
function churnLines(inuse: ProfileView, alloc: ProfileView): string[] {
  // Both views are of one profile at one granularity, so their entries are the same.
  const freed = (entry: number) => Number(at(alloc.values.flat, entry)) - Number(at(inuse.values.flat, entry));
  const most = byValue(alloc, alloc.values.flat).reduce<number | undefined>(
    (best, entry) => (best === undefined || freed(entry) > freed(best) ? entry : best),
    undefined,
  );
  if (most === undefined || freed(most) <= 0) return [];
  const [allocated, kept] = [at(alloc.values.flat, most), at(inuse.values.flat, most)];
  return wrapped(
    `Most churn: ${shownName(alloc.names[most])} allocated ${alloc.label(allocated)}, of which ` +
      `${kept === 0 ? 'nothing' : inuse.label(kept)} is in use.`,
  );
}
