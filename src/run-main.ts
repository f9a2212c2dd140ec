import { machine } from './host/machine.ts';
import { runProgram } from './program.ts';

declare const PPROF_SHELL_VERSION: string;

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader, such as head, has seen enough.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runProgram(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  machine,
  version: PPROF_SHELL_VERSION,
  onInterrupt(stop) {
    process.on('SIGINT', stop);
    return () => void process.off('SIGINT', stop);
  },
});
