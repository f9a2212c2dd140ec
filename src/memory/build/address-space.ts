import { scaledLabel } from '../../profile/units.ts';
import type { Confidence } from '../statement.ts';
import { buildEvidence, type Platform, type PlatformFinding } from './platform-facts.ts';

const GB = 2 ** 30;

/** What a program can use of its addresses, as the system keeps a part, and libraries and holes take another. */
interface Reach {
  readonly text: string;
  /** With as much in use they are as good as gone. */
  readonly nearlyAll: number;
  /** With as little in use it was something else that refused the memory. */
  readonly little: number;
}

const BITS_32: Reach = { text: '4GB', nearlyAll: 2.5 * GB, little: GB };
const BITS_31: Reach = { text: '2GB', nearlyAll: 1.25 * GB, little: 0.5 * GB };

const bytes = (value: number) => scaledLabel(value, 'bytes', 'auto');

/** Addresses of 32 bits end at 4 GB, whatever memory the machine has; those of MIPS at 2 GB. */
export function* addressSpaceFindings(platform: Platform): Generator<PlatformFinding> {
  if (platform.wordBits !== 32) return;
  const { goarch } = platform;
  const reach = goarch.startsWith('mips') ? BITS_31 : BITS_32;
  const built = buildEvidence(platform, `the program is built for ${goarch || '32 bits'}: its addresses have 32 bits`);
  const common = {
    id: 'address-space-32',
    remedy: `build for 64 bits: GOARCH=${WIDER[goarch] ?? 'amd64'}`,
    link: 'https://go.dev/doc/install/source#environment',
  };
  const exhaustion = exhaustionOf(platform, reach);
  if (exhaustion === undefined) {
    yield {
      ...common,
      weight: 'risk',
      statement: `the program cannot use more than ${reach.text}, and less than that in practice, whatever the machine has`,
      confidence: 'confirmed',
      evidence: [built],
      wouldConfirm: undefined,
    };
  } else {
    yield {
      ...common,
      weight: 'cause',
      statement: `the program ran out of addresses: with 32 bits they end at ${reach.text}, and the system keeps a part of them`,
      confidence: exhaustion.confidence,
      evidence: [built, ...exhaustion.evidence],
      wouldConfirm: exhaustion.confidence === 'confirmed' ? undefined : 'the same load on a build for 64 bits',
    };
  }
}

/** Undefined where the program did not end for want of memory, or so early that addresses were not what it wanted. */
function exhaustionOf({ ended, crash, limitBytes }: Platform, { nearlyAll, little }: Reach) {
  if (ended !== 'heap exhaustion' && ended !== 'address space' && ended !== 'runtime metadata') return undefined;
  const inUse = crash?.inUseBytes;
  const wanted = inUse === undefined ? undefined : inUse + (crash?.requestedBytes ?? 0);
  if (wanted !== undefined && wanted < little) return undefined;
  const held = inUse === undefined ? '' : `, with ${bytes(inUse)} in use`;
  const evidence = crash === undefined ? [] : [{ text: `Go could not get more memory${held}`, at: crash.at }];
  const hasOtherReason = limitBytes !== undefined && limitBytes < nearlyAll;
  const confidence: Confidence =
    wanted !== undefined && wanted >= nearlyAll
      ? 'confirmed'
      : evidence.length > 0 && !hasOtherReason
        ? 'likely'
        : 'possible';
  return { confidence, evidence };
}

const WIDER: Readonly<Record<string, string>> = {
  '386': 'amd64',
  arm: 'arm64',
  mips: 'mips64',
  mipsle: 'mips64le',
};
