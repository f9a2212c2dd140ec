import type { MemoryParts } from '../accounting/parts.ts';
import type { Evidence } from '../statement.ts';
import { hasGodebug } from './go-environment.ts';
import { buildEvidence, type Platform, type PlatformFinding } from './platform-facts.ts';
import { REASONS, RELEASES_AS_OF, type Reason, type ReasonSign, type Support, supportOf } from './releases.ts';

/** What the release of Go means for memory, by the table in `releases.json`, and whether it is supported. */
export function* versionFindings(platform: Platform): Generator<PlatformFinding> {
  const { release, goVersion } = platform;
  if (release === undefined) {
    yield* unknownVersion(platform);
    return;
  }
  const version = buildEvidence(platform, `the program was built with ${goVersion}`);
  const support = supportOf(release.minor, platform.day);
  for (const reason of REASONS) {
    const sign = reason.sign === undefined ? undefined : SIGNS[reason.sign](platform);
    if (!holds(reason, platform, release.minor) || sign?.state === 'absent') continue;
    yield reasonFinding(reason, version, sign);
  }
  yield supportFinding(release.minor, support, version);
}

/** The version proves what Go does; that this program suffers from it takes a sign where the reason names one. */
function reasonFinding(reason: Reason, version: Evidence, sign: Sign | undefined): PlatformFinding {
  const isSeen = sign?.state === 'seen' || sign?.state === 'proven';
  const isSure = sign === undefined || sign.state === 'proven';
  return {
    id: reason.id,
    weight: isSeen || reason.endings !== undefined ? 'risk' : 'note',
    statement: reason.statement,
    remedy: reason.remedy,
    confidence: isSure ? 'confirmed' : isSeen ? 'likely' : 'possible',
    evidence: isSeen ? [version, sign.evidence] : [version],
    wouldConfirm: isSure || reason.sign === undefined ? undefined : WOULD_CONFIRM[reason.sign],
    link: reason.link,
  };
}

function holds(reason: Reason, platform: Platform, minor: number): boolean {
  const { goos, wordBits, godebug, ended } = platform;
  if (minor < (reason.from ?? 0) || minor >= (reason.until ?? Infinity)) return false;
  // What is not known may hold: before Go 1.18 programs do not say for which system they are.
  if (reason.goos !== undefined && goos !== '' && !reason.goos.includes(goos)) return false;
  if (reason.wordBits !== undefined && wordBits !== reason.wordBits) return false;
  if (reason.ifGodebug !== undefined && !hasGodebug(godebug, reason.ifGodebug)) return false;
  if (reason.unlessGodebug !== undefined && hasGodebug(godebug, reason.unlessGodebug)) return false;
  return reason.endings === undefined || (ended !== undefined && reason.endings.includes(ended));
}

/** Whether something is seen besides the version. */
interface Sign {
  /** `hidden` where it cannot be known; `proven` where what is seen has no other explanation. */
  readonly state: 'absent' | 'hidden' | 'seen' | 'proven';
  readonly evidence: Evidence;
}

const ABSENT: Sign = { state: 'absent', evidence: { text: '' } };
const HIDDEN: Sign = { ...ABSENT, state: 'hidden' };

/** A share of what is resident, from which on it is no noise. */
const NOTABLE = 0.1;
const MANY_GOROUTINES = 1000;

const SIGNS: Readonly<Record<ReasonSign, (platform: Platform) => Sign>> = {
  lazilyFreed: ({ resident, memory }) => {
    if (resident?.lazyFreeBytes === undefined) return residentAboveManaged(memory) ?? HIDDEN;
    const share = resident.lazyFreeBytes / resident.rssBytes;
    if (share < NOTABLE) return ABSENT;
    return { state: 'proven', evidence: { text: `${percent(share)} of the resident memory are LazyFree` } };
  },
  // They are usual where they are on; it takes memory that is resident without reason to suspect them.
  hugePages: ({ resident, memory }) => {
    const huge = resident?.hugePageBytes;
    const above = residentAboveManaged(memory);
    if (above?.state !== 'seen' || huge === 0) return ABSENT;
    if (resident === undefined || huge === undefined) return HIDDEN;
    const text = `${percent(huge / resident.rssBytes)} of the resident memory are AnonHugePages, and ${above.evidence.text}`;
    return { state: 'seen', evidence: { text } };
  },
  manyGoroutines: ({ goroutines }) => {
    if (goroutines === undefined || goroutines < MANY_GOROUTINES) return ABSENT;
    return { state: 'seen', evidence: { text: `there were ${goroutines} goroutines` } };
  },
};

/** Undefined where resident memory is not known. */
function residentAboveManaged(memory: MemoryParts | undefined): Sign | undefined {
  if (memory?.residentBytes === undefined || memory.totalOf === 'peak') return undefined;
  const outside = memory.parts.find(({ name }) => name === 'outside')?.bytes ?? 0;
  const share = outside / memory.total;
  if (share < NOTABLE) return ABSENT;
  return {
    state: 'seen',
    evidence: { text: `${percent(share)} of the resident memory are not Go’s by its own account` },
  };
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

const WOULD_CONFIRM: Readonly<Record<ReasonSign, string>> = {
  lazilyFreed: 'LazyFree in /proc/PID/smaps_rollup of the running program',
  hugePages: 'less resident memory with GODEBUG=disablethp=1, under the same load',
  manyGoroutines: 'two goroutine profiles some minutes apart: those that stay and grow in number are leaked',
};

function supportFinding(minor: number, { state, until, latest }: Support, version: Evidence): PlatformFinding {
  const common = {
    id: `go-version-${state}`,
    weight: 'note',
    confidence: 'confirmed',
    evidence: [version],
    wouldConfirm: undefined,
    link: 'https://go.dev/doc/devel/release#policy',
  } as const;
  if (state === 'newer') {
    return {
      ...common,
      statement: `Go 1.${minor} is newer than what is known here, which is of ${RELEASES_AS_OF}`,
      remedy: 'update pprof-shell for advice on this version',
    };
  }
  if (state === 'supported') {
    const end = until === undefined ? `until Go 1.${minor + 2} is out` : `until ${until}`;
    return { ...common, statement: `Go 1.${minor} is supported ${end}`, remedy: undefined };
  }
  return {
    ...common,
    statement: `Go 1.${minor} is not supported any more, since ${until ?? `Go 1.${minor + 2} is out`}`,
    remedy: `build with Go 1.${latest}; that alone cures no leak: the reasons that matter for memory are listed apart`,
  };
}

function* unknownVersion({ crash }: Platform): Generator<PlatformFinding> {
  const range = crash?.goVersionRange;
  if (crash === undefined || range?.atMost === undefined) return;
  const from = range.atLeast === undefined ? '' : `1.${range.atLeast} to `;
  yield {
    id: 'go-version-range',
    weight: 'note',
    statement: `the program was built with Go ${from}1.${range.atMost}${from === '' ? ' or earlier' : ''}`,
    remedy: 'give the program too, so that its version is known',
    confidence: 'likely',
    evidence: [{ text: 'the form of the stacks in the log', at: crash.at }],
    wouldConfirm: 'go version PROGRAM',
    link: undefined,
  };
}
