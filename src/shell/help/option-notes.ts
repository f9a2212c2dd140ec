/** What help says about options beyond their own declarations. */
import type { OptionName } from '../../report/options.ts';
import type { Example } from './topic.ts';

export interface OptionNote {
  /** How it works where a line does not say enough. */
  readonly more?: string;
  readonly examples: readonly Example[];
  /** Other topics of help. */
  readonly related: readonly string[];
}

const FRAME_PATTERN = 'The pattern is searched in the name of the function, of its source file and of its binary.';

export const OPTION_NOTES: Readonly<Record<OptionName, OptionNote>> = {
  focus: {
    more: `${FRAME_PATTERN} One frame is enough; the rest of its stack stays. Join several with |: focus=read|write.`,
    examples: [
      ['focus={function}', 'only samples with this function'],
      ['focus={function}|{caller}', 'with one of the two'],
      ['focus=', 'all samples again'],
    ],
    related: ['ignore', 'focus vs show', 'show_from', 'filters', 'patterns'],
  },
  ignore: {
    more: `${FRAME_PATTERN} What is dropped is missing in all sums; hide takes out frames without losing values.`,
    examples: [
      ['ignore={function}', 'no sample with this function'],
      ['ignore=', 'all samples again'],
    ],
    related: ['focus', 'hide', 'filters', 'patterns'],
  },
  hide: {
    more: `${FRAME_PATTERN} No value is lost, unless all frames of a stack match.`,
    examples: [
      ['hide={function}', 'its caller takes over its value'],
      ['hide=^runtime\\.', 'no frames of Go’s runtime'],
      ['hide=', 'all frames again'],
    ],
    related: ['show', 'ignore', 'focus vs show', 'filters'],
  },
  show: {
    more: `${FRAME_PATTERN} A frame that is left takes over what its callees cost. Stacks without any are dropped.`,
    examples: [
      ['show={package}', 'only this package; what it calls counts as its own'],
      ['show=', 'all frames again'],
    ],
    related: ['focus vs show', 'hide', 'mine', 'filters'],
  },
  show_from: {
    more:
      'Stacks begin at the outermost frame that matches; those without one are dropped. Good against long entry ' +
      'paths.',
    examples: [
      ['show_from={caller}', 'stacks begin at this function'],
      ['show_from=', 'whole stacks again'],
    ],
    related: ['prune_from', 'focus', 'filters'],
  },
  prune_from: {
    more: 'The matching function takes over the value of all it calls. It looks at names of functions only.',
    examples: [
      ['prune_from={caller}', 'what it calls is part of it'],
      ['prune_from=', 'whole stacks again'],
    ],
    related: ['show_from', 'hide', 'filters'],
  },
  tagfocus: {
    more:
      'key=regex looks at one key, regex alone at all texts as key:value. A range takes numbers with a unit and ' +
      'looks at numeric tags: 4kb, 4kb:, :32kb or 4kb:32kb.',
    examples: [
      ['tagfocus={tag}={tagText}', 'only samples with this value'],
      ['tagfocus={numberTag}=4kb:', 'only samples from this number on'],
      ['tagfocus=', 'all samples again'],
    ],
    related: ['tag', 'tags', 'tagignore', 'filters'],
  },
  tagignore: {
    more: 'It is written like tagfocus.',
    examples: [
      ['tagignore={tag}={tagText}', 'no sample with this value'],
      ['tagignore={numberTag}=:1kb', 'no sample up to this number'],
      ['tagignore=', 'all samples again'],
    ],
    related: ['tag', 'tagfocus', 'filters'],
  },
  tagshow: {
    more: 'The samples stay; tags with other keys are taken off them. It matters for tags and traces.',
    examples: [
      ['tagshow={tag}', 'only this key'],
      ['tagshow=', 'all keys again'],
    ],
    related: ['taghide', 'tags', 'tag'],
  },
  taghide: {
    more: 'The samples stay; these tags are taken off them.',
    examples: [
      ['taghide={tag}', 'all keys but this'],
      ['taghide=', 'all keys again'],
    ],
    related: ['tagshow', 'tags', 'tag'],
  },
  tagroot: {
    more:
      'Several keys are separated by commas. The value of the tag becomes the outermost caller, so that tree and ' +
      'browse are sorted by it first.',
    examples: [
      ['tagroot={tag}', 'the program once for every value of the tag'],
      ['tagroot=', 'plain stacks again'],
    ],
    related: ['tagleaf', 'tag', 'tags', 'browse'],
  },
  tagleaf: {
    more: 'Several keys are separated by commas. The value of the tag becomes the innermost callee, so top is by tag.',
    examples: [
      ['tagleaf={tag}', 'top is a list of the values of the tag'],
      ['tagleaf=', 'plain stacks again'],
    ],
    related: ['tagroot', 'tag', 'tags'],
  },
  sample_index: {
    more:
      'The name of a sample type alone chooses it too. Without a choice it is the one the profile names, or the ' +
      'last.',
    examples: [
      ['{otherType}', 'report this type from now on'],
      ['sample_index={type}', 'the longer way to write it'],
    ],
    related: ['sample type', 'mean'],
  },
  mean: {
    more:
      'mean_ before a sample type sets it together with the type. It answers how long one wait took, or how large ' +
      'one block was.',
    examples: [
      ['mean=true', 'values per count'],
      ['mean=false', 'sums again'],
    ],
    related: ['sample_index', 'delay', 'inuse_space'],
  },
  unit: {
    more: 'minimum chooses one that suits the smallest value shown, auto one for each value.',
    examples: [
      ['unit=auto', 'a unit that suits, value by value'],
      ['unit=minimum', 'one unit for a report'],
    ],
    related: ['divide_by', 'sample type'],
  },
  divide_by: {
    more: 'Divide by the number of requests, and values are per request. Percentages do not change.',
    examples: [
      ['divide_by=1000', 'per request, if there were a thousand'],
      ['divide_by=1', 'sums again'],
    ],
    related: ['unit', 'mean'],
  },
  relative_percentages: {
    more: 'Otherwise they are shares of the whole profile, whatever the filters are.',
    examples: [
      ['relative_percentages=true', 'what is left counts as 100%'],
      ['relative_percentages=false', 'the whole profile does'],
    ],
    related: ['total', 'focus', 'filters'],
  },
  normalize: {
    more: 'It only counts while profiles are read, so it is a flag of the command line; base -normalize does it here.',
    examples: [],
    related: ['base', 'diff', 'base vs diff'],
  },
  sort: {
    examples: [
      ['sort=cum', 'who is responsible first'],
      ['sort=flat', 'who does the work first'],
    ],
    related: ['flat', 'cum', 'top'],
  },
  granularity: {
    more: 'lines=true is another way to write granularity=lines, as the flag -lines is.',
    examples: [
      ['granularity=lines', 'a row for each source line'],
      ['granularity=files', 'a row for each source file'],
      ['granularity=functions', 'a row for each function, as at first'],
    ],
    related: ['noinlines', 'top', 'list'],
  },
  noinlines: {
    more: 'It makes the profile look as the machine saw it: the function inlined has no row of its own.',
    examples: [
      ['noinlines=true', 'inlined functions are part of their callers'],
      ['noinlines=false', 'each has its row again'],
    ],
    related: ['inlined', 'granularity'],
  },
  showcolumns: {
    more: 'It only matters for lines and addresses, and where the compiler recorded columns.',
    examples: [['showcolumns=true', 'file.go:10:5 and file.go:10:9 are two']],
    related: ['granularity', 'list'],
  },
  nodecount: {
    more: 'top and text show 10 here where nobody says. A number behind the report counts once: top 20.',
    examples: [
      ['nodecount=30', 'thirty from now on'],
      ['nodecount=-1', 'as the report decides'],
    ],
    related: ['nodefraction', 'trim', 'top'],
  },
  nodefraction: {
    more: 'It is compared with cum, so callers of something large stay. 0 shows all.',
    examples: [
      ['nodefraction=0.05', 'from 5% of the total on'],
      ['nodefraction=0', 'however small'],
      ['nodefraction=0.005', 'as at first'],
    ],
    related: ['edgefraction', 'nodecount', 'trim'],
  },
  edgefraction: {
    more: 'It matters for tree and graphs. 0 shows all.',
    examples: [
      ['edgefraction=0.01', 'calls from 1% of the total on'],
      ['edgefraction=0.001', 'as at first'],
    ],
    related: ['nodefraction', 'tree', 'dot'],
  },
  trim: {
    more: 'Off is the same as nodecount=0, nodefraction=0 and edgefraction=0.',
    examples: [
      ['trim=false', 'everything, however small'],
      ['trim=true', 'as at first'],
    ],
    related: ['nodecount', 'nodefraction', 'edgefraction'],
  },
  drop_negative: {
    examples: [
      ['drop_negative=true', 'only what grew'],
      ['drop_negative=false', 'what shrank too'],
    ],
    related: ['negative', 'base', 'diff'],
  },
  call_tree: {
    examples: [
      ['call_tree=true', 'svg draws a tree instead of a net'],
      ['call_tree=false', 'a box for each function again'],
    ],
    related: ['dot', 'svg', 'callgrind'],
  },
  compact_labels: {
    examples: [
      ['compact_labels=false', 'file, type and time above every report'],
      ['compact_labels=true', 'only the table'],
    ],
    related: ['comments', 'top'],
  },
  intel_syntax: {
    examples: [['intel_syntax=true', 'mov rax, rbx instead of mov %rbx,%rax']],
    related: ['disasm', 'weblist'],
  },
  output: {
    more: 'It holds until it is empty again; > behind a line writes to a file once.',
    examples: [
      ['output=report.txt', 'all reports go there, each over the one before'],
      ['output=', 'back to the terminal'],
    ],
    related: ['formats', 'save'],
  },
  source_path: {
    more:
      'Where list looks besides: the recorded place, Go’s module cache and GOROOT, the current directory and those ' +
      'around it.',
    examples: [['source_path=/src/app:/src/lib', 'two directories']],
    related: ['trim_path', 'list'],
  },
  trim_path: {
    more: 'They are shorter to read, and list finds the rest of the path below the directories it looks in.',
    examples: [
      ['trim_path=/home/ci/build', 'without this prefix'],
      ['trim_path=', 'whole names'],
    ],
    related: ['source_path', 'list', 'granularity'],
  },
};
