/**
 * What speedscope's documentation asks of a file, as far as profiles of the type `sampled` go:
 * https://github.com/jlfwong/speedscope/wiki/Importing-from-custom-sources
 */
export interface SpeedscopeFile {
  readonly $schema: string;
  readonly shared: { readonly frames: readonly SpeedscopeFrame[] };
  readonly profiles: readonly SpeedscopeProfile[];
  readonly name?: string;
  readonly activeProfileIndex?: number;
  readonly exporter?: string;
}

export interface SpeedscopeFrame {
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
  readonly col?: number;
}

export interface SpeedscopeProfile {
  readonly type: string;
  readonly name: string;
  readonly unit: string;
  readonly startValue: number;
  readonly endValue: number;
  readonly samples: readonly (readonly number[])[];
  readonly weights: readonly number[];
}

const UNITS = ['none', 'nanoseconds', 'microseconds', 'milliseconds', 'seconds', 'bytes'];
const FILE_KEYS = ['$schema', 'shared', 'profiles', 'name', 'activeProfileIndex', 'exporter'];
const FRAME_KEYS = ['name', 'file', 'line', 'col'];
const PROFILE_KEYS = ['type', 'name', 'unit', 'startValue', 'endValue', 'samples', 'weights'];

/** What is wrong with a file; nothing where it is as it should be. */
export function speedscopeProblems(file: SpeedscopeFile): string[] {
  const problems: string[] = [];
  const check = (holds: boolean, problem: string) => void (holds || problems.push(problem));
  const hasOnly = (value: object, keys: readonly string[], what: string) =>
    check(
      Object.keys(value).every((key) => keys.includes(key)),
      `${what} has other keys: ${Object.keys(value)}`,
    );

  hasOnly(file, FILE_KEYS, 'the file');
  check(file.$schema === 'https://www.speedscope.app/file-format-schema.json', 'another schema');
  const { activeProfileIndex = 0 } = file;
  check(activeProfileIndex >= 0 && activeProfileIndex < file.profiles.length, 'no profile is active');
  for (const frame of file.shared.frames) {
    hasOnly(frame, FRAME_KEYS, 'a frame');
    check(typeof frame.name === 'string', 'a frame without a name');
  }
  for (const profile of file.profiles) {
    hasOnly(profile, PROFILE_KEYS, 'a profile');
    check(
      PROFILE_KEYS.every((key) => key in profile),
      'a profile without a key',
    );
    check(profile.type === 'sampled' && UNITS.includes(profile.unit), 'a type or unit that is not known');
    check(profile.samples.length === profile.weights.length, 'samples without a weight');
    check(
      profile.weights.every((weight) => weight >= 0),
      'a weight below zero',
    );
    const sum = profile.weights.reduce((all, weight) => all + weight, 0);
    check(Math.abs(profile.endValue - profile.startValue - sum) <= sum * 1e-9, 'weights that are not the whole');
    const frames = profile.samples.flat();
    check(
      frames.every((frame) => file.shared.frames[frame] !== undefined),
      'a frame that is not there',
    );
  }
  return problems;
}
