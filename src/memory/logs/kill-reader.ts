/** Who was killed, as kernels, control groups, containers, service managers and shells tell it line by line. */
import { textOfLatin1 } from '../../profile/legacy/line-reader.ts';
import type { Confidence } from '../statement.ts';
import type { Kill } from './log-report.ts';

/** What the lines of a kernel have said since it began to look for a victim. */
interface KernelContext {
  readonly line: number;
  readonly invokedBy: string | undefined;
  /** The line of the first victim; 0 before there is one. */
  victimLine: number;
  usageBytes: number | undefined;
  limitBytes: number | undefined;
  constraint: string | undefined;
  cgroup: string | undefined;
}

type Figures = Partial<Omit<Kill, 'at' | 'process' | 'message'>>;

interface KillForm {
  readonly pattern: RegExp;
  /** What the groups of the pattern say. */
  kill(groups: Readonly<Record<string, string>>): Figures & Pick<Kill, 'source' | 'ended' | 'confidence'>;
}

/** A table of tasks has a line for each; the kernel prints nothing for as long. */
const LONGEST_KERNEL_REPORT = 20_000;
const WOULD_CONFIRM =
  'docker inspect (State.OOMKilled), kubectl describe pod (Reason: OOMKilled), the kernel log (dmesg), or oom_kill in memory.events of its control group';
const KILLED_PROCESS =
  /(?:^|: )(?<why>Memory cgroup out of memory|Out of memory(?: \([^)]*\))?)?(?:: )?Killed process (?<pid>\d+)(?:,? \((?<task>[^)]*)\)|,)?(?<figures>.*)/;

const unconfirmed = {
  source: 'exit status',
  ended: 'killed',
  confidence: 'possible',
  wouldConfirm: WOULD_CONFIRM,
} as const;
const killedByOom = { source: 'systemd', confidence: 'confirmed' } as const;

const killOfUnit: KillForm['kill'] = ({ unit }) => ({
  source: 'systemd',
  // A unit has a limit of its own only where somebody has set MemoryMax.
  ended: 'host memory',
  confidence: 'likely',
  cgroup: unit,
  wouldConfirm: 'the kernel log (journalctl -k): its constraint tells a limit of the unit from memory of the machine',
});

/** All but the kernel's own. In the order they are tried. */
const KILL_FORMS: readonly KillForm[] = [
  {
    pattern: /(?:^|\s)container oom (?<id>[0-9a-f]{12,64}) \((?<attributes>.*)\)/,
    kill: ({ attributes, id }) => ({
      source: 'container',
      ended: 'container limit',
      confidence: 'confirmed',
      container: /\bname=([^,)]+)/.exec(attributes)?.[1] ?? id,
    }),
  },
  {
    pattern: /container die [0-9a-f]{12,64} \((?<attributes>.*exitCode=137.*)\)/,
    kill: ({ attributes }) => ({
      ...unconfirmed,
      source: 'container',
      exitCode: 137,
      container: /\bname=([^,)]+)/.exec(attributes)?.[1],
    }),
  },
  {
    pattern: /System OOM encountered, victim process: (?<task>[^,]*), pid: (?<pid>\d+)/,
    kill: ({ task, pid }) => ({
      source: 'kubernetes',
      ended: 'host memory',
      confidence: 'confirmed',
      task,
      pid: Number(pid),
    }),
  },
  {
    pattern: /The node was low on resource: memory\.(?:.*? Container (?<container>\S+) was using (?<usage>\d+\w*))?/,
    kill: ({ container, usage }) => ({
      source: 'kubernetes',
      ended: 'host memory',
      confidence: 'confirmed',
      container,
      usageBytes: quantityBytes(usage),
    }),
  },
  {
    pattern: /^(?<container>[\w.-]+) +\d+\/\d+ +(?:Init:)?OOMKilled\b/,
    kill: ({ container }) => ({ source: 'kubernetes', ended: 'container limit', confidence: 'confirmed', container }),
  },
  {
    pattern: /^(?<unit>\S+): systemd-oomd killed (?<count>\d+) process/,
    kill: ({ unit }) => ({ ...killedByOom, ended: 'host memory', cgroup: unit }),
  },
  {
    pattern: /^Killed (?<cgroup>\/\S+) due to memory pressure/,
    kill: ({ cgroup }) => ({ ...killedByOom, ended: 'host memory', cgroup }),
  },
  {
    pattern: /^(?<unit>\S+): A process of this unit has been killed by the OOM killer/,
    kill: killOfUnit,
  },
  {
    pattern: /^(?<unit>\S+): Failed with result 'oom-kill'/,
    kill: killOfUnit,
  },
  {
    pattern: /^(?<unit>\S+): Main process exited, code=killed, status=9\/KILL/,
    kill: ({ unit }) => ({ ...unconfirmed, source: 'systemd', cgroup: unit }),
  },
  {
    pattern: /^\S*sh: line \d+: +(?<pid>\d+) Killed +(?<task>\S+)/,
    kill: ({ pid, task }) => ({ ...unconfirmed, pid: Number(pid), task }),
  },
  {
    pattern: /^(?<container>[\w.-]+) exited with code 137\b/,
    kill: ({ container }) => ({ ...unconfirmed, source: 'container', exitCode: 137, container }),
  },
  {
    pattern: /\bExited \(137\) .{0,300}?(?<container>\S+)\s*$/,
    kill: ({ container }) => ({ ...unconfirmed, source: 'container', exitCode: 137, container }),
  },
  {
    pattern: /(?:^|\b(?:with |process )?)(?:exit (?:status|code):? ?|exited with (?:status|code) |Error )137\b/,
    kill: () => ({ ...unconfirmed, exitCode: 137 }),
  },
  {
    pattern:
      /(?:^|[\s:])signal: killed(?:$|\s)|terminated by signal (?:9|SIGKILL)\b|^(?:\[\d+\][+-]? +)?(?:\d+ )?(?:Killed|zsh: killed)(?:$|\s+\S)/,
    kill: () => unconfirmed,
  },
];

