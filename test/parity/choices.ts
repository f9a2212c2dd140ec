/** What `npm run parity` is asked for. */
import { parseArgs } from 'node:util';

export const USAGE = `npm run parity -- [--only=top,interactive] [--profiles=drawn,own/shop] [--count=2000] [--each=1] [--seed=1]
                  [--show=20] [--alike=1] [--jobs=2] [--no-cache]
npm run parity -- --record
`;

export interface Choices {
  readonly only: readonly string[];
  readonly profiles: readonly string[];
  readonly count: number;
  readonly profilesForEach: number;
  readonly seed: number;
  /** How many kinds of differences are shown. */
  readonly show: number;
  /** How many of each kind. */
  readonly alike: number;
  readonly jobs: number;
  readonly usesCache: boolean;
  /** Writes goldens instead of comparing. */
  readonly records: boolean;
}

/** Reads the arguments of the process. Throws an Error for what cannot be understood. */
export function readChoices(): Choices {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: '' },
      profiles: { type: 'string', default: '' },
      count: { type: 'string', default: '2000' },
      each: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      show: { type: 'string', default: '20' },
      alike: { type: 'string', default: '1' },
      jobs: { type: 'string', default: '2' },
      'no-cache': { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
    },
  });
  const list = (text: string) => text.split(',').filter((word) => word !== '');
  return {
    only: list(values.only),
    profiles: list(values.profiles),
    count: wholeNumber('count', values.count),
    profilesForEach: wholeNumber('each', values.each),
    seed: wholeNumber('seed', values.seed),
    show: wholeNumber('show', values.show),
    alike: wholeNumber('alike', values.alike),
    jobs: Math.max(1, wholeNumber('jobs', values.jobs)),
    usesCache: !values['no-cache'],
    records: values.record,
  };
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name}=${text}: expected a whole number`);
  return Number(text);
}
