import type { Profile } from '../../../src/profile/tables.ts';
import { DEFAULT_OPTIONS, type Options } from '../../../src/report/options.ts';
import type { ViewInput } from '../../../src/report/profile-view.ts';
import type { ReportHost } from '../../../src/report/request.ts';
import { sampleIndexOf } from '../../../src/report/sample-index.ts';
import { shortNamesOf } from '../../../src/report/short-names.ts';
import { makeTheme } from '../../../src/report/theme.ts';
import { type ViewAnswer, type ViewQuestion, viewAnswer } from '../../../src/report/views/index.ts';
import { USUAL_ARRANGEMENT } from '../../../src/report/views/table-arrangement.ts';
import { drawScreen, spokenScreen } from '../../../src/ui/screen/draw.ts';
import { keyHandlingOf } from '../../../src/ui/screen/keys.ts';
import type { ScreenState } from '../../../src/ui/screen/model.ts';
import type { Room, SessionFacts } from '../../../src/ui/screen/spec.ts';
import { initialScreen, updateScreen, withReply } from '../../../src/ui/screen/update.ts';
import { actionOfKey } from '../../../src/ui/terminal/keymap.ts';
import type { TopRequest, TopState } from '../../../src/ui/top/model.ts';
import { topView } from '../../../src/ui/top/top-view.ts';
import { drawProfile } from '../../support/draw-profile.ts';

export interface TopSetting {
  readonly width?: number;
  readonly height?: number;
  readonly request?: Partial<TopRequest>;
  readonly options?: Partial<Options>;
  readonly kept?: TopState;
  readonly isShort?: boolean;
}

/** The table in its frame, as data: keys go in, rows of the screen come out. Questions are answered at once. */
export async function openTop(shown: string | Profile, setting: TopSetting = {}) {
  const { width = 80, height = 24, options: given = {}, kept, isShort = false } = setting;
  const profile = typeof shown === 'string' ? drawProfile(shown) : shown;
  const options = { ...DEFAULT_OPTIONS, ...given };
  const input = { profile, options, host: NO_MACHINE, notify: () => {} } satisfies ViewInput;
  const request: TopRequest = {
    type: 'top',
    focus: '',
    ignore: '',
    byCum: false,
    arrangement: USUAL_ARRANGEMENT,
    ...setting.request,
  };
  const sampleTypes = profile.valueTypes.map(({ type }) => type);
  const facts: SessionFacts = {
    options,
    sampleTypes,
    sampleType: sampleTypes[sampleIndexOf(profile, options.sample_index)],
    trail: ['test.pb.gz', 'top'],
    shorten: isShort ? shortNamesOf(profile) : (name) => name,
  };
  const room: Room = { width: width - 1, height: height - 2 };
  const { spec } = topView;
  const answer = await viewAnswer(input, topView.question(request));
  const asked: ViewQuestion[] = [];
  let state: ScreenState<TopState> = initialScreen(topView.begin(answer, request, facts, kept), facts);
  const handling = keyHandlingOf(spec);
  await settle();
  return {
    press,
    type: async (text: string) => press(...text),
    click: async (x: number, y: number, name = 'click') => {
      state = updateScreen(spec, state, { type: 'mouse', press: { name, text: '', at: { x, y } } }, room);
      await settle();
    },
    lines: () => drawScreen(spec, state, room, makeTheme('none')).rows.map((row) => row.trimEnd()),
    /** The rows of the view alone. */
    body: () => spec.draw(state.own, room, { theme: makeTheme('none'), searched: '' }).map((row) => row.trimEnd()),
    spoken: () => spokenScreen(spec, state),
    result: () => state.result,
    note: () => state.note,
    line: () => spec.line(state.own),
    own: () => state.own,
    asked: () => asked.map(({ type }) => type),
  };

  async function press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const text = key.length === 1 ? key : '';
      const action = actionOfKey({ name: key === ' ' ? 'space' : key, text }, state, handling);
      if (action !== undefined) state = updateScreen(spec, state, action, room);
      await settle();
    }
  }

  async function settle(): Promise<void> {
    for (;;) {
      while (spec.work?.isUnfinished(state.own, room)) {
        state = withReply(state, { own: spec.work.step(state.own, room) });
      }
      const question = spec.wants?.question(state.own, room);
      if (question === undefined || spec.wants === undefined) return;
      asked.push(question);
      const arrived: ViewAnswer | Error = await viewAnswer(input, question).catch((error: Error) => error);
      state = withReply(state, spec.wants.arrived(state.own, question, arrived, room));
    }
  }
}

/** Views ask nothing of the machine. */
const NO_MACHINE = {
  explains: false,
  get timeZone(): never {
    throw new Error('the table asked for the time zone');
  },
  findSource(): never {
    throw new Error('the table asked for a source file');
  },
  openBinary(): never {
    throw new Error('the table asked for a binary');
  },
} satisfies ReportHost;
