import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import type { Profile } from '../../../src/profile/tables.ts';
import { DEFAULT_OPTIONS, type Options } from '../../../src/report/options.ts';
import { prepareReport } from '../../../src/report/request.ts';
import { tagSums } from '../../../src/report/tags.ts';
import { type TagsAnswer, tags } from '../../../src/report/views/tags.ts';
import { makeReportHost } from '../../../src/shell/report-host.ts';
import { type TagChoice, tagFilter } from '../../../src/ui/tags/tag-filter.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { randomProfile } from '../../support/random-profile.ts';

const inputOf = (profile: Profile, options: Partial<Options>) => ({
  profile,
  options: { ...DEFAULT_OPTIONS, ...options },
  host: makeReportHost(fakeHost({}), { source: '', explains: false }),
  notify: () => {},
});

const options = fc.record({
  unit: fc.constantFrom('minimum', 'bytes', 'seconds'),
  tagfocus: fc.constantFrom('', 'cart', 'route=db', 'bytes=10:'),
  tagignore: fc.constantFrom('', 'route=cart'),
});

test('the numbers are those of the report', () => {
  fc.assert(
    fc.property(randomProfile, options, ({ bytes }, chosen) => {
      const input = inputOf(decodeProfile(bytes), chosen);
      const wanted = tagSums(prepareReport({ ...input, defaults: {}, argument: undefined }));
      const shown = tags(input)
        .keys.map(({ key, total, values }) => ({
          key,
          total,
          tags: values.filter(({ samples }) => samples > 0).map(({ text, amount }) => ({ tag: text, amount })),
        }))
        .filter((tagKey) => tagKey.tags.length > 0);
      expect(shown).toEqual(wanted);
    }),
  );
});

/** The number of samples that have a label of some values, found one by one. */
function samplesWith(profile: Profile, option: 'tagfocus' | 'tagignore', value: string): number {
  const request = prepareReport({
    ...inputOf(profile, { [option]: value }),
    defaults: {},
    argument: undefined,
  });
  return request.profile.samples.length;
}

const choicesOf = ({ keys }: TagsAnswer): TagChoice[] =>
  keys.flatMap((tagKey) => tagKey.values.map((value) => ({ tagKey, values: [value] })));

test('a filter for a row leaves as many samples as the row has, and its opposite all others', () => {
  fc.assert(
    fc.property(randomProfile, ({ bytes }) => {
      const profile = decodeProfile(bytes);
      const answer = tags(inputOf(profile, {}));
      for (const choice of choicesOf(answer)) {
        const [value] = choice.values;
        const filter = tagFilter('tagfocus', [choice]);
        if (filter.type === 'problem') {
          expect(value.isText && value.numbers !== undefined).toBe(true);
          continue;
        }
        // A sample may have a label twice, and is counted twice then.
        const left = samplesWith(profile, 'tagfocus', filter.value);
        expect(left, filter.value).toBeLessThanOrEqual(value.samples);
        expect(left, filter.value).toBeGreaterThan(0);
        expect(samplesWith(profile, 'tagignore', filter.value)).toBe(profile.samples.length - left);
        const again = tags(inputOf(profile, { tagfocus: filter.value }));
        const row = again.keys
          .find(({ key }) => key === choice.tagKey.key)
          ?.values.find(({ text }) => text === value.text);
        expect(row?.amount, filter.value).toBe(value.amount);
        expect(row?.samples).toBe(value.samples);
      }
    }),
    { numRuns: 60 },
  );
});
