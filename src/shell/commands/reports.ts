import type { Report } from '../../report/report.ts';
import { REPORTS } from '../../report/reports.ts';
import { prepareReport } from '../../report/request.ts';
import type { Command } from '../language/command.ts';
import { readReportWords } from '../language/report-words.ts';

/** Every report as a command. */
export const reportCommands: readonly Command[] = REPORTS.map(reportCommand);

function reportCommand(report: Report): Command {
  const takesRegex = report.argument === 'regex';
  return {
    name: report.name,
    section: 'reports',
    summary: report.summary,
    usage: usageOf(report),
    argument: report.wordsSelect === 'labels' ? 'tags' : takesRegex ? 'functions' : 'report words',
    run({ session, host, notify }, words) {
      const { argument, options } = readReportWords(report, words, session.options);
      const input = { profile: session.profile, options, defaults: report.defaults, argument, host, notify };
      const body = report.write(prepareReport(input));
      return { type: 'report', body, document: report.document, file: options.output };
    },
  };
}

function usageOf({ name, argument, wordsSelect }: Report): string[] {
  if (wordsSelect === 'labels') return [`${name} [tag_regex]* [-ignore_regex]* [>file]`];
  const words = '[focus_regex]* [-ignore_regex]* [>file]';
  if (argument === 'regex') return [`${name} <regex> ${words}`];
  if (name === 'top' || name === 'text') return [`${name} [n] [-cum] ${words}`, `${name}20 is short for ${name} 20`];
  return name === 'tree' ? [`${name} [n] [-cum] ${words}`] : [`${name} ${words}`];
}
