import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../src/base/errors.ts';
import { compilePattern } from '../../src/base/regex.ts';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import type { Profile } from '../../src/profile/tables.ts';
import { COMMANDS } from '../../src/shell/commands/index.ts';
import { shortPattern } from '../../src/shell/help/example.ts';
import type { HelpContext } from '../../src/shell/help/topic.ts';
import { helpTopics, pagesFor, searchLines } from '../../src/shell/help/topics.ts';
import { splitWords } from '../../src/shell/language/words.ts';
import { makeReportHost } from '../../src/shell/report-host.ts';
import { openSession } from '../../src/shell/session.ts';
import { openWorkspace } from '../../src/shell/workspace.ts';
import { drawProfile } from '../support/draw-profile.ts';
import { fakeHost } from '../support/fake-host.ts';
import { randomProfile } from '../support/random-profile.ts';

const machine = fakeHost({});
const host = makeReportHost(machine, { source: '', explains: true });

function contextOf(profile: Profile): HelpContext {
  const session = openSession(profile, 'drawn.pb.gz');
  const workspace = openWorkspace(session);
  const notify = () => undefined;
  return {
    workspace,
    session,
    dialect: 'shell',
    rest: '',
    host,
    machine,
    notify,
    hasTerminal: true,
    hasFootnotes: true,
  };
}

test('every page can be made of every profile', () => {
  fc.assert(
    fc.property(randomProfile, ({ bytes }) => {
      const context = contextOf(decodeProfile(bytes));
      for (const topic of helpTopics(context, COMMANDS)) {
        const lines = topic.lines(context, false);
        expect(lines.length).toBeGreaterThan(0);
        expect(lines.join('')).not.toMatch(/undefined|NaN|\[object|\{[a-zA-Z]+\}/);
      }
    }),
    { numRuns: 30 },
  );
});

test('whatever is asked for is a page or a problem with a hint', () => {
  const context = contextOf(drawProfile('main;serve 5'));
  const topics = helpTopics(context, COMMANDS);
  const asked = fc.oneof(fc.string(), fc.constantFrom(...topics.flatMap(({ names }) => names)));
  fc.assert(
    fc.property(asked, (text) => {
      try {
        expect(pagesFor(text, topics, context).length).toBeGreaterThan(0);
        if (text.trim() !== '') expect(searchLines(text, topics).length).toBeGreaterThan(0);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        expect(error.hint).toContain('help search');
      }
    }),
  );
});

const identifier = fc.stringMatching(/^[A-Za-z_$][A-Za-z0-9_$]{0,8}$/);
const name = fc
  .array(
    fc.oneof(identifier, fc.constantFrom('.', '/', '::', '(*', ')', '[...]', '<int>', ' ', "'", '"', 'é', '(a, b)')),
    {
      minLength: 1,
    },
  )
  .map((pieces) => pieces.join(''))
  .filter((text) => text.trim() === text);

test.each([
  ['encoding/json.(*decodeState).literalStore', 'literalStore'],
  ['main.(*Index).Add', 'Index.*Add'],
  ['main.main', 'main.main'],
  ['main.ingest.func1', 'ingest.func1'],
  ['std::vector<int>::push_back(int const&)', 'push_back'],
  ['slices.Grow[go.shape.int]', 'slices.Grow'],
  ['add', 'add'],
  ['Garbage Collection', 'Collection'],
])('the pattern in examples for %s is %s', (full, pattern) => expect(shortPattern(full)).toBe(pattern));

test('the pattern in examples is one word that matches the function', () => {
  fc.assert(
    fc.property(name, (full) => {
      const words = splitWords(`peek ${shortPattern(full)}`, 'shell');
      expect(words).toHaveLength(2);
      expect(compilePattern(words[1].text).test(full)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
