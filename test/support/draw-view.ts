import { DEFAULT_OPTIONS, type Options } from '../../src/report/options.ts';
import { type ProfileView, viewProfile } from '../../src/report/profile-view.ts';
import type { ReportHost } from '../../src/report/request.ts';
import { drawProfile } from './draw-profile.ts';

/** What a screen shows of a profile that is drawn as folded stacks. */
export function drawView(drawing: string, options: Partial<Options> = {}): ProfileView {
  return viewProfile({
    profile: drawProfile(drawing),
    options: { ...DEFAULT_OPTIONS, ...options },
    host: NO_MACHINE,
    notify: () => {},
  });
}

/** Views ask nothing of the machine. */
const NO_MACHINE = {
  explains: false,
  get timeZone(): never {
    throw new Error('a view asked for the time zone');
  },
  findSource(): never {
    throw new Error('a view asked for a source file');
  },
  openBinary(): never {
    throw new Error('a view asked for a binary');
  },
} satisfies ReportHost;
