/** Recorded files of which the kind is known by the folder they are in; those that are packed are left to other tests. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EvidenceKind } from '../../../src/memory/doctor/evidence-kind.ts';

const messages = join(import.meta.dirname, '../messages');

function filesIn(folder: string, kind: EvidenceKind) {
  const names = readdirSync(join(messages, folder)).filter((name) => !/\.gz$|\.json$|^empty/.test(name));
  return names.map((name) => ({ file: join(messages, folder, name), kind }));
}

export const RECORDED = [
  ...filesIn('crash', 'log'),
  ...filesIn('gctrace', 'log'),
  ...filesIn('os', 'log'),
  ...filesIn('wrapped', 'log'),
  ...filesIn('text', 'text profile'),
];
