import { labelUnits, labelUnitWarnings } from '../profile/labels.ts';
import { profileHeader } from '../report/header.ts';
import { type ReportHost, wholeLabels } from '../report/request.ts';
import type { Session } from './session.ts';

/** What a session begins with: warnings, what the profile is, and how to go on. */
export function greetingLines({ profile, options }: Session, host: ReportHost): string[] {
  const labels = wholeLabels(profile, options);
  const hints =
    labels.total === 0 && profile.valueTypes.length > 1
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