/** Finds what was killed. Lines are without their prefixes, with one character per byte. */
export class KillReader {
  readonly #file: string;
  readonly #kills: Kill[];
  /** The forms of the lines behind each kill: a form that comes again is of another kill. */
  readonly #forms: Set<string>[] = [];
  #kernel: KernelContext | undefined;
  /** How many lines said so beyond those that are kept. */
  left = 0;

  constructor(file: string, kills: Kill[]) {
    this.#file = file;
    this.#kills = kills;
  }

  /** Whether the kernel is telling about a victim, so that the next lines matter, whatever they are. */
  get isActive(): boolean {
    return this.#kernel?.victimLine === 0;
  }

  /** Takes a line that may tell of a kill, or one of those behind it while `isActive`. */
  add(text: string, process: string, line: number): void {
    if (this.#kernel !== undefined && line - this.#kernel.line > LONGEST_KERNEL_REPORT) this.#kernel = undefined;
    if (this.#addToKernel(text, process, line)) return;
    for (const form of KILL_FORMS) {
      const match = form.pattern.exec(text);
      if (match === null) continue;
      const kill = form.kill(match.groups ?? {});
      this.#push({ ...kill, message: text, process, line }, form.pattern.source);
      return;
    }
  }

  #addToKernel(text: string, process: string, line: number): boolean {
    const invoked = /^(.+?) invoked oom-killer: /.exec(text);
    if (invoked !== null) {
      this.#kernel = { ...NO_CONTEXT, line, invokedBy: textOfLatin1(invoked[1]) };
      return true;
    }
    const usage = /^memory: usage (\d+)kB, limit (\d+)kB/.exec(text);
    if (usage !== null && this.#kernel !== undefined) {
      this.#kernel.usageBytes = Number(usage[1]) * KIB;
      this.#kernel.limitBytes = Number(usage[2]) * KIB;
      return true;
    }
    const constraint = /^oom-kill:constraint=(\w+)/.exec(text)?.[1];
    const older = /^(?:(Memory cgroup out)|Out) of memory(?: \([^)]*\))?: Kill process \d+/.exec(text);
    if (older !== null) {
      this.#kernel ??= { ...NO_CONTEXT, line };
      this.#kernel.constraint ??= older[1] === undefined ? 'CONSTRAINT_NONE' : LIMIT;
      return true;
    }
    const task = /^Task in \/\S* killed as a result of limit of (\S+)/.exec(text)?.[1];
    if (constraint !== undefined || task !== undefined) {
      this.#kernel ??= { ...NO_CONTEXT, line };
      this.#kernel.constraint = constraint ?? LIMIT;
      this.#kernel.cgroup = task ?? /\btask_memcg=([^,]+)/.exec(text)?.[1] ?? this.#kernel.cgroup;
      return true;
    }
    const killed = KILLED_PROCESS.exec(text);
    if (killed === null) return false;
    this.#addVictim(killed.groups ?? {}, text, { process, line });
    return true;
  }

