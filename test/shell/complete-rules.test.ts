import { expect, test } from 'vitest';
import { machine } from '../../src/host/machine.ts';
import { ruleOffer } from '../../src/shell/language/completion/rule-candidates.ts';
import { makeReportHost } from '../../src/shell/report-host.ts';
import { openSession } from '../../src/shell/session.ts';
import { functionsByWeight } from '../../src/shell/session-names.ts';
import { openWorkspace } from '../../src/shell/workspace.ts';
import { drawProfile } from '../support/draw-profile.ts';

const session = openSession(
  drawProfile('main.main;encoding/json.Unmarshal 10\nmain.main;main.(*T).load 5'),
  'drawn.pb',
);
const surroundings = {
  profile: session.profile,
  workspace: openWorkspace(session),
  functions: functionsByWeight(session, makeReportHost(machine, { source: '', explains: false })),
  dialect: 'shell',
  isQuoted: true,
} as const;

/** The rule with each candidate put in; the first few. */
function completed(rule: string, isQuoted = true): string[] {
  const { offset, candidates } = ruleOffer(rule, { ...surroundings, isQuoted });
  return candidates.slice(0, 3).map(({ text }) => rule.slice(0, offset) + text);
}

test.each([
  ['', ['flat(', 'cum(', 'total']],
  ['sam', ['samples(']],
  ['flat(jso', ['flat(^encoding/json\\.)', 'flat(encoding/json\\.Unmarshal)']],
  ['flat(Unm', ['flat(encoding/json\\.Unmarshal)']],
  ['flat(main|Unm', ['flat(main|encoding/json\\.Unmarshal)']],
  ['flat(main\\.\\(\\*T\\)\\.lo', ['flat(main\\.\\(\\*T\\)\\.load)']],
  ['flat(json) ', ['flat(json) <=', 'flat(json) <', 'flat(json) >=']],
  ['flat(f\\(x) o', ['flat(f\\(x) of']],
  ['flat((a|b)) o', ['flat((a|b)) of']],
  ['flat(json) < ', ['flat(json) < 5%', 'flat(json) < 1s', 'flat(json) < 0']],
  ['flat(json) < 5% ', ['flat(json) < 5% of', 'flat(json) < 5% since', 'flat(json) < 5% and']],
  ['flat(json) < 5% and to', ['flat(json) < 5% and total']],
  ['flat(json) of ', ['flat(json) of cpu']],
  ['grew(json) < 5% since ', ['grew(json) < 5% since 1']],
  ['flat(a and b) < 5% and cu', ['flat(a and b) < 5% and cum(']],
])('in the rule %j', (rule, expected) => expect(completed(rule)).toEqual(expected));

test('without quotes there is no >, which would redirect', () => {
  expect(completed('total ', false)).toEqual(['total <=', 'total <', 'total ==']);
});
