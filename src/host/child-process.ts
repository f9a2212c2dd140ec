import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** node:child_process, loaded when a program is started: it brings Node's network code along, which takes a start longer. */
export const childProcess = (): typeof import('node:child_process') => require('node:child_process');
