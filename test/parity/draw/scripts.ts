/** Random sessions of the interactive mode. */
import type { Random } from '../../bench/generate/random.ts';
import type { Case } from '../case.ts';
import type { Vocabulary } from '../corpus/vocabulary.ts';
import type { Draw } from './cases.ts';
import { flagTable, GRANULARITIES } from './flags.ts';
import { pick } from './pick.ts';

/** As many sessions as asked for. `help` is left out: its sentences are ours. */
export function scriptCases({ random, sources }: Draw, count: number): Case[] {
  const whole = sources.filter(({ origin }) => origin !== 'broken');
  return Array.from({ length: count }, () => {
    const { path, vocabulary } = pick(random, whole);
    const script = Array.from({ length: 3 + random.below(10) }, () => scriptLine(random, vocabulary));
    const flags =
      random.below(4) === 0 ? [pick(random, ['-lines', '-cum', '-focus=main', '-nodecount=4', '-mean'])] : [];
    return { args: ['-symbolize=none', ...flags, path], script };
  });
}

/** Options that are only flags. */
const FLAGS_ONLY =
  /^(symbolize|add_comment|buildid|seconds|timeout|tools|http|no_browser|.*_space|.*_objects|.*_delay|contentions)$/;

/** Reports without an argument, and the two that need one. */
const COMMANDS = [
  'top',
  'top',
  'text',
  'tree',
  'traces',
  'tags',
  'raw',
  'comments',
  'dot',
  'callgrind',
  'proto',
  'topproto',
];
const WITH_ARGUMENT = ['peek', 'list'];

function scriptLine(random: Random, vocabulary: Vocabulary): string {
  switch (random.below(14)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return assignment(random, vocabulary);
    case 4:
      return pick(random, GROUP_LINES);
    case 5:
      return pick(random, [':', ...vocabulary.sampleTypes.flatMap((type) => [type, `total_${type}`, `mean_${type}`])]);
    case 6:
      return pick(random, ODD_LINES);
    case 7:
      return pick(random, ['o', 'options', 'o focus', 'top', 'top10', 'text3', 'tags2', 'tree4', 'list2', 'peek1']);
    default:
      return command(random, vocabulary);
  }
}

/** Assignments of members of a group, most of which are refused. */
const GROUP_LINES = [
  ...GRANULARITIES.map((name) => `${name}=true`),
  ...['cum=t', 'flat=1', 'cum', 'lines', 'lines=0', 'cum=yes', 'sort=cum', 'sort=flat', 'sort=up', 'sort'],
  ...['granularity=lines', 'granularity=files', 'granularity=', 'granularity=zzz', 'granularity'],
];

/** Lines that are mistakes, or nothing. */
const ODD_LINES = [
  ...['', '   ', '\t', '//: only a comment', '# no comment', 'nonsense', 'nonsense=3', 'nonsense 4', '42', 'top;tree'],
  ...['focus', 'nodecount', 'trim', 'mean', 'trim=maybe', 'nodecount=abc', 'divide_by=x', 'nodefraction=', 'top=3'],
  ...[
    'list',
    'peek',
    'top >',
    'top > ',
    'Top',
    'TOP',
    'to',
    'top 2 | head -1',
    'exit now',
    'focus9',
    'mean3',
    '=',
    '=x',
  ],
  ...[
    'focus = walk //: keep this',
    'focus=a //: b //: c',
    'focus=//:',
    'unit = ms //:',
    'sample_index=',
    'source_path=',
  ],
  ...[
    'sample_index=99',
    'sample_index=zzz',
    'sample_index=0 //: first',
    'trim=',
    'output=',
    'quit please',
    'q',
    'exit',
  ],
  ...['o=1', 'options=2', 'help=3', 'ignore=a=b', 'tagfocus = a = b', 'list (', 'peek (', 'top (', 'top -(', 'top - -'],
];

/** Assigns a value, as a flag has it, with blanks where they do not matter. */
function assignment(random: Random, vocabulary: Vocabulary): string {
  const table = Object.entries(flagTable(vocabulary)).filter(([flag]) => !FLAGS_ONLY.test(flag));
  const [flag, endings] = pick(random, table);
  const ending = pick(random, endings);
  if (ending === '') return flag;
  return pick(random, [
    `${flag}${ending}`,
    `${flag} = ${ending.slice(1)}`,
    `  ${flag}= ${ending.slice(1)}  //: why not`,
  ]);
}

function command(random: Random, vocabulary: Vocabulary): string {
  const needsArgument = random.below(4) === 0;
  const name = pick(random, needsArgument ? WITH_ARGUMENT : COMMANDS);
  const patterns = flagTable(vocabulary)['focus'].map((ending) => ending.slice(1));
  const labels = flagTable(vocabulary)['tagfocus'].map((ending) => ending.slice(1));
  const words = needsArgument ? [pick(random, patterns)] : [];
  while (random.below(5) < 2) {
    const pattern = pick(random, name === 'tags' ? labels : patterns);
    words.push(
      pick(random, [
        pattern,
        `-${pattern}`,
        String(random.below(12)),
        pick(random, ['-1', '-3', '+4', '007', '99999999999', '3.5']),
        pick(random, ['-cum', '--cum', '-', '--']),
        pick(random, ['>out.txt', '> out.txt', '>>out.txt', '>', '>no/such/folder', '>out.txt >again.txt', '> -cum']),
        pick(random, ['|', '&', '"quoted words"', '//: comment', 'naïve']),
      ]),
    );
  }
  return [name, ...words].join(pick(random, [' ', ' ', '  ', '\t']));
}
