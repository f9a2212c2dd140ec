/** One command line to be compared, and what a program made of it. */
import { quoted } from './shell-words.ts';

export interface Case {
  /** Flags and profiles; paths are relative to the corpus. */
  readonly args: readonly string[];
  /** The lines of an interactive session; undefined where the command line says everything. */
  readonly script?: readonly string[];
}

/** What a run left behind. Texts hold one character per byte. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams as they came, of an interactive session; empty for a command line. */
  readonly both: string;
  /** The files that were written, by name. */
  readonly files: Readonly<Record<string, string>>;
}

const FLAG = /^--?([^-=][^=]*)/;

/** The names of the flags, in order. */
export function flagNames({ args }: Case): string[] {
  return args.flatMap((arg) => FLAG.exec(arg)?.[1] ?? []);
}

/** The flags that are reports. */
export const REPORT_NAMES = [
  'callgrind',
  'comments',
  'disasm',
  'dot',
  'list',
  'peek',
  'proto',
  'raw',
  'tags',
  'text',
  'top',
  'topproto',
  'traces',
  'tree',
  'weblist',
] as const;

/** What a case is counted under: its report, or how it talks to the program. */
export function groupOf(parityCase: Case): string {
  if (parityCase.script !== undefined) return 'interactive';
  const reports = flagNames(parityCase).filter((name) => (REPORT_NAMES as readonly string[]).includes(name));
  return reports.length === 1 ? reports[0] : 'no single report';
}

/** How to run a case by hand, in the folder of the corpus. */
export function commandText({ args, script }: Case, program = 'pprof'): string {
  const command = [program, ...args.map(quoted)].join(' ');
  return script === undefined ? command : `printf '%s\\n' ${script.map(quoted).join(' ')} | ${command}`;
}
