/** What a file holds, by how it begins. */
export type EvidenceKind = 'profile' | 'text profile' | 'program' | 'process' | 'log';

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** `head` is the beginning of the file, inflated where it is gzip. What is nothing else is a log: logs are anything. */
export function evidenceKind(head: Uint8Array, file: string): EvidenceKind {
  if (isProgram(head)) return 'program';
  const text = String.fromCharCode(...head.subarray(0, TEXT_HEAD));
  if (TEXT_PROFILE.test(text)) return 'text profile';
  if (/^(?:Name:\t.*\n(?:.*\n)*?Vm|[0-9a-f]+-[0-9a-f]+ \S+ .*\[rollup\]\s*\n)/.test(text)) return 'process';
  if (CRASH.test(text)) return 'log';
  return isBinary(head) || PROFILE_NAME.test(file) ? 'profile' : 'log';
}

const TEXT_HEAD = 4096;

/** Profiles of debug=1, and dumps of goroutines that begin with one: what is printed by a crash says why before. */
const TEXT_PROFILE =
  /^(?:heap profile: |heap_v2\/|goroutine profile: total |threadcreate profile: |--- (?:mutex|contention|heap)|goroutine \d+ \[[^\]]+\]:\r?\n)/;

/** How the last words of a program begin, whatever it printed in them. */
const CRASH = /^(?:panic|fatal error|runtime|SIG[A-Z]+): /;

/** Names that profiles have, so that a damaged one is told as that. */
const PROFILE_NAME = /\.(?:pb|prof|pprof)(?:\.gz)?$/;

/** ELF, Mach-O of both widths and orders, universal, PE, XCOFF and Plan 9. */
function isProgram([a, b, c, d]: Uint8Array): boolean {
  const mark = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  return PROGRAM_MARKS.has(mark) || (a === 0x4d && b === 0x5a) || (a === 0x01 && (b === 0xdf || b === 0xf7));
}

const PROGRAM_MARKS: ReadonlySet<number> = new Set([
  0x7f454c46, 0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe, 0xcafebabe, 0xcafebabf, 0x00008a97, 0x000001eb,
  0x00000647,
]);

/**
 * Half of a profile is small numbers; a log may ring a bell. Zeros say nothing: a log that was emptied while its program went
 * on writing has them in front, and a crash of the machine leaves them inside. UTF-16 begins with its mark.
 */
function isBinary(head: Uint8Array): boolean {
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (isUtf16) return false;
  let control = 0;
  let others = 0;
  for (const byte of head.subarray(0, TEXT_HEAD)) {
    if (byte === 0) continue;
    if (byte < 9 || (byte > 13 && byte < 27)) control++;
    else others++;
  }
  return control > others * MOST_CONTROL_BYTES;
}

const MOST_CONTROL_BYTES = 0.02;
