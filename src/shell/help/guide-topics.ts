/** The pages about the shell as a whole: what there is, and how its parts work together. */
import { optionDeclarations } from '../../report/options.ts';
import type { Command } from '../language/command.ts';
import { ACTION_NAMES } from '../language/key-names.ts';
import { type Settings, settingDeclarations } from '../settings.ts';
import { exampleLines, exampleNames, filledExamples } from './example.ts';
import { columns, type HelpRow, listed, parts, seeAlso, wrapped } from './layout.ts';
import type { Example, HelpContext, HelpTopic } from './topic.ts';

/** The guides over a list of commands. */
export function guideTopics(commands: readonly Command[]): HelpTopic[] {
  return [
    {
      names: ['commands', 'command'],
      kind: 'guide',
      summary: 'All commands by what they are for.',
      text: '',
      lines: () => commandLines(commands),
    },
    {
      names: ['options', 'option'],
      kind: 'guide',
      summary: 'All options of reports, and what they are set to.',
      text: '',
      lines: optionLines,
    },
    {
      names: ['settings', 'setting'],
      kind: 'guide',
      summary: 'How the shell looks and behaves, and what can be chosen.',
      text: 'theme colours names keys pager',
      lines: settingLines,
    },
    {
      names: ['keys', 'key', 'shortcuts', 'keyboard'],
      kind: 'guide',
      summary: 'The keys of the line and of the views.',
      text: Object.values(ACTION_NAMES).join(' '),
      lines: keyLines,
    },
    ...GUIDES.map(guideTopic),
  ];
}

/** One line of the overview: what is typed, what for, and the command it needs. */
type OverviewRow = readonly [line: string, note: string, command?: string];

const OVERVIEW: readonly (readonly [title: string, rows: readonly OverviewRow[]])[] = [
  [
    'Ask',
    [
      ['top 10', 'what is largest; -cum: with all it calls'],
      ['peek {name}', 'its callers and callees; tree: of all'],
      ['list {name}', 'its source, with values line by line'],
      ['find', 'search functions, files, packages, tags'],
      ['browse  flame  top -i', 'views to walk in; more: help views', 'flame'],
    ],
  ],
  [
    'Filter',
    [
      ['focus={name}', 'samples with it; also ignore= hide= show='],
      ['mine', 'only your own packages', 'mine'],
      ['filters  undo  reset', 'what is set; a step back; no filters', 'undo'],
    ],
  ],
  [
    'Profiles',
    [
      ['load FILE', 'opens another one; then profiles, use 2', 'load'],
      ['diff {current} {other}', 'what changed between two', 'diff'],
    ],
  ],
  [
    'Memory',
    [
      ['doctor crash.log', 'what ended a program; which line to change', 'doctor'],
      ['leaks A B …  suspects', 'what grows; what looks like a known fault', 'leaks'],
    ],
  ],
  [
    'Results',
    [
      ['top > hot.txt', 'in a file; top | grep json; top -json', 'copy'],
      ['copy  save FILE', 'what was printed last', 'copy'],
    ],
  ],
  [
    'Set up',
    [
      ['set  alias  bind', 'settings, names for lines, keys', 'set'],
      ['o  nodecount=20', 'options of reports; setting one'],
    ],
  ],
];

const TITLE_WIDTH = 10;

/** What `help` alone prints: the most used things, on one screen. */
export function overviewLines(context: HelpContext, commands: readonly Command[]): string[] {
  const exists = (name: string | undefined) => name === undefined || commands.some((command) => command.name === name);
  const names = exampleNames(context);
  const rows = OVERVIEW.flatMap(([title, lines]) => {
    const filled = filledExamples(
      names,
      lines.filter(([, , command]) => exists(command)).map(([line, note]) => [line, note]),
    );
    return filled.map(([line, note], i) => [i === 0 ? title : '', line, note] as const);
  });
  const types = context.session.profile.valueTypes.map(({ type }) => type);
  return [
    ...columns(
      rows.map(([title, line, note]) => [title.padEnd(10) + line, note] as const),
      0,
      36,
    ),
    ...(types.length < 2 ? [] : wrapped(`${'Values'.padEnd(TITLE_WIDTH)}${types.join('  ')}`, 0, TITLE_WIDTH)),
    '',
    'help TOPIC  commands, options, settings, keys, views, filters, profiles,',
    '            memory, formats, scripts, quoting, words; any command, option, …',
    'help WORD   flat, cum, sum%, sample type, tag, leak …: on this profile',
    'help search WORD  all pages about a word',
  ];
}

