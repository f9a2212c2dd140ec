/** What help says about commands beyond their own declarations: what they print, lines to try, where to read on. */
import type { Example } from './topic.ts';

export interface CommandNote {
  /** What comes out, in a sentence or two. */
  readonly prints: string;
  readonly examples: readonly Example[];
  /** Other topics of help. */
  readonly related: readonly string[];
}

const FLAT_AND_CUM = ['flat', 'cum', 'sum%'];

function picture(name: string, format: string, program = ''): CommandNote {
  const needs = program === '' ? '' : ` ${program}`;
  return {
    prints: `A box for every function, sized by its flat value, and an arrow for every call. It is ${format}.${needs}`,
    examples: [
      [`${name} > calls.${name}`, 'the graph in a file'],
      [`${name} {function} > part.${name}`, 'only the samples with this function'],
    ],
    related: ['nodefraction', 'edgefraction', 'call_tree', 'dot'],
  };
}

function viewer(name: string, opens: string): CommandNote {
  return {
    prints: `Nothing here: ${opens}. In scripts and over ssh, write a picture to a file instead: svg > calls.svg.`,
    examples: [
      [name, 'the whole graph'],
      [`${name} {function}`, 'only the samples with this function'],
    ],
    related: ['svg', 'dot', 'flame', 'browse'],
  };
}

