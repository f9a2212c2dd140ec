import { scaledLabel } from '../../profile/units.ts';
import type { Evidence } from '../statement.ts';
import { buildEvidence, type Platform, type PlatformFinding } from './platform-facts.ts';

const bytes = (value: number) => scaledLabel(value, 'bytes', 'auto');

/** What the flags of the build mean for memory. */
export function* flagFindings(platform: Platform): Generator<PlatformFinding> {
  const settings = platform.build?.info.go?.settings;
  if (settings === undefined) return;
  const isOn = (flag: string) => settings[flag] === 'true';
  const sanitizers = ['-msan', '-asan'].filter(isOn);
  if (isOn('-race')) yield raceFinding(platform);
  for (const flag of sanitizers) yield sanitizerFinding(platform, flag);
  // Those take memory outside of Go themselves, and far more than anything else.
  if (!isOn('-race') && sanitizers.length === 0) yield* outsideFindings(platform, settings['CGO_ENABLED']);
  if (/(^|[ =])-N\b/.test(settings['-gcflags'] ?? '')) yield unoptimisedFinding(platform, settings['-gcflags']);
}

function raceFinding(platform: Platform): PlatformFinding {
  return {
    id: 'race-detector',
    weight: 'risk',
    statement:
      'the program is built with the race detector, which takes 5 to 10 times the memory, and none of it shows in profiles',
    remedy: 'build without -race for production; for tests give them more memory',
    confidence: 'confirmed',
    evidence: [buildEvidence(platform, 'the build info has -race=true')],
    wouldConfirm: undefined,
    link: 'https://go.dev/doc/articles/race_detector#Runtime_Overheads',
  };
}

function sanitizerFinding(platform: Platform, flag: string): PlatformFinding {
  return {
    id: `sanitizer${flag}`,
    weight: 'risk',
    statement: `the program is built with ${flag}, which keeps a shadow of all memory, and none of it shows in profiles`,
    remedy: `build without ${flag} for production`,
    confidence: 'confirmed',
    evidence: [buildEvidence(platform, `the build info has ${flag}=true`)],
    wouldConfirm: undefined,
    link: 'https://pkg.go.dev/cmd/go#hdr-Compile_packages_and_dependencies',
  };
}

/** A program itself takes some MB outside of Go's heap. */
const LEAST_OUTSIDE = 16 * 2 ** 20;
const LARGE_SHARE = 0.25;

/** Memory outside of Go's: with cgo usually of C code, without it of mapped files. */
function* outsideFindings(platform: Platform, cgo: string | undefined): Generator<PlatformFinding> {
  const { memory } = platform;
  const outside = memory?.parts.find(({ name }) => name === 'outside')?.bytes ?? 0;
  if (memory === undefined || outside < LEAST_OUTSIDE || outside < LARGE_SHARE * memory.total) return;
  const size: Evidence = { text: `${bytes(outside)} of ${bytes(memory.total)} are outside of what Go manages` };
  if (cgo === '1') {
    yield {
      id: 'cgo-memory',
      weight: 'risk',
      statement:
        'C code may hold the memory: the program has cgo, and most of what is missing in Go’s account is malloc’s then',
      remedy: 'free what C allocates; a heap profiler for C (jemalloc, tcmalloc) shows who does not',
      confidence: 'possible',
      evidence: [size, buildEvidence(platform, 'the build info has CGO_ENABLED=1, which is the default')],
      wouldConfirm: 'RssAnon in /proc/PID/status: high for malloc, while mapped files count as RssFile',
      link: 'https://pkg.go.dev/cmd/cgo',
    };
  } else if (cgo === '0') {
    yield {
      id: 'mapped-memory',
      weight: 'risk',
      statement: 'memory outside of Go is mapped by the program itself: without cgo there is no C code to take it',
      remedy: 'look for syscall.Mmap and for libraries that map files (bbolt, badger, bleve), and close what they open',
      confidence: 'likely',
      evidence: [size, buildEvidence(platform, 'the build info has CGO_ENABLED=0')],
      wouldConfirm: '/proc/PID/smaps: the mapping with the largest Rss and its file',
      link: undefined,
    };
  }
}

function unoptimisedFinding(platform: Platform, flags: string): PlatformFinding {
  return {
    id: 'not-optimised',
    weight: 'note',
    statement: 'the program is built without optimisation: more variables are on the heap than usual',
    remedy: 'build without -gcflags=-N for production',
    confidence: 'confirmed',
    evidence: [buildEvidence(platform, `the build info has -gcflags=${flags}`)],
    wouldConfirm: undefined,
    link: 'https://pkg.go.dev/cmd/compile',
  };
}
