import type { Profile } from '../../../src/profile/tables.ts';
import { DEFAULT_OPTIONS, type Options } from '../../../src/report/options.ts';
import type { ReportHost } from '../../../src/report/request.ts';
import { makeTheme } from '../../../src/report/theme.ts';
import { type ViewQuestion, viewAnswer } from '../../../src/report/views/index.ts';
import { makeReportHost } from '../../../src/shell/report-host.ts';
import { drawScreen } from '../../../src/ui/screen/draw.ts';
import { keyHandlingOf } from '../../../src/ui/screen/keys.ts';
import { roomIn, type ScreenState } from '../../../src/ui/screen/model.ts';
import type { SessionFacts } from '../../../src/ui/screen/spec.ts';
import { initialScreen, updateScreen, withReply } from '../../../src/ui/screen/update.ts';
import type { SourceState } from '../../../src/ui/source/model.ts';
import { sourceView } from '../../../src/ui/source/source-view.ts';
import { actionOfKey } from '../../../src/ui/terminal/keymap.ts';
import { fakeHost } from '../../support/fake-host.ts';

interface Setting {
  readonly columns?: number;
  readonly rows?: number;
  readonly files?: Readonly<Record<string, string>>;
  readonly options?: Partial<Options>;
  readonly host?: ReportHost;
  readonly kept?: SourceState;
}

const { spec } = sourceView;
const handling = keyHandlingOf(spec);

/** A source view under keys, as data: what it asks is answered at once, and it is drawn without colours. */
export async function openSource(profile: Profile, pattern: string, setting: Setting = {}) {
  const { columns = 80, rows = 24, files = {}, kept } = setting;
  const options = { ...DEFAULT_OPTIONS, ...setting.options };
  const host = setting.host ?? makeReportHost(fakeHost({ files }), { source: '', explains: true });
  const input = { profile, options, host, notify: () => {} };
  const facts: SessionFacts = {
    options,
    sampleTypes: profile.valueTypes.map(({ type }) => type),
    sampleType: profile.valueTypes[0].type,
    trail: ['cpu.pb.gz', 'cpu 100ns', 'source'],
    shorten: (name) => name,
  };
  const room = roomIn({ columns, rows });
  const request = { type: 'source', pattern } as const;
  const answer = await viewAnswer(input, sourceView.question(request));
  let state: ScreenState<SourceState> = initialScreen(sourceView.begin(answer, request, facts, kept), facts);

  const answered = async () => {
    for (let question = spec.wants?.question(state.own, room); question !== undefined; ) {
      const asked: ViewQuestion = question;
      const given = await viewAnswer(input, asked).catch((error: Error) => error);
      const reply = spec.wants?.arrived(state.own, asked, given, room);
      if (reply !== undefined) state = withReply(state, reply);
      question = spec.wants?.question(state.own, room);
    }
  };
  await answered();
  return {
    get state() {
      return state;
    },
    async press(...keys: readonly string[]) {
      for (const name of keys) {
        const text = name.length === 1 ? name : '';
        const action = actionOfKey({ name, text }, state, handling);
        if (action !== undefined) state = updateScreen(spec, state, action, room);
        await answered();
      }
    },
    lines: () => drawScreen(spec, state, room, makeTheme('none')).rows.map((row) => row.trimEnd()),
    colored: () => drawScreen(spec, state, room, makeTheme('palette')).rows,
    /** The rows of the view that show a line of the source. */
    source: () =>
      drawScreen(spec, state, room, makeTheme('none'))
        .rows.map((row) => row.trimEnd())
        .filter((row) => /^[>\- ] .{10} .{10} . +\d+( |$)/.test(row)),
  };
}