  #addVictim(
    groups: Readonly<Record<string, string | undefined>>,
    message: string,
    { process, line }: { readonly process: string; readonly line: number },
  ): void {
    const { why, pid, task, figures = '' } = groups;
    if (this.#kernel !== undefined && this.#kernel.victimLine > 0 && line - this.#kernel.victimLine > NEAR)
      this.#kernel = undefined;
    const context = this.#kernel;
    const kilobytes = (name: string) => {
      const number = new RegExp(String.raw`\b${name}:(\d+)kB`).exec(figures)?.[1];
      return number === undefined ? undefined : Number(number) * KIB;
    };
    const isOfLimit = why === undefined ? context?.constraint === LIMIT : why.startsWith('Memory cgroup');
    const isKnown = why !== undefined || context !== undefined;
    // Supervisors say so too.
    if (!isKnown && !figures.includes('total-vm:')) return;
    this.#push({
      source: 'kernel',
      ended: isOfLimit ? 'container limit' : isKnown ? 'host memory' : 'killed',
      confidence: 'confirmed',
      message,
      process,
      line,
      task: task === undefined ? undefined : textOfLatin1(task),
      pid: pid === undefined ? undefined : Number(pid),
      invokedBy: context?.invokedBy,
      cgroup: context?.cgroup,
      usageBytes: isOfLimit ? context?.usageBytes : undefined,
      limitBytes: isOfLimit ? context?.limitBytes : undefined,
      totalVirtualBytes: kilobytes('total-vm'),
      anonymousBytes: kilobytes('anon-rss'),
      fileBytes: kilobytes('file-rss'),
      sharedBytes: kilobytes('shmem-rss'),
    });
    // With memory.oom.group all of a group go, a line each, and what was said before holds for all of them.
    if (context?.victimLine === 0) context.victimLine = line;
  }

  #push(
    kill: Figures & Pick<Kill, 'source' | 'ended' | 'confidence' | 'message' | 'process'> & { readonly line: number },
    form = '',
  ): void {
    if (this.#kills.length >= MOST_KILLS) {
      this.left++;
      return;
    }
    const { line, message, ...figures } = kill;
    const whole: Kill = { ...NO_FIGURES, ...figures, message: textOfLatin1(message), at: { file: this.#file, line } };
    const same = this.#indexOfSame(whole, form);
    if (same === -1) {
      this.#kills.push(whole);
      this.#forms.push(new Set([form]));
      return;
    }
    this.#kills[same] = joined(this.#kills[same], whole);
    this.#forms[same].add(form);
  }

  #indexOfSame(kill: Kill, form: string): number {
    for (let index = this.#kills.length - 1; index >= 0; index--) {
      const other = this.#kills[index];
      if (kill.at.line - other.at.line > NEAR) break;
      if (!isSameKill(other, kill)) continue;
      // The kernel may be heard twice, by dmesg and by syslog.
      if (kill.pid !== undefined && kill.pid === other.pid) return index;
      if (!this.#forms[index].has(form)) return index;
    }
    return -1;
  }
}

/** A supervisor that starts what is killed at once says so without end. */
const MOST_KILLS = 2000;

/** Lines about one kill stand near each other. */
const NEAR = 100;

/** Whether two lines tell of the same kill, as far as one can tell. */
function isSameKill(before: Kill, next: Kill): boolean {
  const distance = next.at.line - before.at.line;
  if (before.pid !== undefined && next.pid !== undefined) return before.pid === next.pid;
  if (before.cgroup !== undefined && next.cgroup !== undefined) {
    return before.cgroup === next.cgroup || before.cgroup.endsWith(`/${next.cgroup}`);
  }
  if (before.container !== undefined && next.container !== undefined) return before.container === next.container;
  return before.source === 'exit status' && next.source === 'exit status' && distance <= 2;
}

const RANK: Readonly<Record<Confidence, number>> = { confirmed: 2, likely: 1, possible: 0 };

/** One kill of what two lines say: the surer one, with what only the other one knows. */
function joined(before: Kill, next: Kill): Kill {
  const [surer, other] = RANK[next.confidence] > RANK[before.confidence] ? [next, before] : [before, next];
  const known = Object.fromEntries(Object.entries(surer).filter(([, value]) => value !== undefined));
  return { ...other, ...known, wouldConfirm: surer.wouldConfirm } as Kill;
}

const KIB = 1024;
const LIMIT = 'CONSTRAINT_MEMCG';
const NO_CONTEXT = {
  invokedBy: undefined,
  victimLine: 0,
  usageBytes: undefined,
  limitBytes: undefined,
  constraint: undefined,
  cgroup: undefined,
} as const;

/** A kill of which nothing is known. */
export const NO_FIGURES = {
  wouldConfirm: undefined,
  task: undefined,
  pid: undefined,
  invokedBy: undefined,
  cgroup: undefined,
  container: undefined,
  exitCode: undefined,
  usageBytes: undefined,
  limitBytes: undefined,
  totalVirtualBytes: undefined,
  anonymousBytes: undefined,
  fileBytes: undefined,
  sharedBytes: undefined,
  goMemLimit: undefined,
  gogc: undefined,
} as const;

/** The bytes of `512Mi`, `1830Mi`, `1G` or `536870912`, as Kubernetes writes quantities; undefined for what is none. */
export function quantityBytes(text: string | undefined): number | undefined {
  const [, number, prefix, binary] = /^(\d+(?:\.\d+)?)(?:([kKMGTPE])(i)?)?B?$/.exec(text ?? '') ?? [];
  if (number === undefined) return undefined;
  const power = prefix === undefined ? 0 : 'KMGTPE'.indexOf(prefix.toUpperCase()) + 1;
  return Number(number) * (binary === undefined ? 1000 : 1024) ** power;
}
