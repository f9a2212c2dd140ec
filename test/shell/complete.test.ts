import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { machine } from '../../src/host/machine.ts';
import { readProfileBytes } from '../../src/profile/pprof/read.ts';
import { complete, queryAtCursor } from '../../src/shell/language/complete.ts';
import { makeReportHost } from '../../src/shell/report-host.ts';
import { openSession } from '../../src/shell/session.ts';
import { functionsByWeight } from '../../src/shell/session-names.ts';

const host = makeReportHost(machine, { source: '', explains: false });
const open = (file: string) =>
  openSession(readProfileBytes(readFileSync(join(import.meta.dirname, '../..', file))), file);
const oom = open('examples/oom/mem_profile.pb.gz');
const shop = open('test/data/pprof/own/shop.pb.gz');

/** The line with each candidate put in, `¦` being the cursor; the first few. */
function completed(line: string, session = oom): string[] {
  const cursor = line.indexOf('¦');
  const text = line.replace('¦', '');
  const { start, end, candidates } = complete(text, cursor, session, functionsByWeight(session, host));
  return candidates.slice(0, 5).map((candidate) => text.slice(0, start) + candidate.text + text.slice(end));
}

describe('what can stand at the cursor', () => {
  test.each([
    ['pe¦', ['peek']],
    ['to¦', ['top', 'topproto']],
    ['inuse_¦', ['inuse_objects', 'inuse_space']],
    ['sort=c¦', ['sort=cum']],
    [
      'granu¦',
      [
        'granularity=addresses',
        'granularity=filefunctions',
        'granularity=files',
        'granularity=functions',
        'granularity=lines',
      ],
    ],
    ['noinl¦', ['noinlines=']],
    ['noinlines=¦', ['noinlines=true', 'noinlines=false']],
    ['lines=t¦', ['lines=true']],
    ['sample_index=alloc_s¦', ['sample_index=alloc_space']],
    ['unit=m¦', ['unit=minimum', 'unit=MB', 'unit=ms']],
    ['peek literalst¦', ['peek encoding/json\\.\\(\\*decodeState\\)\\.literalStore']],
    ['top 5 literalst¦', ['top 5 encoding/json\\.\\(\\*decodeState\\)\\.literalStore']],
    ['top10 -literalst¦', ['top10 -encoding/json\\.\\(\\*decodeState\\)\\.literalStore']],
    ['focus=literalst¦', ['focus=encoding/json\\.\\(\\*decodeState\\)\\.literalStore']],
    ['focus=Index|literalst¦', ['focus=Index|encoding/json\\.\\(\\*decodeState\\)\\.literalStore']],
    ['list main\\.\\(\\*Ind¦', ['list main\\.\\(\\*Index\\)\\.Add']],
    ['help foc¦', ['help focus']],
    ['nonsense x¦', []],
    ['quit ¦', []],
  ])('%s', (line, expected) => expect(completed(line)).toEqual(expected));

  test('function names come heaviest first, with their share', () => {
    const { candidates } = complete('peek main', 9, oom, functionsByWeight(oom, host));
    expect(candidates.slice(0, 3)).toEqual([
      { text: 'main\\.main', help: '100%' },
      { text: 'main\\.run', help: '100%' },
      { text: 'main\\.eachLine', help: '96.64%' },
    ]);
  });

  test('alternatives of a pattern are completed one by one', () => {
    const { start, candidates } = complete('focus=json|literalst', 20, oom, functionsByWeight(oom, host));
    expect([start, candidates[0].text]).toEqual([11, 'encoding/json\\.\\(\\*decodeState\\)\\.literalStore']);
  });

  test.each([
    ['tagfocus=¦', ['tagfocus=bytes=', 'tagfocus=latency=', 'tagfocus=route=', 'tagfocus=tenant=']],
    ['tagfocus=tenant=¦', ['tagfocus=tenant=acme', 'tagfocus=tenant=umbrella']],
    ['tagroot=r¦', ['tagroot=route']],
    ['tags ro¦', ['tags route=']],
  ])('%s', (line, expected) => expect(completed(line, shop)).toEqual(expected));
});

test.each([
  ['', ''],
  ['peek', ''],
  ['peek ', ''],
  ['peek parse', 'parse'],
  ['focus=main\\.run', 'main.run'],
  ['focus=a|json', 'json'],
  ['tagsOf', 'tagsOf'],
])('a search from %j begins with %j', (line, query) => expect(queryAtCursor(line, line.length)).toBe(query));