const SECTIONS: readonly (readonly [Command['section'], string])[] = [
  ['reports', 'Reports'],
  ['views', 'Views'],
  ['memory', 'Memory'],
  ['filters', 'Filters'],
  ['workspace', 'Profiles'],
  ['results', 'Results'],
  ['set-up', 'Set-up'],
  ['session', 'Session'],
];

function commandLines(commands: readonly Command[]): string[] {
  const rowsOf = (section: Command['section']): HelpRow[] =>
    commands
      .filter((command) => command.section === section)
      .map(({ name, aliases = [], summary }) => [[name, ...aliases].join(', '), summary]);
  const blocks = SECTIONS.map(([section, title]) => {
    const rows = rowsOf(section);
    return rows.length === 0 ? [] : [`${title}:`, ...columns(rows)];
  });
  return parts(...blocks, ['help and the name of one tells more.']);
}

function optionLines({ session }: HelpContext): string[] {
  const rows = [...optionDeclarations].map(([name, { help }]): HelpRow => {
    const value = session.options[name as keyof typeof session.options];
    return [value === '' ? name : `${name}=${value}`, help];
  });
  return parts(
    wrapped(
      'Options are about reports. option=value sets one for this profile; for those that are true or false the ' +
        'name alone is true.',
    ),
    columns(rows),
    ['help and the name of one tells more; undo takes back a change.'],
  );
}

function settingLines({ workspace }: HelpContext): string[] {
  const rows = [...settingDeclarations].map(([name, { help, choices }]): HelpRow => {
    const value = workspace.settings[name as keyof Settings];
    return [`${name}=${value}`, `${help} ${Object.keys(choices).join(', ')}.`];
  });
  return parts(
    wrapped(
      'Settings are about the shell, whichever profile is in use. name=value sets one; save settings keeps them.',
    ),
    columns(rows),
    ['help and the name of one tells more.'],
  );
}

function keyLines({ keyTables = [], workspace }: HelpContext): string[] {
  const bound = Object.entries(workspace.bindings).map(([key, line]): HelpRow => [key, line]);
  const tables = keyTables.map(({ title, rows }) => [
    `${title}:`,
    ...columns(rows.map(({ keys, help }) => [keys, help] as const)),
  ]);
  const actions = Object.entries(ACTION_NAMES).map(([name, help]) => [`:${name}`, help] as const);
  return parts(
    bound.length === 0 ? [] : ['Keys of yours:', ...columns(bound)],
    ...tables,
    ['What bind can let a key do:', ...columns(actions)],
    wrapped('bind alt+t top 20 lets a key run a line. keys=vi chooses the keys of vi. ? lists the keys of a view.'),
  );
}

interface Guide {
  readonly names: readonly string[];
  readonly summary: string;
  readonly text: readonly string[];
  readonly examples: readonly Example[];
  /** What stands behind the examples. */
  readonly more?: readonly string[];
  readonly related: readonly string[];
}

function guideTopic({ names, summary, text, examples, more = [], related }: Guide): HelpTopic {
  return {
    names,
    kind: 'guide',
    summary,
    text: [...text, ...more, ...examples.flat()].join(' '),
    lines: (context) =>
      parts(
        wrapped(`${names[0]}: ${summary}`),
        ...text.map((paragraph) => wrapped(paragraph)),
        exampleLines(context, examples),
        ...more.map((paragraph) => wrapped(paragraph)),
        seeAlso(related),
      ),
  };
}

