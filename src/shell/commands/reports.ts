import { UserError } from '../../base/errors.ts';
import type { Report } from '../../report/report.ts';
import { REPORTS } from '../../report/reports.ts';
import { prepareReport } from '../../report/request.ts';
import type { Host } from '../host.ts';
import type { Command } from '../language/command.ts';
import { literally } from '../language/literal-patterns.ts';
import { hasView, opensView, readReportWords } from '../language/report-words.ts';
import { readTableWords } from '../language/table-words.ts';
import type { Session } from '../session.ts';
import { codeOfSession } from './mine.ts';
import { tagsScreen, topScreen } from './views.ts';

const TOP_VIEW_USAGE = [
  'top -i [row] [focus_regex]* opens it as a view, to sort, filter and group',
  'top -i takes -packages, -files, -lines … for its rows, -sort=column and -reverse too',
];

/** Every report as a command. */
export const reportCommands: readonly Command[] = REPORTS.map(reportCommand);

function reportCommand(report: Report): Command {
  const takesRegex = report.argument === 'regex';
  return {
    name: report.name,
    section: 'reports',
    isOurs: report.isOurs ?? false,
    summary: report.summary,
    usage: usageOf(report),
    shellUsage: [
      ...(report.name === 'top' ? TOP_VIEW_USAGE : []),
      ...(report.name === 'tags' ? ['tags -i [key] opens it as a view, to keep or drop values'] : []),
      ...(isTop(report.name) ? ['-mine says which code of yours each row is used by'] : []),
      '-json, -csv and -markdown write it as data',
    ],
    takesFile: true,
    argument: report.wordsSelect === 'labels' ? 'tags' : takesRegex ? 'functions' : 'report words',
    run(context, all) {
      const { session, host, machine, notify, dialect, hasFootnotes } = context;
      const { profile } = session;
      const isScreen = context.hasTerminal && dialect === 'shell' && hasView(report) && opensView(all[0]);
      if (isScreen && !isTop(report.name)) return tagsScreen(context, all.slice(1));
      const table = isScreen ? readTableWords(all.slice(1)) : undefined;
      const words = table?.others ?? all;
      const pattern = (text: string) => literally(text, profile, { dialect, host, notify });
      const reading = { options: session.options, readsFlags: dialect === 'shell', pattern };
      const { argument, options, format, showsMine } = readReportWords(report, words, reading);
      if (table !== undefined) return topScreen(context, options, table.arrangement);
      const mine = showsMine ? patternOfMine(report, session, machine) : undefined;
      const input = { profile, options, defaults: report.defaults, argument, host, notify, mine };
      const file = options.output;
      if (format !== undefined) return { type: 'formatted', report, request: prepareReport(input), format, file };
      const body = report.write(prepareReport({ ...input, hasFootnotes: hasFootnotes && file === '' }));
      return { type: 'report', body, document: report.document, file };
    },
  };
}

/** What is the user's, for a report that can tell which rows are used by that. */
function patternOfMine({ name }: Report, session: Session, machine: Host) {
  if (isTop(name)) return codeOfSession(session, machine).pattern;
  throw new UserError(`${name} has no -mine`, 'top has; the command mine leaves only your code');
}

function isTop(name: string): boolean {
  return name === 'top' || name === 'text';
}

function usageOf({ name, argument, wordsSelect }: Report): string[] {
  const words = `${wordsSelect === 'labels' ? '[tag_regex]*' : '[focus_regex]*'} [-ignore_regex]* [>file]`;
  if (argument === 'regex') return [`${name} <regex> ${words}`];
  if (isTop(name)) return [`${name} [n] [-cum] ${words}`, `${name}20 is short for ${name} 20`];
  return [name === 'tree' ? `${name} [n] [-cum] ${words}` : `${name} ${words}`];
}
