/** The part of src/report/formats/README.md that says what every report has: made from the reports, so that it is true. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import { MINE_COLUMNS } from '../../../src/report/data/entries.ts';
import { reportData } from '../../../src/report/data/report-data.ts';
import type { Table } from '../../../src/report/data/table.ts';
import { DIFF_COLUMNS } from '../../../src/report/diff-formats.ts';
import { foldedReport } from '../../../src/report/folded.ts';
import { type Line, plainText } from '../../../src/report/line.ts';
import type { Report } from '../../../src/report/report.ts';
import { REPORTS } from '../../../src/report/reports.ts';
import { speedscopeReport } from '../../../src/report/speedscope.ts';
import { checkCommand } from '../../../src/shell/commands/check.ts';
import { diffCommand } from '../../../src/shell/commands/diff.ts';
import type { Command, CommandContext } from '../../../src/shell/language/command.ts';
import { splitWords } from '../../../src/shell/language/words.ts';
import { openContext } from '../../shell/diff-context.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { recordedBinary } from '../../support/recorded-binary.ts';
import { reportText } from '../../support/report-text.ts';
import { type FormattedRun, formattedText, shop, shopHost } from './formatted-text.ts';

export const ALL_REPORTS: readonly Report[] = [
  ...new Map([...REPORTS, foldedReport, speedscopeReport].map((report) => [report.name, report])).values(),
];

export function reportNamed(name: string): Report {
  const report = ALL_REPORTS.find((candidate) => candidate.name === name);
  if (report === undefined) throw new Error(`no report is called ${name}`);
  return report;
}

const program = decodeProfile(gunzipSync(readFileSync(join(import.meta.dirname, '../../data/disasm/go/cpu.pb.gz'))));
const programHost = fakeHost({
  binaries: { [program.mappings[0].file]: { type: 'found', binary: recordedBinary('go', { hasGoLines: true }) } },
});

/** An example for reports that write the same. */
interface Example {
  readonly title: string;
  readonly reports: readonly string[];
  readonly run: FormattedRun;
}

export const EXAMPLES: readonly Example[] = [
  { title: 'Entries', reports: ['top', 'text', 'topproto'], run: { profile: shop, options: { nodecount: 4 } } },
  { title: 'Callers and callees', reports: ['peek', 'tree'], run: { profile: shop, argument: 'Total' } },
  { title: 'Samples', reports: ['traces', 'speedscope'], run: { profile: shop, options: { focus: 'price|walk' } } },
  { title: 'Stacks', reports: ['folded'], run: { profile: shop } },
  { title: 'Tags', reports: ['tags'], run: { profile: shop, options: { tagshow: 'tenant' } } },
  {
    title: 'Source lines',
    reports: ['list'],
    run: { profile: shop, argument: 'Total', host: shopHost },
  },
  {
    title: 'Source lines with instructions',
    reports: ['weblist'],
    run: { profile: shop, argument: 'Total', host: shopHost },
  },
  {
    title: 'Instructions',
    reports: ['disasm'],
    run: { profile: program, argument: 'hashLoop', host: programHost },
  },
  {
    title: 'Graphs',
    reports: ['dot', ...REPORTS.filter(({ document }) => document?.drawnAs !== undefined).map(({ name }) => name)],
    run: { profile: shop, options: { nodecount: 4 } },
  },
  {
    title: 'Graphs of code',
    reports: ['callgrind', 'kcachegrind'],
    run: { profile: shop, options: { focus: 'price' } },
  },
  { title: 'The whole profile', reports: ['raw', 'proto'], run: { profile: shop, options: { focus: 'price' } } },
  { title: 'Comments', reports: ['comments'], run: { profile: shop } },
];

/** A section per example: the columns of its tables, and what it writes. */
export function readmeSections(): string {
  const sections = [...EXAMPLES.map((example) => [...section(example)]), ...commandSections()];
  return sections.map((lines) => [...lines, ''].join('\n')).join('\n');
}

/** What is not a report has a head of its own, so its example is whole. */
function commandSections(): (readonly string[])[] {
  const context = openContext();
  return [
    [
      '### With `-mine`: `top`, `text`',
      '',
      'More columns of the table `entries`:',
      '',
      ...columnLines({ columns: MINE_COLUMNS }),
    ],
    [
      '### Changes: `diff`',
      '',
      'Values are in the finer unit of both profiles. Table `changes`:',
      '',
      ...columnLines({ columns: DIFF_COLUMNS }),
      '',
      '`diff 1 2`',
      '',
      '```json',
      ...printedBy(diffCommand, '1 2 -json', context),
      '```',
    ],
    [
      '### Rules: `check`',
      '',
      'A row of `rules` per rule: whether it is `kept`, the `value` measured in `unit`, the `whole` that a limit in percent is',
      'a share of, the `share`, how many functions its pattern `matches`, and where it is broken the `largest` of them.',
      '',
      '`check "flat(json) < 50% and total < 600ns"`',
      '',
      '```json',
      ...printedBy(checkCommand, '-json "flat(json) < 50% and total < 600ns"', context),
      '```',
    ],
  ];
}

function printedBy(command: Command, rest: string, context: CommandContext): readonly string[] {
  const outcome = command.run({ ...context, rest }, splitWords(rest, 'shell'));
  if (outcome.type === 'checked') return outcome.lines;
  if (outcome.type !== 'report') throw new Error(`${command.name} ${rest} came to ${outcome.type}`);
  return Array.from(outcome.body, (line) => plainText(line as Line));
}

function* section({ title, reports, run }: Example): Generator<string> {
  const [name] = reports;
  yield `### ${title}: ${reports.map((report) => `\`${report}\``).join(', ')}`;
  yield '';
  const tables = tablesOf(reportNamed(name), run);
  for (const table of tables) {
    yield `Table \`${table.name}\`:`;
    yield '';
    yield* columnLines(table);
    yield '';
  }
  const options = Object.entries(run.options ?? {}).map(([option, value]) => `${option}=${value}`);
  yield `\`${[name, run.argument, ...options].filter((word) => word !== undefined).join(' ')}\``;
  yield '';
  yield '```json';
  yield* tableLines(formattedText(reportNamed(name), 'json', run), tables[0].name);
  yield '```';
}

function* columnLines({ columns }: Pick<Table, 'columns'>): Generator<string> {
  yield '| column | kind | meaning |';
  yield '| --- | --- | --- |';
  for (const { name, kind, meaning } of columns) yield `| \`${name}\` | ${kind} | ${meaning} |`;
}

function tablesOf(report: Report, run: FormattedRun): readonly Table[] {
  let tables: readonly Table[] = [];
  const write: Report['write'] = (request) => {
    tables = reportData(report, request).tables;
    return [];
  };
  reportText({ ...report, write }, { host: fakeHost({}), ...run });
  return tables;
}

const MOST_ROWS = 6;

/** What follows the head, the rows of long tables cut. */
function* tableLines(json: string, first: string): Generator<string> {
  const lines = json.trimEnd().split('\n');
  let rows = 0;
  for (const line of lines.slice(lines.indexOf(`  "${first}": [`), -1)) {
    rows = line.startsWith('    ') ? rows + 1 : 0;
    if (rows <= MOST_ROWS) yield line;
    else if (rows === MOST_ROWS + 1) yield '    …';
  }
}
