import { textOfBytes } from '../../base/byte-text.ts';
import { UserError } from '../../base/errors.ts';
import { judge, type RuleSubject } from '../check/judge.ts';
import { parseRules, parseRulesFile } from '../check/parse-rules.ts';
import { measureDeclarations, type Rule } from '../check/rule.ts';
import { verdictLines } from '../check/verdict-lines.ts';
import { verdictsJson } from '../check/verdicts-json.ts';
import type { Command, CommandContext } from '../language/command.ts';
import { literally } from '../language/literal-patterns.ts';
import type { Word } from '../language/words.ts';
import type { Session } from '../session.ts';
import type { Workspace } from '../workspace.ts';
import { namedProfile } from './diff.ts';
import { placeNamed } from './workspace.ts';

export const checkCommand: Command = {
  name: 'check',
  section: 'results',
  isOurs: true,
  summary: 'Check that the profile keeps rules, such as limits on what functions use.',
  usage: [
    'check "flat(encoding/json) < 5%"',
    'check "cum(main) < 2s and count(reflect) == 0"',
    'check "total of inuse_space < 64MB"',
    'check "grew(main) < 10% since 1"',
    'check -f <file with a rule a line>',
    'check -json <rule>',
    'limits are numbers, with % or a unit; of <sample type> and since <profile> stand behind them',
    ...Array.from(
      measureDeclarations,
      ([name, { takesPattern, help }]) => `${name}${takesPattern ? '(regex)' : ''}: ${help}`,
    ),
  ],
  argument: 'rules',
  run(context, words) {
    const isJsonFlag = ({ text, isQuoted }: Word) => text === '-json' && !isQuoted;
    const rules = readRules(
      context,
      words.filter((word) => !isJsonFlag(word)),
    );
    const subject = ruleSubject(context);
    const verdicts = rules.map((rule) => judge(rule, subject));
    const lines = words.some(isJsonFlag) ? [...verdictsJson(verdicts)] : verdicts.flatMap(verdictLines);
    return { type: 'checked', lines, isFailed: verdicts.some(({ isKept }) => !isKept) };
  },
};

/** The rules that words say: each quoted word is one, or several joined by `and`; so are words without quotes together. */
function readRules({ machine }: CommandContext, words: readonly Word[]): readonly Rule[] {
  const rules: Rule[] = [];
  let plain: string[] = [];
  const finishPlain = () => {
    if (plain.length > 0) rules.push(...parseRules(plain.join(' ')));
    plain = [];
  };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word.isQuoted) {
      finishPlain();
      rules.push(...parseRules(word.text));
    } else if (word.text === '-f') {
      finishPlain();
      rules.push(...rulesOfFile(machine, rest.shift()?.text));
    } else {
      plain.push(word.text);
    }
  }
  finishPlain();
  if (rules.length > 0) return rules;
  throw new UserError(
    'check needs a rule',
    'for example: check "flat(encoding/json) < 5%"; help check lists what there is',
  );
}

function rulesOfFile(machine: CommandContext['machine'], file: string | undefined): readonly Rule[] {
  if (file === undefined) throw new UserError('check -f needs a file of rules', 'for example: check -f rules.txt');
  const bytes = machine.readFile(file);
  if (bytes === undefined)
    throw new UserError(`${file}: there is no such file, or it cannot be read`, 'check the path');
  return parseRulesFile(textOfBytes(bytes), file);
}

function ruleSubject({ workspace, session, dialect, host, notify }: CommandContext): RuleSubject {
  const told = new Set<string>();
  return {
    now: namedProfile(session),
    options: session.options,
    earlier: (name) => namedProfile(name === undefined ? otherSession(workspace) : namedSession(workspace, name)),
    pattern: (text) => literally(text, session.profile, { dialect, host, notify }),
    host,
    // Every rule is a report of its own; what they all have to tell is told once.
    notify: (message) => {
      if (!told.has(message)) notify(message);
      told.add(message);
    },
  };
}

/** An open profile by its number or name. The one in use would keep every rule about growth: it is refused. */
function namedSession(workspace: Workspace, name: string): Session {
  const place = placeNamed(workspace, name);
  const session = workspace.sessions[place];
  if (place !== workspace.current) return session;
  const { name: called } = namedProfile(session);
  throw new UserError(`${called} is the profile in use: a rule would compare it with itself`, EARLIER_HINT);
}

const EARLIER_HINT = 'load the newer profile, or choose it with use';

/** The one open profile besides the one in use. */
function otherSession({ sessions, current }: Workspace): Session {
  const others = sessions.filter((_, place) => place !== current);
  if (others.length === 1) return others[0];
  const hint = others.length === 0 ? 'load FILE opens it' : 'say which one, as in "grew(main) < 10% since 1"';
  throw new UserError(`a rule compares with an earlier profile, but ${others.length} others are open`, hint);
}
