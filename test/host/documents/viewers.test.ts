import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { UserError } from '../../../src/base/errors.ts';
import { removeTemporaryFiles } from '../../../src/host/documents/temporary-files.ts';
import { type Showing, showDocument, viewerCommands } from '../../../src/host/documents/viewers.ts';
import { fakePrograms } from './fake-programs.ts';

const { path, add, machine } = fakePrograms();
afterEach(removeTemporaryFiles);

const PICTURE = Buffer.from('<svg/>');
const inBatch: Showing = { extension: 'svg', viewer: 'browser', waits: true };
const inShell: Showing = { ...inBatch, waits: false };
const display = { DISPLAY: ':0' };

const failureOf = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(
    () => 'no error',
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw error;
  return error;
};

/** A viewer that writes down what it is started with, a line for every argument, and what is in the file it is shown. */
const addViewer = (name: string, ...rest: readonly string[]) =>
  add(
    name,
    `for argument in ${name} "$@"; do echo "$argument" >> ${path('seen')}; done`,
    `eval /bin/cat \\"\\\${$#}\\" >> ${path('shown')}`,
    ...rest,
  );
const seen = () => readFileSync(path('seen'), 'utf8').trimEnd().split('\n');
const temporaryFiles = () => readdirSync(path('tmp'));

test('a viewer is shown a file that only the user can read', async () => {
  addViewer('firefox');
  await showDocument(PICTURE, inBatch, machine());
  expect(seen()).toEqual(['firefox', path('tmp/pprof001.svg')]);
  expect(readFileSync(path('shown'), 'utf8')).toBe('<svg/>');
  expect((statSync(path('tmp/pprof001.svg')).mode & 0o777).toString(8)).toBe('600');
});

test('every document has a file of its own, and the files of others are left alone', async () => {
  addViewer('firefox');
  writeFileSync(path('tmp/pprof002.svg'), 'not ours');
  await showDocument(PICTURE, inBatch, machine());
  await showDocument(PICTURE, inBatch, machine());
  expect(temporaryFiles()).toEqual(['pprof001.svg', 'pprof002.svg', 'pprof003.svg']);
  removeTemporaryFiles();
  expect(temporaryFiles()).toEqual(['pprof002.svg']);
});

test('$BROWSER comes first, with arguments, and is no shell', async () => {
  addViewer('firefox');
  addViewer('mine');
  await showDocument(PICTURE, inBatch, machine({ BROWSER: "mine -x 'a b' $HOME;" }));
  expect(seen()).toEqual(['mine', '-x', "'a", "b'", '$HOME;', path('tmp/pprof001.svg')]);
});

test('a $BROWSER that is not there makes way for the next', async () => {
  addViewer('chromium');
  addViewer('firefox');
  await showDocument(PICTURE, inBatch, machine({ BROWSER: path('bin/nothing') }));
  expect(seen()[0]).toBe('chromium');
});

describe('on the command line', () => {
  test('a viewer is waited for', async () => {
    addViewer('evince', '/bin/sleep 0.3', `echo closed >> ${path('seen')}`);
    await showDocument(PICTURE, { extension: 'pdf', viewer: 'evince', waits: true }, machine());
    expect(seen()).toEqual(['evince', path('tmp/pprof001.pdf'), 'closed']);
  });

  test.each([
    ['exit 3', 'exit status 3'],
    ['kill -9 $$', 'signal: killed'],
  ])('one that ends with `%s` is told of', async (end, problem) => {
    addViewer('gv', end);
    const failure = await failureOf(showDocument(PICTURE, { extension: 'ps', viewer: 'gv', waits: true }, machine()));
    expect(failure.message).toBe(problem);
    expect(seen()).toEqual(['gv', '--noantialias', path('tmp/pprof001.ps')]);
    expect(temporaryFiles()).toEqual([]);
  });
});

describe('in the shell', () => {
  test('a viewer goes on by itself, and its file stays', async () => {
    addViewer('eog', '/bin/sleep 2', `echo closed >> ${path('seen')}`);
    await showDocument(PICTURE, { ...inShell, viewer: 'eog' }, machine());
    expect(seen()).not.toContain('closed');
    expect(temporaryFiles()).toEqual(['pprof001.svg']);
  });

  test('one that fails at once is told of', async () => {
    addViewer('firefox', 'exit 1');
    const { message, hint } = await failureOf(showDocument(PICTURE, inShell, machine()));
    expect(message).toBe('exit status 1');
    expect(hint).toMatch(/> graph\.svg/);
    expect(temporaryFiles()).toEqual([]);
  });
});

describe('where there is no viewer', () => {
  test.each([
    [{ ...inBatch, viewer: 'gv', extension: 'ps' }, display, 'gv', /^install gv, or .* -output=graph\.ps$/],
    [{ ...inShell, viewer: 'kcachegrind', extension: 'grind' }, display, 'kcachegrind', /> graph\.grind$/],
    [inBatch, display, 'xdg-open', /^set \$BROWSER to a web browser, or .* -output=graph\.svg$/],
    [inBatch, {}, 'sensible-browser', /^there is no display here: .* -output=graph\.svg, and open it/],
    [{ ...inShell, extension: 'html' }, {}, 'sensible-browser', /> graph\.html, and open it/],
  ] as const)('%j says what is missing', async (showing, env, program, hint) => {
    const failure = await failureOf(showDocument(PICTURE, showing, machine(env)));
    expect(failure.message).toBe(`exec: "${program}": executable file not found in $PATH`);
    expect(failure.hint).toMatch(hint);
    expect(temporaryFiles()).toEqual([]);
  });

  test('a program that is there and cannot be run says why', async () => {
    writeFileSync(path('bin/not-a-program'), '');
    const showing: Showing = { extension: 'svg', viewer: 'browser', waits: true };
    const failure = await failureOf(showDocument(PICTURE, showing, machine({ BROWSER: path('bin/not-a-program') })));
    expect(failure.message).toBe('exec: "sensible-browser": executable file not found in $PATH');
  });
});

describe('the programs for a viewer', () => {
  const commands = (platform: NodeJS.Platform, env: Readonly<Record<string, string>>) =>
    viewerCommands('browser', { env: (name) => env[name] }, platform).map((command) => command.join(' '));
  const linux = ['chrome', 'google-chrome', 'chromium', 'firefox', 'sensible-browser'];

  test.each([
    ['linux', {}, linux],
    ['freebsd', { DISPLAY: ':0' }, [...linux, 'xdg-open']],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, [...linux, 'xdg-open']],
    ['linux', { BROWSER: ' lynx  -dump ' }, ['lynx -dump', ...linux]],
    ['darwin', { DISPLAY: ':0' }, ['/usr/bin/open']],
    ['darwin', { BROWSER: 'firefox' }, ['firefox', '/usr/bin/open']],
    ['win32', {}, ['cmd /c start ']],
  ] as const)('%s with %j', (platform, env, expected) => {
    expect(commands(platform, env)).toEqual(expected);
  });
});

test('where nothing can be written, that is the problem', async () => {
  addViewer('firefox');
  process.env['TMPDIR'] = path('missing');
  const { message } = await failureOf(showDocument(PICTURE, inBatch, machine()));
  expect(message).toBe(`open ${join(path('missing'), 'pprof001.svg')}: no such file or directory`);
  expect(existsSync(path('seen'))).toBe(false);
});
