/** What containers say about their end in documents of several lines: `docker inspect`, `kubectl get -o json` and `describe`, and files of control groups. */

import { NO_FIGURES, quantityBytes } from './kill-reader.ts';
import type { Kill } from './log-report.ts';

type Json = Readonly<Record<string, unknown>>;

const WOULD_CONFIRM =
  'the kernel log of the node (dmesg, journalctl -k), or oom_kill in memory.events of the control group';
const KILLED = 137;

/** The kills in a whole document; none in what is no such document. */
export function containerKills(text: string, file: string): readonly Kill[] {
  if (/^\s*[[{]/.test(text)) {
    const document = parsed(text);
    return document === undefined ? [] : documentsIn(document).flatMap((object) => jsonKills(object, text, file));
  }
  const counted = /^oom_kill [1-9]\d*\r?$/m.exec(text);
  if (counted !== null) return [countedKill(counted, text, file)];
  return /^ *Last State: +Terminated|^ *State: +Terminated/m.test(text) ? [...describedKills(text, file)] : [];
}

/**
 * `memory.events` of a control group, or `memory.oom_control` of the older kind. `oom_kill` counts what any OOM killer has
 * killed in the group, `oom` how often the limit left no way out (Documentation/admin-guide/cgroup-v2.rst).
 */
function countedKill(counted: RegExpExecArray, text: string, file: string): Kill {
  const isOfLimit = /^oom [1-9]\d*\r?$/m.test(text);
  return {
    ...NO_FIGURES,
    at: { file, line: text.slice(0, counted.index).split('\n').length },
    process: '',
    source: 'control group',
    message: counted[0].trim(),
    ended: 'container limit',
    confidence: isOfLimit ? 'confirmed' : 'likely',
    wouldConfirm: isOfLimit ? undefined : 'the kernel log with CONSTRAINT_MEMCG',
  };
}

/** A log may begin with a bracket as well, and then it is no document. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function documentsIn(value: unknown): readonly Json[] {
  if (Array.isArray(value)) return value.filter(isObject);
  if (!isObject(value)) return [];
  return 'items' in value ? arrayAt(value, 'items') : [value];
}

function jsonKills(object: Json, text: string, file: string): readonly Kill[] {
  return stringAt(object, 'kind') === 'Pod' ? podKills(object, text, file) : dockerKills(object, text, file);
}

function dockerKills(object: Json, text: string, file: string): readonly Kill[] {
  const state = objectAt(object, 'State');
  const exitCode = numberAt(state, 'ExitCode');
  const isOom = state['OOMKilled'] === true;
  if (!isOom && exitCode !== KILLED) return [];
  const limit = numberAt(objectAt(object, 'HostConfig'), 'Memory');
  const environment = objectAt(object, 'Config')['Env'];
  const variables = Array.isArray(environment) ? environment.filter((value) => typeof value === 'string') : [];
  const variable = (name: string) => variables.find((text) => text.startsWith(`${name}=`))?.slice(name.length + 1);
  const message = isOom ? '"OOMKilled": true' : `"ExitCode": ${exitCode}`;
  return [
    {
      ...NO_FIGURES,
      at: { file, line: lineOf(text, isOom ? /"OOMKilled": *true/ : /"ExitCode": *137/) },
      process: '',
      source: 'container',
      message,
      ...verdict(isOom),
      container: stringAt(object, 'Name')?.replace(/^\//, ''),
      exitCode,
      limitBytes: limit === 0 ? undefined : limit,
      goMemLimit: variable('GOMEMLIMIT'),
      gogc: variable('GOGC'),
    },
  ];
}

function podKills(pod: Json, text: string, file: string): readonly Kill[] {
  const containers = arrayAt(objectAt(pod, 'spec'), 'containers');
  const status = objectAt(pod, 'status');
  const statuses = [...arrayAt(status, 'containerStatuses'), ...arrayAt(status, 'initContainerStatuses')];
  return statuses.flatMap((container) => {
    const ended = [objectAt(container, 'state'), objectAt(container, 'lastState')].map((state) =>
      objectAt(state, 'terminated'),
    );
    const terminated =
      ended.find((state) => stringAt(state, 'reason') === 'OOMKilled') ??
      ended.find((state) => numberAt(state, 'exitCode') === KILLED);
    if (terminated === undefined) return [];
    const isOom = stringAt(terminated, 'reason') === 'OOMKilled';
    const name = stringAt(container, 'name');
    const spec = containers.find((other) => stringAt(other, 'name') === name) ?? {};
    const limits = objectAt(objectAt(spec, 'resources'), 'limits');
    const variable = (key: string) => {
      const found = arrayAt(spec, 'env').find((entry) => stringAt(entry, 'name') === key);
      return found === undefined ? undefined : stringAt(found, 'value');
    };
    return [
      {
        ...NO_FIGURES,
        at: { file, line: lineOf(text, isOom ? /"reason": *"OOMKilled"/ : /"exitCode": *137/) },
        process: '',
        source: 'kubernetes' as const,
        message: isOom ? '"reason": "OOMKilled"' : '"exitCode": 137',
        ...verdict(isOom),
        container: name,
        exitCode: numberAt(terminated, 'exitCode'),
        limitBytes: quantityBytes(stringAt(limits, 'memory')),
        goMemLimit: variable('GOMEMLIMIT'),
        gogc: variable('GOGC'),
      },
    ];
  });
}

/** `kubectl describe pod`: containers stand two columns to the right of the pod, and what they have four. */
function* describedKills(text: string, file: string): Generator<Kill> {
  const lines = text.split(/\r?\n/);
  let container: string | undefined;
  for (const [index, line] of lines.entries()) {
    container = /^ {2}(\S+):$/.exec(line)?.[1] ?? container;
    if (!/^ *(?:Last )?State: +Terminated/.test(line)) continue;
    const rest = lines.slice(index, index + LONGEST_CONTAINER);
    const end = rest.findIndex((other, at) => at > 0 && /^ {0,2}\S/.test(other));
    const own = end === -1 ? rest : rest.slice(0, end);
    const value = (key: RegExp) => own.map((other) => key.exec(other)?.[1]).find((found) => found !== undefined);
    const isOom = value(/^ *Reason: +(\S+)/) === 'OOMKilled';
    const exitCode = value(/^ *Exit Code: +(\d+)/);
    if (!isOom && exitCode !== `${KILLED}`) continue;
    const limits = own.findIndex((other) => /^ *Limits:/.test(other));
    const limit =
      limits === -1
        ? undefined
        : own
            .slice(limits)
            .map((other) => /^ *memory: +(\S+)/.exec(other)?.[1])
            .find(Boolean);
    const reason = own.findIndex((other) => (isOom ? /Reason: +OOMKilled/ : /Exit Code: +137/).test(other));
    yield {
      ...NO_FIGURES,
      at: { file, line: index + 1 + Math.max(0, reason) },
      process: '',
      source: 'kubernetes',
      message: own[Math.max(0, reason)].trim(),
      ...verdict(isOom),
      container,
      exitCode: exitCode === undefined ? undefined : Number(exitCode),
      limitBytes: quantityBytes(limit),
      goMemLimit: value(/^ *GOMEMLIMIT: +(\S+)/),
      gogc: value(/^ *GOGC: +(\S+)/),
    };
  }
}

const LONGEST_CONTAINER = 60;

function verdict(isOom: boolean): Pick<Kill, 'ended' | 'confidence' | 'wouldConfirm'> {
  return isOom
    ? { ended: 'container limit', confidence: 'confirmed', wouldConfirm: undefined }
    : { ended: 'killed', confidence: 'possible', wouldConfirm: WOULD_CONFIRM };
}

/** Counted from 1; 0 where it is in none. */
function lineOf(text: string, pattern: RegExp): number {
  return text.split('\n').findIndex((line) => pattern.test(line)) + 1;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectAt(object: Json, key: string): Json {
  const value = object[key];
  return isObject(value) ? value : {};
}

function arrayAt(object: Json, key: string): readonly Json[] {
  const value = object[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function stringAt(object: Json, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' ? value : undefined;
}

function numberAt(object: Json, key: string): number | undefined {
  const value = object[key];
  return typeof value === 'number' ? value : undefined;
}
