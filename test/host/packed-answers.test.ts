import { serialize } from 'node:v8';
import { expect, test } from 'vitest';
import { AnswerPacker, type PackedAnswer } from '../../src/host/packed-answers.ts';
import { DEFAULT_OPTIONS } from '../../src/report/options.ts';
import type { ViewInput } from '../../src/report/profile-view.ts';
import { type ViewAnswer, viewAnswer } from '../../src/report/views/index.ts';
import { makeReportHost } from '../../src/shell/report-host.ts';
import { drawProfile } from '../support/draw-profile.ts';
import { fakeHost } from '../support/fake-host.ts';

const inputOf = (drawing: string): ViewInput => ({
  profile: drawProfile(drawing),
  options: DEFAULT_OPTIONS,
  host: makeReportHost(fakeHost({}), { source: '', explains: false }),
  notify: () => undefined,
});

const answerOf = (drawing: string, type: 'tree' | 'flame' | 'functions') => {
  const argument = { tree: { direction: 'callees', pattern: '' }, flame: '', functions: undefined }[type];
  return viewAnswer(inputOf(drawing), { type, argument } as never) as Promise<ViewAnswer>;
};

/** What is sent, as the other thread gets it. */
const sent = (packed: PackedAnswer) => structuredClone(packed);

test.each(['tree', 'flame', 'functions'] as const)(
  'the answer to %s arrives as it was, its table once',
  async (type) => {
    const [here, there] = [new AnswerPacker(), new AnswerPacker()];
    const answer = await answerOf('main;work 10', type);
    const first = sent(here.pack(answer));
    const second = sent(here.pack(answer));
    expect(there.unpack(first)).toEqual(answer);
    expect(there.unpack(second)).toEqual(answer);
    expect(serialize(second).length).toBeLessThan(serialize(first).length);
  },
);

test('as many tables are forgotten on one side as on the other', async () => {
  const [here, there] = [new AnswerPacker(), new AnswerPacker()];
  const answers = await Promise.all(['a 1', 'b 2', 'c 3', 'd 4'].map((drawing) => answerOf(drawing, 'flame')));
  for (const place of [0, 1, 0, 2, 1, 3, 3, 0, 1, 2, 0, 1, 1, 2]) {
    expect(there.unpack(sent(here.pack(answers[place])))).toEqual(answers[place]);
  }
});
