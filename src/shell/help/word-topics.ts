/** The words of the field, each explained on the profile at hand. */
import type { ProfileView } from '../../report/profile-view.ts';
import { tryLines } from './example.ts';
import { parts, seeAlso, wrapped } from './layout.ts';
import { shownView } from './profile-at-hand.ts';
import type { Example, HelpContext, HelpTopic } from './topic.ts';
import {
  comparisonHere,
  cumHere,
  entryHere,
  flatHere,
  focusHere,
  inlinedHere,
  leakHere,
  negativeHere,
  recursionHere,
  sampleHere,
  sumHere,
  tagHere,
  totalHere,
  unknownHere,
} from './word-figures.ts';

interface Word {
  readonly names: readonly string[];
  /** The first sentence is what lists show. */
  readonly meaning: string;
  /** A second paragraph: how to read it, what it is for. */
  readonly more?: string;
  /** What there is to say about the profile at hand; empty where it shows nothing. */
  readonly here?: (view: ProfileView, context: HelpContext) => readonly string[];
  readonly examples?: readonly Example[];
  readonly related: readonly string[];
}

export const wordTopics = (): HelpTopic[] => WORDS.map(wordTopic);

function wordTopic({ names, meaning, more = '', here, examples = [], related }: Word): HelpTopic {
  return {
    names,
    kind: 'word',
    summary: /^.*?\.(?= |$)/.exec(meaning)?.[0] ?? meaning,
    text: `${meaning} ${more}`,
    lines(context) {
      const view = shownView(context);
      const shown = view === undefined || here === undefined ? [] : here(view, context);
      return parts(
        wrapped(`${names[0]}: ${meaning}`),
        more === '' ? [] : wrapped(more, 2),
        shown.length === 0 ? [] : [`On this profile, ${view?.valueType.type} without filters:`, ...shown],
        tryLines(context, examples),
        seeAlso(related),
      );
    },
  };
}

