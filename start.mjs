// `npm start [-- ARGUMENTS]`: sets everything up, then runs the shell: on the bundled example where no profile is named.
import { setUp } from './setup.mjs';

await setUp();
const example = 'examples/oom/mem_profile.pb.gz';
if (process.argv.length === 2) {
  if (!process.stdin.isTTY) process.argv.push('-e', 'top');
  process.argv.push(example);
}
await import('./dist/pprof-shell.js');
