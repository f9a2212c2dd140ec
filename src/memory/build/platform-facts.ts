/** What is known about a program and its surroundings, for the checks of its platform. */
import type { MemStats } from '../accounting/mem-stats.ts';
import type { MemoryParts } from '../accounting/parts.ts';
import type { ResidentMemory } from '../accounting/process-memory.ts';
import type { Crash, Ending } from '../logs/log-report.ts';
import type { Confidence, Evidence } from '../statement.ts';
import type { BuildInfo } from './build-info.ts';
import { type GoRelease, goReleaseOf } from './go-build.ts';

/** All that is known; what is not there is not known. Sizes in bytes. */
export interface PlatformFacts {
  /** The day to tell the state of support for, `2026-11-23`. */
  readonly day: string;
  readonly build?: { readonly info: BuildInfo; readonly file: string } | undefined;
  /** How the program ended, where a log says it. */
  readonly ended?: Ending | undefined;
  readonly crash?:
    | Pick<
        Crash,
        'at' | 'message' | 'goVersion' | 'goVersionRange' | 'goarch' | 'inUseBytes' | 'requestedBytes' | 'errno'
      >
    | undefined;
  /** The variables of the program's environment; where it is there, those that are missing are not set. */
  readonly environment?: GoEnvironment | undefined;
  /** What the program may take: of its container, or of `ulimit`. */
  readonly limitBytes?: number | undefined;
  readonly stats?: MemStats | undefined;
  readonly memory?: MemoryParts | undefined;
  /** What the system tells of the process. */
  readonly resident?: ResidentMemory | undefined;
  /** Live at the last collection, where `stats` are not there: `inuse_space` of a profile, or gctrace. */
  readonly liveBytes?: number | undefined;
  readonly goroutines?: number | undefined;
}

export interface GoEnvironment {
  readonly GOGC?: string | undefined;
  readonly GOMEMLIMIT?: string | undefined;
  readonly GODEBUG?: string | undefined;
}

export interface PlatformFinding {
  /** Stays the same from version to version, for other programs. */
  readonly id: string;
  /** `cause`: it ended the program; `risk`: it takes memory, or can; `note`: good to know, and no fault. */
  readonly weight: 'cause' | 'risk' | 'note';
  /** One sentence, without a full stop. */
  readonly statement: string;
  readonly remedy: string | undefined;
  /** How sure the statement is. */
  readonly confidence: Confidence;
  readonly evidence: readonly Evidence[];
  readonly wouldConfirm: string | undefined;
  readonly link: string | undefined;
}

/** The facts, and what follows from several of them. */
export interface Platform extends PlatformFacts {
  readonly release: GoRelease | undefined;
  /** As the program or the log says it; empty where neither does. */
  readonly goVersion: string;
  /** Empty where it is not known. */
  readonly goos: string;
  readonly goarch: string;
  readonly wordBits: 32 | 64 | undefined;
  /** What is built in, and then what the environment adds. */
  readonly godebug: string;
}

export function platformOf(facts: PlatformFacts): Platform {
  const { build, crash, environment } = facts;
  const settings = build?.info.go?.settings ?? {};
  const goVersion = build?.info.go?.version ?? crash?.goVersion ?? '';
  const goarch = build?.info.architecture || crash?.goarch || '';
  return {
    ...facts,
    goVersion,
    release: goReleaseOf(goVersion),
    goos: settings['GOOS'] ?? GOOS_OF_FORMAT[build?.info.format ?? ''] ?? '',
    goarch,
    wordBits: build?.info.wordBits ?? WORD_BITS[goarch],
    godebug: [settings['DefaultGODEBUG'], environment?.GODEBUG].filter(Boolean).join(','),
  };
}

const GOOS_OF_FORMAT: Readonly<Record<string, string>> = { PE: 'windows', 'Mach-O': 'darwin', XCOFF: 'aix' };

const WORD_BITS: Readonly<Record<string, 32 | 64>> = {
  '386': 32,
  arm: 32,
  mips: 32,
  mipsle: 32,
  amd64: 64,
  arm64: 64,
  loong64: 64,
  mips64: 64,
  mips64le: 64,
  ppc64: 64,
  ppc64le: 64,
  riscv64: 64,
  s390x: 64,
};

/** Where a fact about the build was read. */
export function buildEvidence({ build, crash, goVersion }: Platform, text: string): Evidence {
  if (build !== undefined) return { text, at: { file: build.file, line: 0 } };
  return crash !== undefined && goVersion !== '' ? { text, at: crash.at } : { text };
}

/** The endings that have to do with how much memory there was. */
export function endedByMemory({ ended }: PlatformFacts): boolean {
  return ended !== undefined && MEMORY_ENDINGS.has(ended);
}

const MEMORY_ENDINGS: ReadonlySet<Ending> = new Set([
  'heap exhaustion',
  'address space',
  'container limit',
  'host memory',
  'runtime metadata',
]);
