import { compareText, padRight } from '../../base/byte-text.ts';
import { OPTIONS, type OptionDeclaration, type OptionName } from '../../report/options.ts';
import { sampleIndexOf } from '../../report/sample-index.ts';
import type { Command } from '../language/command.ts';
import { valueText } from '../option-values.ts';
import type { Session } from '../session.ts';

export const optionsCommand: Command = {
  name: 'o',
  aliases: ['options'],
  section: 'session',
  summary: 'List the options with their values.',
  usage: ['o', 'option=value sets one; : clears the filters'],
  argument: 'nothing',
  run: ({ session }) => ({ type: 'message', lines: optionLines(session) }),
};

/** pprof leaves this one out of the listing. */
const UNLISTED: ReadonlySet<string> = new Set(['source_path'] satisfies OptionName[]);

function optionLines(session: Session): string[] {
  const lines = Object.entries(OPTIONS as Readonly<Record<string, OptionDeclaration>>)
    .filter(([name]) => !UNLISTED.has(name))
    .map(([name, declaration]) => {
      const { value, comment } = listed(session, name as OptionName, declaration);
      return `  ${padRight(name, 25)} = ${padRight(value, 20)} ${comment}`;
    });
  return lines.sort(compareText);
}

function listed(session: Session, name: OptionName, declaration: OptionDeclaration) {
  const value = session.options[name];
  if (declaration.kind === 'choice') {
    const choices = Object.keys(declaration.choices).sort(compareText);
    return { value: value === '' ? '(default)' : String(value), comment: `//: [${choices.join(' | ')}]` };
  }
  if (declaration.kind === 'sample type') {
    const types = session.profile.valueTypes.map(({ type }) => type);
    // Where none is chosen pprof names the last type here, even where the profile has another default.
    const index = value === '' ? types.length - 1 : sampleIndexOf(session.profile, String(value));
    return { value: types.at(index) ?? '""', comment: `//: [${types.join(' | ')}]` };
  }
  return { value: valueText(value), comment: name === 'nodecount' && value === -1 ? '//: default' : '' };
}
