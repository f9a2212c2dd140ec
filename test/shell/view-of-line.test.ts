import { expect, test } from 'vitest';
import { viewOfLine } from '../../src/shell/view-of-line.ts';
import { drawnShell } from '../support/drawn-shell.ts';

const { workspace } = drawnShell('main;work 1');

test.each([
  ['top', undefined, 'top -i'],
  ['top', 3, 'top -i 3'],
  ['top20 -cum json -test', 2, 'top -i 2 -cum json -test'],
  ["text 5 'a b' -json", undefined, "top -i 'a b'"],
  ['top -mine json | grep a', 1, 'top -i 1 json'],
  ['top > out.txt', undefined, 'top -i'],
  ['tags', undefined, 'tags -i'],
  ['peek Decode$', undefined, 'sandwich Decode$'],
  ["list 'a b' x", undefined, "source 'a b'"],
  ['tree', undefined, 'browse'],
])('%s, row %s: %s', (line, row, expected) => expect(viewOfLine(line, workspace, row)).toBe(expected));

test.each([
  ['options', undefined],
  ['bogus', undefined],
  ['', undefined],
  ['peek main', 3],
])('%s, row %s: no view', (line, row) => expect(viewOfLine(line, workspace, row)).toBeUndefined());
