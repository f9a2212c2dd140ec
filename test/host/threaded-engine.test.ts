import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Cancelled, UserError } from '../../src/base/errors.ts';
import { type Engine, localEngine } from '../../src/host/engine.ts';
import { loadProfiles } from '../../src/host/load-profiles.ts';
import { machine } from '../../src/host/machine.ts';
import { IN_SHELL, type ReportSink } from '../../src/host/output.ts';
import { ThreadedEngine } from '../../src/host/threaded-engine.ts';
import { plainText } from '../../src/report/line.ts';
import type { ViewQuestion } from '../../src/report/views/index.ts';
import { loadedSession, type Session } from '../../src/shell/session.ts';
import { EMPTY_NAMES } from '../../src/shell/session-names.ts';
import { currentSession, openWorkspace, type Workspace } from '../../src/shell/workspace.ts';
import { generateProfile } from '../bench/generate.ts';
import { requestFor } from '../support/load-request.ts';

// The built thread, on a generated profile large enough for reports of many pieces.
const module = pathToFileURL(join(import.meta.dirname, '../../dist/engine-thread.js'));
let folder = '';
let path = '';
let engine: Engine;
let workspace: Workspace;
let session: Session;
let local: Engine;
const MANNER = { dialect: 'shell', output: 'shown' } as const;

interface LoadOptions {
  readonly path: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (share: number) => void;
  readonly notify?: (problem: string, hint?: string) => void;
}
async function load({ path: source, ...listener }: LoadOptions) {
  const loading = new ThreadedEngine({ tools: '', colorDepth: 'none', module });
  const quiet = { onProgress: () => {}, notify: () => {}, signal: new AbortController().signal };
  return { engine: loading, profile: await loading.load(requestFor(source), { ...quiet, ...listener }) };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pprof-shell-engine-'));
  path = join(folder, 'profile.pb.gz');
  await generateProfile(path, {
    seed: 7,
    size: { samples: 80_000 },
    functions: 2000,
    depth: 30,
    shape: 'graph',
    sampleTypes: 'heap',
    labels: true,
  });
  const loaded = await load({ path });
  engine = loaded.engine;
  workspace = openWorkspace(loadedSession(loaded.profile, requestFor(path)));
  session = currentSession(workspace);
  const surroundings = { machine, explains: true, tools: '', hasTerminal: true, ...IN_SHELL };
  local = localEngine({ ...surroundings, drawFor: () => plainText });
});
afterAll(() => {
  engine.cancel();
  rmSync(folder, { recursive: true });
});

/** Runs a line and gives all it wrote. */
async function textOf(line: string, by: Engine, of: Workspace): Promise<string> {
  const pieces: Uint8Array[] = [];
  const sink: ReportSink = {
    async write(chunk) {
      pieces.push(chunk);
    },
    message: (text) => void pieces.push(Buffer.from(`${text}\n`)),
  };
  await by.runLine(line, of, sink, MANNER);
  return Buffer.concat(pieces).toString();
}

const noSink: ReportSink = { write: async () => {}, message: () => {} };

