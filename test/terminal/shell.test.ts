import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { generateProfile } from '../bench/generate.ts';
import { startInTerminal, type TerminalProgram } from '../support/pty.ts';

// The built program in a real pseudo-terminal.
const root = join(import.meta.dirname, '../..');
const example = 'examples/oom/mem_profile.pb.gz';
const PROMPT = /^\(pprof\) *$/m;
const ESCAPE = '\u001b';
const CTRL = { c: '\u0003', d: '\u0004', t: '\u0014' };

let home = '';
let program: TerminalProgram;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'pprof-shell-home-'));
});
afterEach(() => {
  program.kill();
  rmSync(home, { recursive: true });
});

/** Starts the shell under sh, which tells afterwards how the terminal was left. */
async function start(size: { columns?: number; rows?: number } = {}, args = example): Promise<void> {
  const env = { HOME: home, XDG_STATE_HOME: '', NO_COLOR: '' };
  // sh itself has to outlive a Ctrl-C, which goes to all of the foreground.
  const script = `trap : INT; ${process.execPath} dist/pprof-shell.js ${args}; echo "status $?"; stty -a | tr -s ' ;' '\\n' | grep -x -e '-*icanon' -e '-*echo' -e '-*isig'`;
  program = startInTerminal('sh', ['-c', script], { ...size, env, cwd: root });
  await program.until(PROMPT);
}

describe('a session', () => {
  test('top, find, browse, resize and the way out', async () => {
    await start();
    expect(program.text()).toContain('mem_profile.pb.gz · inuse_space');

    program.write('top 10\r');
    await program.until((screen) => screen.includes('main.tagsOf') && PROMPT.test(screen));
    expect(program.scrollback()).toContain('  284.99MB 61.50% 61.50%   385.59MB 83.21%  main.(*Index).Add');

    program.write('find\r');
    await program.until(/find:/);
    expect(program.isAlternateScreen()).toBe(true);
    program.write('tagsof');
    await program.until(/main\.tagsOf[\s\S]*callers of main\.tagsOf/);
    program.write(ESCAPE);
    await program.until(PROMPT);
    expect(program.isAlternateScreen()).toBe(false);
    expect(program.scrollback()).toContain('main.(*Index).Add');

    program.write('browse\r');
    await program.until(/^mem_profile\.pb\.gz › inuse_space › browse\n[\s\S]*runtime\.main/);
    program.write('e');
    await program.until(/385\.59MB +83\.21% +▾ main\.\(\*Index\)\.Add/);
    program.resize(120, 40);
    await program.until((screen) => screen.split('\n').length === 40 && /^q quit/.test(screen.split('\n')[39]));
    program.write('q');
    await program.until(PROMPT);
    // What was typed opens the view as it was left: nothing more is to be told.
    expect(program.scrollback()).toMatch(/^\(pprof\) browse\n\(pprof\) *$/m);

    program.write(CTRL.c);
    await program.until(/Ctrl-D/);
    program.write('half a line');
    await program.until('(pprof) half a line');
    program.write(CTRL.c);
    await program.until(PROMPT);

    program.write('quit\r');
    await program.until('status 0');
    await program.until(/^isig\s+icanon\s+echo\s/m);
    expect(await program.exited).toBe(0);
    expect(program.isAlternateScreen()).toBe(false);
    expect(program.scrollback()).toContain('(pprof) top 10');
  });

  test('keys of a screen become typed lines: they filter, show in the status line, and are remembered', async () => {
    await start();
    program.write(CTRL.t);
    await program.until(/find:/);
    program.write('literalstore\r');
    await program.until(/peek +print its callers/);
    program.write('f');
    // The screen stays, on what the filter leaves.
    await program.until(/^find: literalstore +1 of \d\d$/m);
    program.write(ESCAPE);
    await program.until(/^\(pprof\) *\n.* · focus=\^enc…ralStore\$ · 11\.68% of 463\.42MB$/m);
    program.write('top 1\r');
    await program.until(/Active filters:[\s\S]*54\.14MB[\s\S]*\(pprof\) *\n/);
    program.write(CTRL.d);
    await program.until('status 0');
    const record = 'focus=^encoding/json\\.\\(\\*decodeState\\)\\.literalStore$; find literalstore';
    // The prompt that made way for the screen has left nothing.
    const wrapped = `(pprof) ${record}`.match(/.{1,80}/g)?.join('\n');
    expect(program.scrollback()).toContain(`walks the call tree.\n${wrapped}\n(pprof) top 1\n`);
    const history = readFileSync(join(home, '.local/state/pprof-shell/history'), 'utf8');
    expect(history.trimEnd().split('\n')).toEqual([record, 'top 1']);

    await start();
    program.write(`${ESCAPE}[A`);
    await program.until('(pprof) top 1');
    program.write(CTRL.c);

    // So do those of a screen that a line asked for.
    program.write('find tagsof\r');
    await program.until(/find: tagsof/);
    program.write('\r');
    await program.until(/peek +print its callers/);
    program.write('f');
    await program.until(/^find: tagsof +\d+ of \d\d$/m);
    program.write(ESCAPE);
    await program.until(
      /^\(pprof\) focus=\^main\\\.tagsOf\$; find tagsof\n\(pprof\) *\n.* · focus=\^main\\\.tagsOf\$/m,
    );
    program.write(`${ESCAPE}[A`);
    await program.until(/^\(pprof\) focus=\^main\\\.tagsOf\$; find tagsof\n.* · focus=\^main\\\.tagsOf\$/m);
    program.write(CTRL.c);
  });

  test('Tab completes, and mistakes are explained', async () => {
    await start();
    program.write('sample_index=allo\t');
    await program.until(/alloc_objects[\s\S]*alloc_space/);
    program.write(ESCAPE);
    await program.until((screen) => !screen.includes('alloc_objects'));
    program.write(CTRL.c);
    await program.until(PROMPT);
    program.write('tpo\r');
    await program.until(/unrecognized command: "tpo"\s+did you mean top\?/);
    program.write('list tagsOf\r');
    await program.until(/strings\.ToLower\(rec\.Level\)/);
    program.write('q\r');
    await program.until('status 0');
  });

  test('what is typed ahead is kept for the next prompts, the end of input too', async () => {
    await start();
    program.write(`top 1\rfocus=tagsOf\rtop 2\r${CTRL.d}`);
    await program.until('status 0');
    const typed = program
      .scrollback()
      .split('\n')
      .filter((line) => line.startsWith('(pprof)'))
      .map((line) => line.trimEnd());
    expect(typed).toEqual(['(pprof) top 1', '(pprof) focus=tagsOf', '(pprof) top 2', '(pprof)']);
    expect(program.scrollback()).toContain('Showing top 2 nodes out of');
  });

  test('a wide terminal', async () => {
    await start({ columns: 200, rows: 50 });
    program.write('browse Index\r');
    await program.until(/main\.\(\*Index\)\.Add/);
    expect(program.lines()).toHaveLength(50);
    program.write(`${ESCAPE}`);
    await program.until(PROMPT);
    program.write(CTRL.d);
    await program.until('status 0');
  });
});

