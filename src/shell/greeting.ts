import { totalOf } from '../analysis/counted.ts';
import { labelUnits, labelUnitWarnings } from '../profile/labels.ts';
import { profileHeader } from '../report/header.ts';
import type { ReportHost } from '../report/request.ts';
import { sampleIndexOf } from '../report/sample-index.ts';
import type { Session } from './session.ts';

/** What a session begins with: warnings, what the profile is, and how to go on. */
export function greetingLines({ profile, options }: Session, host: ReportHost): string[] {
  const column = sampleIndexOf(profile, options.sample_index);
  const { type, unit } = profile.valueTypes[column];
  const shownValues = {
    column: profile.samples.values[column],
    divisor: options.mean ? profile.samples.values[0] : undefined,
  };
  const total = totalOf(profile, shownValues);
  const labels = {
    type: options.mean ? `mean_${type}` : type,
    unit,
    shownUnit: options.unit,
    ratio: 1 / options.divide_by,
    total,
  };
  const hints =
    total === 0 && profile.valueTypes.length > 1
      ? [
          'No samples were found with the default sample value type.',
          'Try "sample_index" command to analyze different sample values.',
        ]
      : [];
  return [
    ...labelUnitWarnings(labelUnits(profile)),
    ...profileHeader(profile, labels, host.timeZone),
    ...hints,
    'Entering interactive mode (type "help" for commands, "o" for options)',
  ];
}