describe('a thread of its own', () => {
  test('reads the same profile, in shared memory', async () => {
    const { samples, strings, ...rest } = await loadProfiles(requestFor(path), {
      machine,
      explains: true,
      notify: () => {},
    });
    expect(Buffer.from(session.profile.strings.bytes)).toEqual(Buffer.from(strings.bytes));
    expect(session.profile.samples.values).toEqual(samples.values);
    expect(session.profile.locations).toEqual(rest.locations);
    expect(session.profile.comments).toEqual(rest.comments);
    expect((session.profile.stacks as unknown as Int32Array).buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  test.each(['top 20', 'tree 5', 'peek .*1', 'traces', 'tags', 'help', 'o'])('says the same to %s', async (line) => {
    const text = await textOf(line, engine, workspace);
    expect(text).toBe(await textOf(line, local, workspace));
    expect(text.length).toBeGreaterThan(100);
  });

  test('takes options from the session, and gives the new ones back', async () => {
    const { workspace: focused, outcome, rest } = await engine.runLine('focus=e', workspace, noSink, MANNER);
    expect(outcome).toEqual({ type: 'nothing' });
    expect(currentSession(focused).options.focus).toBe('e');
    expect(rest).toEqual((await local.runLine('focus=e', workspace, noSink, MANNER)).rest);
    expect(session.options.focus).toBe('');
    expect(await textOf('top 3', engine, focused)).toContain('focus=e');
  });

  test('opens more profiles, and works on all of them', async () => {
    const both = (await engine.runLine(`load ${path}`, workspace, noSink, MANNER)).workspace;
    expect(both.sessions.map(({ id }) => id)).toEqual([1, 2]);
    expect(both.sessions[0].profile).toBe(session.profile);
    const merged = (await engine.runLine('merge', both, noSink, MANNER)).workspace;
    expect(merged.sessions).toHaveLength(3);
    const { workspace: mergedHere } = await local.runLine('merge', both, noSink, MANNER);
    expect(await textOf('top 5', engine, merged)).toBe(await textOf('top 5', local, mergedHere));
    // A thread that begins anew is sent what it needs.
    engine.cancel();
    expect(await textOf('top 5', engine, merged)).toBe(await textOf('top 5', local, mergedHere));
    expect(await textOf('profiles', engine, merged)).toBe(await textOf('profiles', local, mergedHere));
    // What is closed is forgotten, and known again where it comes back.
    const { workspace: closed } = await engine.runLine('close 1', merged, noSink, MANNER);
    expect(closed.sessions.map(({ id }) => id)).toEqual([2, 3]);
    expect(await textOf('top 5', engine, workspace)).toBe(await textOf('top 5', local, workspace));
  });

  test.each<ViewQuestion>([
    { type: 'functions', argument: undefined },
    { type: 'tree', argument: { direction: 'callees', pattern: '' } },
    { type: 'neighbors', argument: 3 },
    { type: 'flame', argument: '' },
    { type: 'tags', argument: undefined },
  ])('answers $type as this thread does', async (question) => {
    const [answer, expected] = [
      await engine.answer(question, session, () => {}),
      await local.answer(question, session, () => {}),
    ];
    expect(answer).toEqual(expected);
  });

  test('finds out function names for completion meanwhile', async () => {
    expect(engine.functionNames(session)).toBe(EMPTY_NAMES);
    await expect.poll(() => engine.functionNames(session)).toEqual(local.functionNames(session));
  });

  test('passes on mistakes with their hints', async () => {
    await expect(engine.runLine('tpo', workspace, noSink, MANNER)).rejects.toEqual(
      new UserError('unrecognized command: "tpo"', 'did you mean top?'),
    );
  });

  test('waits for a slow reader', async () => {
    let chunks = 0;
    const sink: ReportSink = {
      message: () => {},
      write: () => {
        chunks++;
        return new Promise(() => {});
      },
    };
    const running = engine.runLine('traces', workspace, sink, MANNER);
    await expect.poll(() => chunks).toBe(4);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(chunks).toBe(4);
    engine.cancel();
    await expect(running).rejects.toBeInstanceOf(Cancelled);
  });

  test('is stopped in the middle of its work, and works on as if nothing had been', async () => {
    const running = engine.runLine('traces', workspace, noSink, MANNER);
    engine.cancel();
    await expect(running).rejects.toBeInstanceOf(Cancelled);
    expect(await textOf('top 3', engine, workspace)).toBe(await textOf('top 3', local, workspace));
  });

  test('stops when the reader has gone away', async () => {
    const sink: ReportSink = { message: () => {}, write: () => Promise.reject(new Cancelled()) };
    await expect(engine.runLine('traces', workspace, sink, MANNER)).rejects.toBeInstanceOf(Cancelled);
    expect(await textOf('top 1', engine, workspace)).toContain('Showing nodes');
  });
});

describe('loading', () => {
  test('tells how far it is', async () => {
    const shares: number[] = [];
    const { engine: other } = await load({ path, onProgress: (share) => void shares.push(share) });
    other.cancel();
    expect(shares.at(-1)).toBe(1);
    expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
  });

  test('can be stopped', async () => {
    const stop = new AbortController();
    const loading = load({ path, signal: stop.signal });
    stop.abort();
    await expect(loading).rejects.toBeInstanceOf(Cancelled);
  });

  test('passes on what is wrong with a file', async () => {
    const told: (string | undefined)[] = [];
    const notify = (problem: string, hint?: string) => void told.push(problem, hint);
    const none = join(folder, 'none');
    await expect(load({ path: none, notify })).rejects.toThrow(new UserError('failed to fetch any source profiles'));
    expect(told).toEqual([
      `${none}: stat ${none}: no such file or directory`,
      'check the path; it is relative to the current directory',
    ]);
  });
});