const REPORT_NOTES: Readonly<Record<string, CommandNote>> = {
  top: {
    prints:
      'One row for each function: its own value (flat), its value with all it calls (cum), their shares of the ' +
      'total, and in sum% what all rows so far make up. It answers: where does it go?',
    examples: [
      ['top 5', 'the five with the largest flat value'],
      ['top -cum', 'ordered by cum: who is responsible, not only who does the work'],
      ['top {function}', 'only samples with this function in the stack'],
      ['top -{function}', 'only samples without it'],
      ['top -i', 'the table as a view: any order, filtered as you type, by files or packages'],
    ],
    related: ['text', 'tree', 'peek', 'views', ...FLAT_AND_CUM, 'nodecount'],
  },
  text: {
    prints: 'The same table as top. Where nothing limits it, top stops at 10 rows here, and so does text.',
    examples: [
      ['text 20', 'twenty rows'],
      ['text -cum {package}', 'of the samples with this package, ordered by cum'],
    ],
    related: ['top', ...FLAT_AND_CUM],
  },
  tree: {
    prints:
      'The rows of top, each between its callers above and its callees below it. The value beside a caller or a ' +
      'callee is what goes through that call.',
    examples: [
      ['tree 5', 'the five heaviest with their neighbours'],
      ['tree -cum {caller}', 'the part of the program with this function'],
    ],
    related: ['peek', 'browse', 'top', 'edgefraction'],
  },
  peek: {
    prints:
      'The callers and the callees of every function that matches, with what goes through each call. Nothing is left ' +
      'out for being small. It answers: who calls it, and what does it call?',
    examples: [
      ['peek {function}', 'around the heaviest function'],
      ['peek {caller}', 'where the value of this one comes from'],
      ['peek ^{package}', 'around all functions whose name begins so'],
    ],
    related: ['tree', 'list', 'sandwich', 'browse', 'patterns'],
  },
  list: {
    prints:
      'The source of every function that matches, with flat and cum for each line. Lines without a value have dots. ' +
      'Where no source is found, it says where it looked.',
    examples: [
      ['list {function}', 'the lines of the heaviest function'],
      ['list {caller}', 'what its calls cost, line by line'],
      ['source_path=/src/app', 'look for sources there as well'],
    ],
    related: ['source', 'weblist', 'disasm', 'source_path', 'trim_path', 'lines'],
  },
  disasm: {
    prints:
      'The instructions of every function that matches, with flat and cum for each. It needs the binary and objdump.',
    examples: [
      ['disasm {function}', 'the instructions of the heaviest function'],
      ['disasm {function} > code.txt', 'in a file'],
    ],
    related: ['list', 'weblist', 'intel_syntax', 'addresses'],
  },
  weblist: {
    prints: 'A page for the browser: the source with values, and below each line the instructions made from it.',
    examples: [
      ['weblist {function}', 'the page opens in the browser'],
      ['weblist {function} > lines.html', 'the page in a file'],
    ],
    related: ['list', 'disasm'],
  },
  traces: {
    prints:
      'Every different stack with its value and its tags, leaf first. It is the whole profile, so filter it or ' +
      'send it to a file.',
    examples: [
      ['traces {function}', 'the stacks with this function'],
      ['traces > stacks.txt', 'all of them in a file'],
    ],
    related: ['sample', 'tag', 'folded', 'raw'],
  },
  tags: {
    prints: 'For every tag key its values, each with the sum of the samples that have it and its share of the key.',
    examples: [
      ['tags', 'all of them'],
      ['tags {tag}', 'the values of one key'],
      ['tags -i', 'as a view: mark values to keep or to drop, then f'],
      ['tagfocus={tag}={tagText}', 'from now on only samples with this value'],
    ],
    related: ['tag', 'tagfocus', 'tagroot', 'tagshow', 'views'],
  },
  comments: {
    prints:
      'The comments in the profile, one a line: whoever recorded it may have left the version or the command there.',
    examples: [
      ['comments', 'what it says'],
      ['comments > comments.txt', 'in a file'],
    ],
    related: ['raw'],
  },
  raw: {
    prints: 'All of the profile as text: sample types, every sample with its numbers, every location and mapping.',
    examples: [
      ['raw > all.txt', 'to read in an editor'],
      ['raw {function} > part.txt', 'only the samples with this function'],
    ],
    related: ['traces', 'proto'],
  },
  proto: {
    prints: 'The profile as the filters leave it, as a gzip-compressed profile.proto file that every pprof tool reads.',
    examples: [
      ['proto > part.pb.gz', 'what the filters leave now'],
      ['proto {function} > part.pb.gz', 'only the samples with this function'],
    ],
    related: ['topproto', 'speedscope', 'filters'],
  },
  topproto: {
    prints: 'The rows of top as a profile: a sample for each function, with its flat and its cum value.',
    examples: [
      ['topproto > top.pb.gz', 'for programs that read profiles'],
      ['topproto {function} > part.pb.gz', 'only the samples with this function'],
    ],
    related: ['top', 'proto'],
  },
  callgrind: {
    prints:
      'The call graph in the format of Valgrind’s tool, by instruction address and line, for KCachegrind and ' +
      'QCachegrind.',
    examples: [
      ['callgrind > callgrind.out', 'the whole graph'],
      ['callgrind {function} > part.out', 'only the samples with this function'],
    ],
    related: ['kcachegrind', 'dot'],
  },
  dot: {
    prints: 'The call graph in the language of Graphviz. png, svg and the others are drawn from it.',
    examples: [
      ['dot > calls.dot', 'the graph as text'],
      ['dot {function} > part.dot', 'only the samples with this function'],
    ],
    related: ['svg', 'nodefraction', 'edgefraction', 'call_tree'],
  },
  svg: picture('svg', 'a drawing that browsers zoom'),
  png: picture('png', 'a picture'),
  gif: picture('gif', 'a picture', 'Graphviz has to be installed.'),
  pdf: picture('pdf', 'a page to print', 'Graphviz has to be installed.'),
  ps: picture('ps', 'a page to print', 'Graphviz has to be installed.'),
  web: viewer('web', 'the call graph opens in the browser'),
  eog: viewer('eog', 'the call graph opens in eog'),
  evince: viewer('evince', 'the call graph opens in evince'),
  gv: viewer('gv', 'the call graph opens in gv'),
  kcachegrind: viewer('kcachegrind', 'the call graph opens in KCachegrind'),
  folded: {
    prints:
      'One line for each stack: its functions from the root to the leaf with ; between them, then its value. Flame ' +
      'graph programs read it.',
    examples: [
      ['folded > stacks.folded', 'all stacks'],
      ['folded {function} > part.folded', 'only those with this function'],
    ],
    related: ['flame', 'speedscope', 'traces', 'formats'],
  },
  speedscope: {
    prints: 'The stacks in the file format of speedscope: open it at speedscope.app, where it stays on your machine.',
    examples: [
      ['speedscope > profile.speedscope.json', 'every sample type, to choose from there'],
      ['speedscope {function} > part.speedscope.json', 'only the stacks with this function'],
    ],
    related: ['folded', 'proto', 'formats'],
  },
};