const GUIDES: readonly Guide[] = [
  {
    names: ['views', 'view', 'screens', 'screen', 'screen reader', 'INK_SCREEN_READER'],
    summary: 'What takes the whole terminal: trees, tables, sources under the keys.',
    text: [
      'Views open from the prompt and from each other, on what is selected: s source, b browse, B bottomup, S ' +
        'sandwich, F flame, T top, t tags. Esc goes back to the view before, q to the prompt, where one line is left ' +
        'that does it again: what was changed, and the command that opens the view as it was.',
    ],
    examples: [
      ['find {function}', 'all names; Enter: what to do with one'],
      ['browse {caller}', 'the call tree; bottomup: that of callers'],
      ['sandwich {function}', 'its callers and its callees'],
      ['flame', 'the stacks as cells'],
      ['top -i', 'the table: Tab groups, o orders, / filters'],
      ['source {function}', 'its source, with values line by line'],
      ['tags -i', 'tags, to filter by'],
      ['goroutines', 'goroutines in groups'],
    ],
    more: [
      'Keys are the same everywhere: arrows or hjkl, g and G, Ctrl-D and Ctrl-U, / with n and N, Enter for what can be ' +
        'done with a row, f focus, i ignore, H hide, z and Z zoom, o order, c columns, m mark, v sample type, y copies ' +
        'the name, ? lists all of them. In find letters go into the query; its commands have Ctrl and Alt.',
      'Ctrl-O at the prompt opens what was printed last as a view; a number opens that row of the table.',
      'Filters set in a view are steps as those that are typed: u takes one back in the view, undo at the prompt.',
      'The mouse works too: a click selects, two zoom, the wheel scrolls; mouse=off leaves it to the terminal.',
      'With INK_SCREEN_READER=true in the environment views are told in words.',
    ],
    related: ['keys', 'mouse', 'filters', 'undo'],
  },
  {
    names: ['filters', 'filter', ':', 'filtering'],
    summary: 'How to look at a part of a profile, and how to come back.',
    text: [
      'A filter is an option: it holds until it is empty again. The line under the prompt shows those that are ' +
        'set. They work in this order: focus, ignore, hide and show; then show_from; then those of tags; then ' +
        'prune_from.',
    ],
    examples: [
      ['focus={function}', 'samples with this function'],
      ['ignore={caller}', 'samples without this one'],
      ['show={package}', 'only frames of this package'],
      ['tagfocus={tag}={tagText}', 'samples with this tag'],
      ['filters', 'what is set, and how much each leaves'],
      ['undo', 'takes back the last change; redo does it again'],
      [':', 'clears focus, ignore, hide, tagfocus and tagignore'],
      ['reset', 'clears all of them'],
      ['top {function} -{caller}', 'filters for this one report: focus, and with - ignore'],
    ],
    more: ['Shares stay shares of the whole profile; relative_percentages=true makes them shares of what is left.'],
    related: ['focus vs show', 'patterns', 'tag', 'mine', 'total'],
  },
  {
    names: ['profiles', 'workspace', 'several profiles', 'session'],
    summary: 'How to have several profiles open, and how to compare them.',
    text: [
      'Each open profile has a number, and options and filters of its own. shared_filters=on lets filters hold for ' +
        'all of them.',
    ],
    examples: [
      ['load before.pb.gz', 'opens another one; a directory or a URL works too'],
      ['profiles', 'lists them; * is the one in use'],
      ['use {other}', 'asks about another one'],
      ['use {current}', 'and back'],
      ['reload', 'reads its file again'],
      ['diff {current} {other}', 'before, after and change of every function'],
      ['base {other}', 'a profile of the difference, for all reports'],
      ['merge {current} {other}', 'a profile of the sum'],
    ],
    more: [
      'From your own shell: pprof-shell a.pb.gz b.pb.gz opens the sum of both, pprof-shell -diff_base a.pb.gz ' +
        'b.pb.gz the difference.',
    ],
    related: ['load', 'diff', 'base vs diff', 'leak'],
  },
  {
    names: ['memory', 'out of memory', 'oom', 'confidence', 'confirmed', 'likely', 'possible'],
    summary: 'What to do when a program runs out of memory.',
    text: [
      'Give doctor all there is of the program: crash log or stderr, kernel log, GODEBUG=gctrace=1 output, heap and ' +
        'goroutine profiles of any format, the program itself, /proc/PID/status. It says what ended the program, ' +
        'which allocation failed, where the memory is, and which code to look at; and what it lacks to say more.',
    ],
    examples: [
      ['doctor crash.log heap.pb.gz', 'any mix of files, or a directory'],
      ['leaks snapshots/', 'what grows; from four profiles on caches can be told from leaks'],
      ['growth', 'the same of the profiles that are open'],
      ['suspects', 'what looks like a known fault in this profile'],
      ['suspects -alloc', 'what is made needlessly, rather than kept'],
      ['memstats', 'what the runtime counted, of a profile as text'],
      ['objects', 'sizes of blocks; bytes an object by function'],
    ],
    more: [
      'Each statement has its evidence and a confidence. confirmed: what was read leaves no other explanation. likely: ' +
        'two independent signs at least. possible: one sign. What would make it surer stands behind To be sure. One ' +
        'profile never tells a leak from a cache.',
      'Ctrl-O runs the first command that was proposed, a number that of the suspect with it. leaks and growth open ' +
        'what grew as one more profile, to look into with all commands.',
      'Faults of your own go into suspects.json beside the startup file, or -catalogue=FILE.',
    ],
    related: ['doctor', 'leaks', 'suspects', 'leak', 'gc pressure', 'inuse_space'],
  },
  {
    names: [
      'formats',
      'output',
      'results',
      'export',
      'exports',
      '-json',
      '-csv',
      '-markdown',
      '>',
      '>>',
      '|',
      'redirect',
      'pipe',
    ],
    summary: 'Where output can go, and in which form.',
    text: [
      'Every report is text, or with a flag data with exact values: -json for programs, -csv for spreadsheets, ' +
        '-markdown for issues and chats. In a batch the flag is -format=json.',
    ],
    examples: [
      ['top 20 > hot.txt', 'in a file'],
      ['top 20 >> log.txt', 'at the end of a file'],
      ['traces | less', 'through a program'],
      ['traces | pager', 'in a view to scroll and search in'],
      ['top -json > top.json', 'as data'],
      ['tree -csv > tree.csv', 'for a spreadsheet'],
      ['top 5 -markdown', 'to paste into an issue'],
      ['svg > graph.svg', 'the call graph as a picture'],
      ['proto > part.pb.gz', 'what the filters leave, as a profile'],
      ['folded > stacks.folded', 'for flame graph programs'],
      ['speedscope > p.speedscope.json', 'for speedscope'],
      ['copy top 5', 'on the clipboard'],
      ['save hot.txt', 'what was printed last'],
    ],
    related: ['save', 'copy', 'folded', 'speedscope', 'scripts'],
  },
  {
    names: ['scripts', 'script', 'batch', 'startup', 'macros', 'ci', '$1', '$*'],
    summary: 'How to let the shell do the same again: files of lines, aliases, batches, rules for CI.',
    text: [
      'A script is a file of lines as you type them; # begins a comment. The shell begins with the lines of ' +
        '~/.config/pprof-shell/startup (or below XDG_CONFIG_HOME).',
    ],
    examples: [
      ['source checks.pprof', 'runs the lines of a file'],
      ['alias hot top 5 -cum', 'hot is short for that line'],
      ["alias around 'peek $1; list $1'", 'with the word behind its name'],
      ['check "flat({function}) < 90%"', 'a rule: ok, or FAIL and exit status 1 in a batch'],
      ['save settings', 'keeps settings, aliases and keys'],
    ],
    more: [
      "From your own shell: pprof-shell -e 'top 10; peek main' FILE runs lines and exits; pprof-shell -top FILE " +
        'prints one report, with the flags of go tool pprof. The exit status is 1 where a line goes wrong. Lines on ' +
        'standard input (pprof-shell FILE < script) are read exactly as go tool pprof reads them, without quotes and ' +
        'pipes, and only those with commands that pprof does not have, such as check, change the exit status.',
    ],
    related: ['source', 'alias', 'check', 'formats', 'quoting'],
  },
  {
    names: ['quoting', 'quotes', 'patterns', 'pattern', 'regex', 'regexp', 're2'],
    summary: 'How to write names and patterns.',
    text: [
      'Where a function is asked for, a pattern (a regular expression, RE2) is meant, and it matches anywhere in ' +
        'the name: peek Decode matches encoding/json.(*Decoder).Decode. Upper and lower case count; (?i) before it ' +
        'ignores them.',
      'A name as you paste it works too: where it is no pattern, or matches nothing as one, it is taken as it is, ' +
        'and that is said.',
    ],
    examples: [
      ['peek ^{package}', 'names that begin with it'],
      ['focus=read|write', 'one of two'],
      ['focus="Garbage Collection"', "quotes keep blanks; '…' does as well"],
      ['top -"Garbage Collection"', 'behind the - of ignore too'],
      ['focus=', 'all samples again'],
      ['tagfocus={tag}={tagText}', 'the key of a tag, then a pattern for its text'],
    ],
    more: [
      'Text in quotes is taken as it is, backslashes too; only \\" in "…" is a quote. Quotes only count where a ' +
        'word begins, or behind -, > or name=.',
    ],
    related: ['filters', 'find', 'names', 'scripts'],
  },
];

/** The words of the field in one list. */
export function wordListTopic(words: readonly HelpTopic[]): HelpTopic {
  return {
    names: ['words', 'word', 'glossary', 'terms'],
    kind: 'guide',
    summary: 'The words of profiles that help explains.',
    text: '',
    lines: () =>
      parts(
        columns(words.map(({ names, summary }) => [names[0], summary] as const)),
        listed(['help and one of them explains it on this profile.'], 0),
      ),
  };
}
