/** What the platform of a program has to do with its memory: the processor, limits, flags, and the version of Go. */
import { addressSpaceFindings } from './address-space.ts';
import { flagFindings } from './flags.ts';
import { limitFindings } from './limits.ts';
import { type PlatformFacts, type PlatformFinding, platformOf } from './platform-facts.ts';
import { versionFindings } from './versions.ts';

const ORDER: readonly PlatformFinding['weight'][] = ['cause', 'risk', 'note'];

/** What matters first; within a weight in the order of the checks: address space, limits, flags, version. */
export function platformFindings(facts: PlatformFacts): PlatformFinding[] {
  const platform = platformOf(facts);
  const found = [
    ...addressSpaceFindings(platform),
    ...limitFindings(platform),
    ...flagFindings(platform),
    ...versionFindings(platform),
  ];
  return ORDER.flatMap((weight) => found.filter((finding) => finding.weight === weight));
}
