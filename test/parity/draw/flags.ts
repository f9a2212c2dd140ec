/**
 * The flags of pprof with values worth trying. Every flag has as many values for one profile as for another, so that a
 * combination of flags is the same list of places whatever it is tried on.
 */
import { basename } from 'node:path';
import type { Vocabulary } from '../corpus/vocabulary.ts';

/** What follows the name of a flag: nothing, or `=` and a value. */
type Ending = string;
export type FlagTable = Readonly<Record<string, readonly Ending[]>>;

const values = (...texts: readonly string[]): Ending[] => texts.map((text) => `=${text}`);
const SWITCH: readonly Ending[] = ['', '=false', '=1'];

/** Exactly this text, as a pattern. */
const literal = (text: string) => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');

/** The word at about this place of a list, from 0 to 1. */
const at = (words: readonly string[], place: number) => words[Math.floor(words.length * place)];

/** The last name in a longer one: `(*conn).serve` in `net/http.(*conn).serve`. */
const lastPart = (name: string) => name.slice(name.lastIndexOf('/') + 1).replace(/^[^.:]*(\.|::)(?=.)/, '');

/** Patterns of function, file and binary names: some that match, some that do not, one that is none. */
function patterns({ functions, files, objects }: Vocabulary): string[] {
  return [
    literal(at(functions, 0.3)),
    literal(lastPart(at(functions, 0.7))),
    `${literal(at(functions, 0.1))}|${literal(at(functions, 0.9))}`,
    `^${literal(at(functions, 0.5))}$`,
    `(?i)${literal(lastPart(at(functions, 0.2)).toUpperCase())}`,
    literal(basename(at(files, 0.5))),
    literal(at(objects, 0)),
    'main|runtime',
    '\\.(go|cc)$',
    '.',
    'zzz',
    '(',
  ];
}

/** Values of tagfocus and tagignore: patterns, with and without a key, and ranges. */
function labelFilters({ labelKeys, labelTexts }: Vocabulary): string[] {
  const [key, otherKey] = [at(labelKeys, 0), at(labelKeys, 0.99)];
  const [text, otherText] = [at(labelTexts, 0), at(labelTexts, 0.99)];
  return [
    literal(text),
    `${key}=.`,
    `${key}=${literal(text)},${literal(otherText)}`,
    `${otherKey}:${literal(otherText)}`,
    `${literal(text)},${literal(otherText)}`,
    '1:',
    '1kb:4mb',
    `${key}=:64kb`,
    `${otherKey}=10:5000`,
    '1s:2s',
    `bytes=-10:4096`,
    'zzz',
    'route=(',
  ];
}

const labelKeyPatterns = ({ labelKeys }: Vocabulary) => [literal(at(labelKeys, 0)), 'b|route', '.', 'zzz', '['];

const labelKeyLists = ({ labelKeys }: Vocabulary) => [
  at(labelKeys, 0),
  `${at(labelKeys, 0.99)},${at(labelKeys, 0)}`,
  'bytes',
  ',route,,tenant',
  'zzz',
];

/** How entries are told apart. */
export const GRANULARITIES: readonly string[] = ['functions', 'filefunctions', 'files', 'lines', 'addresses'];

/** The flags that say which column is shown, from before there was sample_index. */
const OLD_SAMPLE_FLAGS = [
  'inuse_space',
  'inuse_objects',
  'alloc_space',
  'alloc_objects',
  'total_delay',
  'contentions',
  'mean_delay',
];

/** All flags that say something about one profile, with their values. */
export function flagTable(vocabulary: Vocabulary): FlagTable {
  const names = values(...patterns(vocabulary));
  const { sampleTypes } = vocabulary;
  return {
    ...Object.fromEntries([...GRANULARITIES, 'cum', 'flat'].map((name) => [name, ['']])),
    ...Object.fromEntries(OLD_SAMPLE_FLAGS.map((name) => [name, ['']])),
    noinlines: SWITCH,
    showcolumns: SWITCH,
    call_tree: SWITCH,
    compact_labels: SWITCH,
    mean: SWITCH,
    drop_negative: SWITCH,
    relative_percentages: SWITCH,
    trim: ['=false', '', '=0', '=T'],
    normalize: [''],
    intel_syntax: [''],
    nodecount: values('0', '1', '3', '10', '40', '-1', '-7', '+5', '0x10', '1_0', '99999999999'),
    nodefraction: values('0', '0.01', '0.05', '0.3', '1', '2', '-0.1', '1e-3', 'nan', '0x1p-4', '.5', '+Inf'),
    edgefraction: values('0', '0.01', '0.2', '1', '-1'),
    unit: values(
      ...['minimum', 'auto', 'ms', 's', 'seconds', 'us', 'μs', 'ns', 'hours', 'hrs', 'm', 'b', 'kb', 'MB', 'Bytes'],
      ...['gb', 'count', 'samples', 'GCU', 'foo', ''],
    ),
    divide_by: values('1', '2', '3', '10', '0.5', '1000', '1e9', '0', '-3', 'inf', 'nan'),
    focus: names,
    ignore: names,
    hide: names,
    show: names,
    show_from: names,
    prune_from: names,
    tagfocus: values(...labelFilters(vocabulary)),
    tagignore: values(...labelFilters(vocabulary)),
    tagshow: values(...labelKeyPatterns(vocabulary)),
    taghide: values(...labelKeyPatterns(vocabulary)),
    tagroot: values(...labelKeyLists(vocabulary)),
    tagleaf: values(...labelKeyLists(vocabulary)),
    sample_index: values(
      '0',
      '1',
      '2',
      '-1',
      '99',
      at(sampleTypes, 0),
      at(sampleTypes, 0.99),
      'inuse_space',
      'zzz',
      '',
    ),
    trim_path: values('/src', '/usr/local/go/src:/src/', 'zzz'),
    source_path: values('go', 'examples/server:go/demo', '/src'),
    symbolize: values(
      ...['none', 'local', 'fastlocal', 'remote', 'force', 'demangle=full', 'demangle=templates', 'demangle=none'],
      ...['demangle=default', 'LOCAL:demangle=full', 'no', 'zzz', ''],
    ),
    add_comment: values('by hand', '#hidden', ''),
    buildid: values('feedface', ''),
    output: values('out.txt', 'no/such/folder'),
    seconds: values('3'),
    timeout: values('9'),
    tools: values('/usr/bin', 'nm:/usr/bin'),
    http: values('localhost:0'),
    no_browser: [''],
  };
}

/** The words that make a report, with arguments that match something, everything and nothing. */
export function reportFlags(vocabulary: Vocabulary): Readonly<Record<string, readonly string[]>> {
  const names = values(...patterns(vocabulary));
  return {
    top: [''],
    text: [''],
    tree: [''],
    peek: names,
    list: names,
    traces: [''],
    tags: [''],
    comments: [''],
    raw: [''],
    dot: [''],
    callgrind: [''],
    proto: [''],
    topproto: [''],
  };
}
