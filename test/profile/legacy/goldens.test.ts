import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../../support/run-program.ts';

// What `go tool pprof` of Go 1.26 prints for the profiles of test/data/legacy (record.sh there).
const fixtures = join(import.meta.dirname, '../../data/legacy');
const goldens = join(import.meta.dirname, '../../golden/legacy');
const golden = (file: string) => readFileSync(join(goldens, file), 'latin1');

const profilesIn = (folder: string) =>
  readdirSync(join(fixtures, folder))
    .filter((file) => /\.(txt|prof|heap|gz)$/.test(file))
    .map((file) => `${folder}/${file}`);

async function printed(report: string, file: string) {
  const at = process.cwd();
  process.chdir(fixtures);
  try {
    return await run(['-symbolize=none', `-${report}`, file]);
  } finally {
    process.chdir(at);
  }
}

describe.each(['raw', 'top', 'traces'])('-%s', (report) => {
  test.each(['gperftools', 'go', 'own'].flatMap(profilesIn))('%s', async (file) => {
    const { stdout, stderr } = await printed(report, file);
    expect(stdout).toBe(golden(`${file.replace('/', '-')}.${report}`));
    expect(stderr).toBe('');
  });
});

describe('a file that is damaged, or no profile', () => {
  test.each(profilesIn('broken'))('%s', async (file) => {
    const { stdout, stderr, status } = await printed('top', file);
    expect(stdout).toBe('');
    expect(status).not.toBe(0);
    const [message, hint, last, ...rest] = stderr.split('\n');
    expect(`${message}\n${last}\n`).toBe(golden(`${file.replace('/', '-')}.err`));
    expect(hint).not.toBe('');
    expect(rest).toEqual(['']);
  });
});

test('there is a profile for every golden', () => {
  for (const file of readdirSync(goldens)) {
    const [, folder, name] = /^(\w+)-(.*)\.(?:raw|top|traces|err)$/.exec(file) ?? [];
    expect(existsSync(join(fixtures, folder, name)), file).toBe(true);
  }
});
