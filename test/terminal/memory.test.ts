/** The commands about memory in a real terminal: what is proposed is one key away, and work leaves the prompt free. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HEAP, KEY, openShell, ROOT, temporaryFolder } from './open-shell.ts';

const CRASH = join(ROOT, 'examples/oom/crash.log');
const GOROUTINES = join(ROOT, 'examples/server/goroutine.pb.gz');
const SNAPSHOTS = ['01', '04', '10'].map((at) => join(ROOT, `test/memory/programs/sessions/recorded/heap.${at}.pb.gz`));
const CTRL_O = '\u000f';
const SLOW = 60_000;

test(
  'suspects have numbers: one runs the command that was proposed, and so does Ctrl-O',
  async () => {
    const shell = await openShell();
    const printed = await shell.enter('suspects 2');
    expect(printed).toMatch(/^1\. main\.\(\*Index\)\.Add +main\.go:65$/m);
    expect(printed).toContain('Next: list ^main\\.tagsOf$');

    expect(await shell.enter('2')).toContain('ROUTINE ======================== main.tagsOf');

    await shell.enter('suspects 2');
    const from = shell.mark();
    shell.write(CTRL_O);
    expect(await shell.promptAfter(from)).toContain('ROUTINE ======================== main.(*Index).Add');

    await shell.enter('suspects 2');
    expect(await shell.enter('7')).toContain('unrecognized command: "7"');
    expect(await shell.quit()).toBe(0);
  },
  SLOW,
);

test(
  'what grew over snapshots is another open profile, and views show it with signs',
  async () => {
    const shell = await openShell({ args: [SNAPSHOTS[0]] });
    const printed = await shell.enter(`leaks ${SNAPSHOTS.join(' ')}`);
    expect(printed).toContain('3 snapshots of inuse_space');
    expect(printed).toContain('main.newSession');
    expect(printed).toContain('opened as profile 2: browse, flame and top show what grew');
    expect(await shell.enter('top 3')).toMatch(/^ +16MB .* main\.newSession$/m);

    const from = shell.mark();
    shell.write('browse\r');
    await shell.until((screen) => shell.isAlternateScreen() && screen.includes('runtime.main'));
    expect(shell.text()).toMatch(/^ +before +after +change change% +call tree$/m);
    expect(shell.text()).toMatch(/^> +11\.52MB +34\.02MB +\+22\.50MB/m);
    shell.write('q');
    await shell.promptAfter(from);

    // What grew is no snapshot itself.
    expect(await shell.enter('growth')).toContain('growth needs two profiles at least: there is one heap profile');
    await shell.enter(`load ${SNAPSHOTS[2]}`);
    expect(await shell.enter('growth')).toContain('2 snapshots of inuse_space');
    expect(await shell.quit()).toBe(0);
  },
  SLOW,
);

test(
  'doctor reads logs of any size from a small session, and alone it looks into what is open',
  async () => {
    const shell = await openShell({ rows: 200 });
    const printed = await shell.enter(`doctor ${CRASH} ${HEAP}`);
    expect(printed).toContain('117.43MB in main.(*Index).Add (main.go:61)');
    expect(await shell.enter('1')).toContain('ROUTINE ======================== main.(*Index).Add');

    await shell.enter(`load ${GOROUTINES}`);
    const open = await shell.enter('doctor 1');
    expect(open).toContain('mem_profile.pb.gz: heap profile');
    expect(open).toContain('goroutine.pb.gz: goroutine profile');
    expect(open).toContain('no log was given');
    expect(await shell.quit()).toBe(0);
  },
  SLOW,
);

test(
  'errors leave the session as it was',
  async () => {
    const shell = await openShell();
    expect(await shell.enter('doctor /nowhere.log')).toContain('stat /nowhere.log: no such file or directory');
    expect(await shell.enter(`leaks ${HEAP}`)).toContain(
      'leaks needs two profiles at least: there is one heap profile',
    );
    expect(await shell.enter('memstats')).toContain('has no MemStats');
    expect(await shell.enter('top 1')).toContain('main.(*Index).Add');
    expect(await shell.quit()).toBe(0);
  },
  SLOW,
);

test(
  'Ctrl-C ends the reading of a long log, and the session goes on',
  async () => {
    const log = join(temporaryFolder(), 'long.log');
    const stack = 'main.work(0xc000012345)\n\t/src/main.go:12 +0x1d\n';
    const goroutine = (at: number) => `goroutine ${at} [chan receive, ${at % 90} minutes]:\n${stack.repeat(20)}\n`;
    const some = Array.from({ length: 20_000 }, (_, at) => goroutine(at + 7)).join('');
    const head = 'fatal error: runtime: cannot allocate memory\n\ngoroutine 1 [running]:\n';
    writeFileSync(log, head + some.repeat(10));
    const shell = await openShell();
    const from = shell.mark();
    shell.write(`doctor ${log}\r`);
    // The share that was read stands on the screen while it goes on.
    await shell.until((screen) => /░ +\d+ % +doctor/.test(screen));
    shell.write(KEY.ctrlC);
    expect(await shell.promptAfter(from)).not.toContain('What ended the program');
    expect(await shell.enter('top 1')).toContain('main.(*Index).Add');
    expect(await shell.quit()).toBe(0);
  },
  SLOW,
);