describe('a large profile', () => {
  test('stops what takes too long, and goes on', async () => {
    const path = join(home, 'large.pb.gz');
    const size = { samples: 80_000 };
    await generateProfile(path, {
      seed: 7,
      size,
      functions: 2000,
      depth: 30,
      shape: 'graph',
      sampleTypes: 'heap',
      labels: true,
    });
    await start({}, path);
    program.write('focus=a\r');
    await program.until(/focus=a\n[\s\S]*\(pprof\) *\n/);
    program.write('traces\r');
    await program.until(/-----\+-----/);
    program.write(CTRL.c);
    await program.until(/stopped\s+\(pprof\) *\n.*focus=a/);
    program.write('top 1\r');
    await program.until(/Showing top 1 nodes[\s\S]*\(pprof\) *\n/);
    program.write('browse\r');
    await program.until(/call tree/);
    program.write('q');
    await program.until(PROMPT);
    program.write('q\r');
    await program.until('status 0');
  });
});

test('a file that cannot be read ends the program with a message, before anything is drawn', async () => {
  program = startInTerminal(process.execPath, ['dist/pprof-shell.js', 'package.json'], {
    cwd: root,
    env: { HOME: home },
  });
  await program.until('failed to fetch any source profiles');
  expect(await program.exited).toBe(1);
  expect(program.text()).toContain('package.json: parsing profile: unrecognized profile format');
});