const SHELL_NOTES: Readonly<Record<string, CommandNote>> = {
  find: {
    prints:
      'A view with all functions, files, packages and tags. Type parts of a name in any order; Tab chooses one kind, ' +
      'Ctrl-T searches exactly or by pattern, Enter offers what to do with what is selected or marked.',
    examples: [
      ['find', 'all names, the heaviest first'],
      ['find {function}', 'begins with this search'],
    ],
    related: ['views', 'names', 'peek', 'keys'],
  },
  browse: {
    prints:
      'The call tree, from the root down. Arrows open and close, e opens the heaviest path, z begins at the row, ' +
      '/ searches, ? lists the keys.',
    examples: [
      ['browse', 'from the root'],
      ['browse {caller}', 'begins at this function'],
    ],
    related: ['views', 'bottomup', 'sandwich', 'flame', 'tree', 'cum'],
  },
  bottomup: {
    prints:
      'The tree of callers: the functions that spend most by themselves, and in each who calls it. A row has what was ' +
      'spent when it was called like that. The keys are those of browse.',
    examples: [
      ['bottomup', 'the functions with the largest flat value first'],
      ['bottomup {function}', 'begins at this function'],
    ],
    related: ['views', 'browse', 'sandwich', 'flat'],
  },
  sandwich: {
    prints:
      'One function between two trees: its callers above it, its callees below. Tab goes to the next function that ' +
      'matches, z puts the function of the row in the middle, Z goes back.',
    examples: [
      ['sandwich {function}', 'around the heaviest function'],
      ['sandwich {caller}', 'what calls this one, and what it calls'],
    ],
    related: ['views', 'peek', 'browse', 'bottomup'],
  },
  flame: {
    prints:
      'The stacks as coloured cells, as wide as what they weigh. z zooms in and Z out, / searches and tells what ' +
      'share matches, o changes the colours, Tab merges stacks from their leaves.',
    examples: [
      ['flame', 'all stacks'],
      ['flame {function}', 'zoomed in to the heaviest of its frames'],
    ],
    related: ['views', 'browse', 'folded', 'speedscope'],
  },
  goroutines: {
    prints:
      'The goroutines of the profile in groups. Tab groups them by stack, state, wait, creator, function or what they ' +
      'wait for, as far as the profile tells; dumps (debug=2, or what Go prints when it crashes) tell most.',
    examples: [
      ['goroutines', 'all of them, or what to fetch where there are none'],
      ['goroutines {function}', 'those with this function in their stack'],
    ],
    related: ['views', 'goroutine', 'goroutineleak', 'tags'],
  },
  o: {
    prints: 'Every option with its value now. Type option=value to set one; it holds until you set it again.',
    examples: [
      ['o', 'all of them'],
      ['nodecount=20', 'sets one'],
    ],
    related: ['options', 'set', 'reset'],
  },
  quit: {
    prints: 'Nothing. The options are forgotten; save settings keeps how the shell looks and behaves.',
    examples: [
      ['quit', 'or press Ctrl-D on an empty line'],
      ['q', 'the same'],
    ],
    related: ['save'],
  },
  help: {
    prints:
      'With a word, the page about it: a command, an option, a setting, an alias, or a word of the field such as flat.',
    examples: [
      ['help flat', 'what the column means, on this profile'],
      ['help {type}', 'which question this sample type answers'],
      ['help search leak', 'all pages about a word'],
    ],
    related: ['commands', 'options', 'keys'],
  },
  undo: {
    prints: 'The step it took back. Every line that changes a filter or another option is one step.',
    examples: [
      ['focus={function}', 'a step'],
      ['undo', 'takes it back'],
      ['redo', 'does it again'],
    ],
    related: ['redo', 'filters', 'reset'],
  },
  redo: {
    prints: 'The step it did again. A new change makes the steps taken back unreachable.',
    examples: [
      ['focus={function}', 'a step'],
      ['undo', 'takes it back'],
      ['redo', 'does it again'],
    ],
    related: ['undo', 'filters'],
  },
  filters: {
    prints: 'The filters that are set, in the order they work, each with what it leaves of the total.',
    examples: [
      ['focus={function}', 'sets one'],
      ['filters', 'lists them'],
      ['filters drop focus', 'takes one away, by its name or its number'],
      ['reset', 'takes all of them away'],
    ],
    related: ['focus', 'tagfocus', 'undo', 'reset', 'mine'],
  },
  reset: {
    prints: 'Little: no filter is set any more, not even those that : leaves. undo brings them back.',
    examples: [
      ['focus={function}', 'a filter'],
      ['reset', 'no filter is left'],
      ['undo', 'brings it back'],
      ['reset all', 'sets all options back, not only filters'],
    ],
    related: ['filters', ':', 'undo'],
  },
  mine: {
    prints:
      'Reports show only your own packages from now on: other frames are taken out, and yours take over what those ' +
      'cost.',
    examples: [
      ['mine', 'the packages of the main module'],
      ['mine which', 'which those are, and how they were found'],
      ['mine off', 'everything again'],
      ['mine {package}', 'says by hand what is yours'],
    ],
    related: ['show', 'filters', 'undo'],
  },
  load: {
    prints: 'What was opened and its number. It is in use from then on; the others stay open.',
    examples: [
      ['load before.pb.gz', 'a file'],
      ['load profiles/', 'all profiles of a directory'],
      ['load http://localhost:6060/debug/pprof/heap', 'asks a running Go program'],
    ],
    related: ['profiles', 'use', 'diff', 'reload'],
  },
  profiles: {
    prints: 'The open profiles with their numbers, their sample types and totals. A mark shows the one in use.',
    examples: [
      ['profiles', 'all of them'],
      ['use {other}', 'chooses one'],
    ],
    related: ['load', 'use', 'diff', 'close'],
  },
  use: {
    prints: 'The profile that commands are about from now on. Each has its own options, unless shared_filters=on.',
    examples: [['use {other}', 'by its number in profiles, or a part of its name']],
    related: ['profiles', 'load', 'shared_filters'],
  },
  merge: {
    prints:
      'The number of a new profile with the samples of several, added up; those with equal stacks and tags become one.',
    examples: [
      ['merge', 'all that are open'],
      ['merge {current} {other}', 'two of them'],
    ],
    related: ['profiles', 'base', 'diff'],
  },
  diff: {
    prints:
      'A row for each function that changed: before, after and the change, the largest change first; new and gone ' +
      'ones are marked.',
    examples: [
      ['diff {current} {other}', 'from one to the other'],
      ['diff {current} {other} -cum', 'by what functions and their callees use'],
      ['diff {current} {other} -normalize', 'as if both had the same total'],
    ],
    related: ['base', 'base vs diff', 'negative', 'normalize', 'load'],
  },
  base: {
    prints:
      'The number of a new profile: the one in use minus another. Values below zero became less; percentages are ' +
      'shares of the other one.',
    examples: [
      ['base {other}', 'subtracts it from the one in use'],
      ['base -normalize {other}', 'scaled to the same total first'],
    ],
    related: ['diff', 'base vs diff', 'negative', 'drop_negative'],
  },
  reload: {
    prints: 'What was read. The profile keeps its number, its options and its filters.',
    examples: [
      ['reload', 'the one in use'],
      ['reload {other}', 'another one'],
    ],
    related: ['load', 'profiles'],
  },
  close: {
    prints: 'The profile in use then. The last one stays open.',
    examples: [['close {other}', 'by its number in profiles, or a part of its name']],
    related: ['profiles', 'load'],
  },
  doctor: {
    prints:
      'What ended the program; its platform and version of Go, where they matter; the allocation that failed; where ' +
      'the memory is, as a bar and a table; the code to look at, each with the command to type next. Each statement ' +
      'has its evidence and how sure it is, and at the end stands what to bring to know more.',
    examples: [
      ['doctor crash.log heap.pb.gz', 'a crash and the profile before it'],
      ['doctor incident/', 'all files of a directory'],
      ['doctor crash.log 2 -json', 'two suspects at most, for programs'],
      ['doctor', 'the profiles that are open'],
    ],
    related: ['memory', 'leaks', 'suspects', 'memstats'],
  },
  leaks: {
    prints:
      'For each place that grows: how much and in how many intervals, bytes an hour with the range they are in, its ' +
      'share of all growth, how far off sampling may be, and whether it looks like a leak, a cache that fills, or ' +
      'something made once. Goroutine profiles work too. On a terminal the growth is opened as one more profile.',
    examples: [
      ['leaks snapshots/', 'all profiles of a directory'],
      ['leaks first.pb.gz later.pb.gz', 'two: growth, and no more than possible'],
      ['leaks snapshots/ 3 -json', 'for programs'],
    ],
    related: ['memory', 'growth', 'leak', 'diff'],
  },
  growth: {
    prints: 'What leaks prints, of the profiles that are open: from the first taken to the last.',
    examples: [
      ['load later.pb.gz', 'one more snapshot'],
      ['growth', 'what grew since'],
    ],
    related: ['leaks', 'memory', 'load', 'diff'],
  },
  suspects: {
    prints:
      'The lines of code that hold, or allocate, the most in a way that is known: what speaks for it, when it is a ' +
      'false alarm, what is usually done, and what that saves at most. A goroutine profile that is open counts as ' +
      'evidence too.',
    examples: [
      ['suspects', 'by the sample type in use'],
      ['suspects -alloc 10', 'ten that allocate needlessly'],
      ['suspects -catalogue=ours.json', 'with faults of your own'],
    ],
    related: ['memory', 'objects', 'leaks', 'gc pressure'],
  },
  memstats: {
    prints:
      'The figures of runtime.MemStats in words: heap, stacks, runtime and collections, and what they add up to. Only ' +
      'heap profiles as text (/debug/pprof/heap?debug=1) have them.',
    examples: [
      ['memstats', 'of the profile in use'],
      ['memstats -json', 'for programs'],
    ],
    related: ['memory', 'doctor', 'objects'],
  },
  objects: {
    prints:
      'How many blocks of which size there are and what they hold; then for each function the bytes of one object on ' +
      'average, in use and allocated.',
    examples: [
      ['objects', 'of what is in use'],
      ['objects -alloc', 'of all that was ever allocated'],
      ['objects -json', 'for programs'],
    ],
    related: ['memory', 'suspects', 'tags'],
  },
  copy: {
    prints: 'How much went to the clipboard. It works over ssh too, where the terminal takes it (OSC 52).',
    examples: [
      ['copy', 'what was printed last'],
      ['copy top 10', 'what this line prints'],
    ],
    related: ['save', 'formats'],
  },
  save: {
    prints: 'How much was written, and where.',
    examples: [
      ['save hot.txt', 'what was printed last'],
      ['save hot.txt top 20', 'what this line prints'],
      ['save settings', 'how the shell looks and behaves, for the next time'],
    ],
    related: ['copy', 'formats', 'set'],
  },
  check: {
    prints:
      'One line for each rule: ok or FAIL, with the value found and the limit. In a batch the exit status is 1 ' +
      'where one fails.',
    examples: [
      ['check "flat({function}) < 90%"', 'a share of the total'],
      ['check "cum({package}) <= 100%"', 'a package with all it calls'],
    ],
    related: ['scripts', 'flat', 'cum'],
  },
  history: {
    prints: 'The lines typed before, the newest last. Ctrl-R searches in them as you type.',
    examples: [
      ['history 20', 'the last twenty'],
      ['history focus', 'those that contain a text'],
    ],
    related: ['keys', 'suggestions'],
  },
  source: {
    prints:
      'With the name of a file what its lines print, as if you typed them one after the other. With anything else the ' +
      'view of sources: flat and cum for every line, what the selected line calls, e for your editor ($VISUAL or ' +
      '$EDITOR), d for the instructions.',
    examples: [
      ['source morning.pprof', 'a file of lines'],
      ['source {function}', 'the source of the heaviest function, as a view'],
    ],
    related: ['views', 'list', 'scripts', 'alias'],
  },
  alias: {
    prints: 'Alone the aliases there are. $1 to $9 stand for the words behind the name, $* for all of them.',
    examples: [
      ['alias hot top 5 -cum', 'hot is short for that line'],
      ["alias around 'peek $1; list $1'", 'around NAME does both with NAME'],
      ['alias who peek $1 -^runtime', 'who NAME looks around NAME, without the runtime'],
      ['alias', 'lists them'],
    ],
    related: ['unalias', 'bind', 'source', 'save', 'scripts'],
  },
  unalias: {
    prints: 'Nothing. The name stands for nothing any more.',
    examples: [
      ['alias hot top 5 -cum', 'an alias'],
      ['unalias hot', 'takes it away'],
    ],
    related: ['alias'],
  },
  bind: {
    prints:
      'Alone the keys that are bound. A key runs a line, or does an action of the line editor, written with a : in ' +
      'front.',
    examples: [
      ['bind alt+t top 20', 'Alt-T prints the twenty largest'],
      ['bind', 'lists them'],
    ],
    related: ['unbind', 'keys', 'alias', 'save'],
  },
  unbind: {
    prints: 'Nothing. The key does again what it did before.',
    examples: [
      ['bind alt+t top 20', 'a key'],
      ['unbind alt+t', 'is free again'],
    ],
    related: ['bind', 'keys'],
  },
  set: {
    prints:
      'Alone the settings with their values and choices. Settings are about the shell; options are about reports.',
    examples: [
      ['set', 'all of them'],
      ['set names=short', 'short names of functions'],
      ['save settings', 'keeps them for the next time'],
    ],
    related: ['names', 'theme', 'o', 'save'],
  },
  names: {
    prints: 'The full names of the functions that match, each with its short form.',
    examples: [
      ['names {function}', 'the full name of the heaviest'],
      ['names=short', 'shows short names everywhere'],
    ],
    related: ['set', 'patterns', 'find'],
  },
};

/** By the names of commands. */
export const COMMAND_NOTES: ReadonlyMap<string, CommandNote> = new Map(
  Object.entries({ ...REPORT_NOTES, ...SHELL_NOTES }),
);