const WORDS: readonly Word[] = [
  {
    names: ['flat', 'flat%', 'self'],
    meaning:
      'What a function itself uses, without what it calls. It is the sum of the samples where the function is the ' +
      'leaf.',
    more:
      'flat% is its share of the total. Order by flat to find code to make cheaper; order by cum to find who asks ' +
      'for the work.',
    here: flatHere,
    examples: [
      ['top', 'by flat'],
      ['list {function}', 'which lines of the heaviest it is'],
    ],
    related: ['cum', 'sum%', 'leaf'],
  },
  {
    names: ['cum', 'cum%', 'cumulative'],
    meaning:
      'What a function and all it calls use. It is the sum of the samples where the function is anywhere in the stack.',
    more:
      'A sample counts once, even where a function is in its stack several times. So cum is never more than the ' +
      'total, and the cum of several functions must not be added up.',
    here: cumHere,
    examples: [
      ['top -cum', 'by cum'],
      ['peek {caller}', 'what is below this one'],
    ],
    related: ['flat', 'recursion', 'browse'],
  },
  {
    names: ['sum%', 'sum'],
    meaning: 'What a row and all rows above it make up of the total, counted in flat.',
    more: 'Where it rises fast, few functions matter. Where it ends below 100%, small functions were left out.',
    here: sumHere,
    examples: [['top 10', 'read it down to where it stops rising']],
    related: ['flat', 'total', 'trim'],
  },
  {
    names: ['total', 'percent', '%', 'share'],
    meaning: 'What all percentages are shares of: the sum of all samples of the profile, filtered or not.',
    more:
      'With relative_percentages it is what the filters leave. Against a base (base, -diff_base) it is the total ' +
      'of the base. Values below zero count by their size.',
    here: totalHere,
    related: ['relative_percentages', 'base vs diff', 'sum%'],
  },
  {
    names: ['stack', 'sample', 'trace'],
    meaning: 'The functions that were running in each other when a sample was taken, from the root to the leaf.',
    more: 'A sample of a profile is a stack with a value for each sample type, and perhaps tags.',
    here: sampleHere,
    examples: [['traces {function}', 'the stacks with this function']],
    related: ['leaf', 'tag', 'sample type'],
  },
  {
    names: ['leaf', 'root', 'caller', 'callee'],
    meaning:
      'The two ends of a stack and its neighbours: the leaf was running, the root began it all; the caller stands ' +
      'towards the root, the callee towards the leaf.',
    more: 'traces prints the leaf first, browse begins at the root.',
    examples: [['peek {function}', 'callers above it, callees below']],
    related: ['flat', 'cum', 'tree'],
  },
  {
    names: ['entry', 'node', 'row'],
    meaning: 'One row of a report: a function, or what granularity makes of it, such as a file or a line.',
    more: 'Messages call it a node, because graphs draw a box for it.',
    here: entryHere,
    related: ['granularity', 'nodecount', 'nodefraction'],
  },
  {
    names: ['tag', 'label', 'labels', 'pprof label'],
    meaning:
      'A key with a text or a number that a sample carries: a route, a tenant, the size of the blocks allocated.',
    more:
      'Programs set them while they run: pprof.Do in Go. Heap profiles of Go have bytes, the size of one block. ' +
      'Profiles store them as labels.',
    here: tagHere,
    examples: [
      ['tags', 'all keys and their values'],
      ['tagfocus={tag}={tagText}', 'only samples with this value'],
      ['tagroot={tag}', 'stacks sorted by it first'],
    ],
    related: ['tags', 'tagfocus', 'tagroot', 'tagleaf'],
  },
  {
    names: ['focus vs show', 'focus or show', 'show vs focus', 'focus vs hide', 'hide vs ignore'],
    meaning: 'Two kinds of filters: focus and ignore choose samples, show and hide choose frames in them.',
    more:
      'focus keeps whole stacks with a match, ignore drops them: values get less. show keeps only the matching ' +
      'frames, hide takes them out: values move to the frames that are left. Only a stack without any frame left ' +
      'is dropped.',
    here: focusHere,
    examples: [
      ['focus={function}', 'samples with it'],
      ['focus=', 'all samples again'],
      ['show={package}', 'only frames of this package'],
      ['show=', 'all frames again'],
    ],
    related: ['focus', 'ignore', 'show', 'hide', 'filters'],
  },
  {
    names: ['base vs diff', 'base or diff', 'diff vs base', 'diff_base', 'comparison', 'compare'],
    meaning: 'Ways to compare two profiles: a table with before and after, or one profile minus the other.',
    more:
      'diff A B prints both values and the change of each function. base N makes a profile of the change, which ' +
      'all reports and filters work on; percentages are shares of N, as with -diff_base. The flag -base subtracts ' +
      'too, but percentages are shares of the change: for totals that only grow, such as alloc_space, that is what ' +
      'happened in between.',
    here: comparisonHere,
    examples: [['load before.pb.gz', 'opens a second one, then diff or base']],
    related: ['diff', 'base', 'negative', 'normalize'],
  },
  {
    names: ['negative', 'negative values', 'below zero'],
    meaning: 'Values below zero: only comparisons have them, where something became less.',
    more: 'Shares are of sizes, so -5% is five percent less. drop_negative leaves such rows out.',
    here: negativeHere,
    related: ['base vs diff', 'drop_negative', 'diff'],
  },
  {
    names: ['inlined', 'inline', '(inline)', 'inlining'],
    meaning: 'A function that the compiler copied into its caller, so that there is no call any more.',
    more:
      'Where the profile tells, it has a row of its own all the same, marked (inline), or (partial-inline) if only ' +
      'some calls were copied. noinlines counts it as part of the function it was copied into.',
    here: inlinedHere,
    examples: [
      ['noinlines=true', 'only functions that were really called'],
      ['noinlines=false', 'all again'],
    ],
    related: ['noinlines', 'granularity'],
  },
  {
    names: ['<unknown>', 'unknown', '[…]', '[...]', 'no names', 'symbolize'],
    meaning: 'A frame without a name: <unknown>, or the file of its binary in brackets, such as [libc.so.6] or [vdso].',
    more:
      'The program that recorded the profile did not know the name. Give the binary before the profile on the ' +
      'command line, or name the directory with PPROF_BINARY_PATH; then names are looked up in it. Stripped ' +
      'binaries have none.',
    here: unknownHere,
    related: ['disasm', 'addresses', 'inlined'],
  },
  {
    names: ['recursion', 'recursive'],
    meaning: 'A function that is in one stack several times, because it calls itself, directly or through others.',
    more:
      'Its cum counts each sample once. tree and peek show its calls through others, but not those straight to ' +
      'itself.',
    here: recursionHere,
    related: ['cum', 'browse', 'peek'],
  },
  {
    names: ['leak', 'memory leak'],
    meaning: 'Memory that is kept although nobody needs it. One profile cannot tell it from a cache: compare two.',
    more:
      'Record a heap profile, let the program work for a while, record another. What grew in inuse_space is the ' +
      'suspect; do it once more, and what grew again is worse. Goroutines leak too, with all they hold: look at ' +
      'goroutine.',
    here: leakHere,
    examples: [
      ['leaks first.pb.gz later.pb.gz', 'what grew from one to the next, and how sure that is'],
      ['{inuse}', 'what is in use'],
    ],
    related: ['memory', 'leaks', 'inuse_space', 'diff', 'goroutine', 'gc pressure'],
  },
  {
    names: ['gc pressure', 'gc', 'churn', 'garbage'],
    meaning:
      'Work for the garbage collector: it runs again after as many bytes are allocated as are in use (GOGC=100).',
    more:
      'alloc_space tells who makes it run, alloc_objects who pays for allocating. In a CPU profile of Go it shows as ' +
      'runtime.gcBgMarkWorker, runtime.mallocgc and what they call.',
    examples: [['{alloc}', 'who allocates']],
    related: ['alloc_space', 'alloc_objects', 'inuse_space'],
  },
];
