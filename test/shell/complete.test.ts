import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { machine } from '../../src/host/machine.ts';
import { readProfileBytes } from '../../src/profile/pprof/read.ts';
import type { Profile } from '../../src/profile/tables.ts';
import { closestFunctions } from '../../src/shell/language/closest-functions.ts';
import { type CompletionContext, complete, queryAtCursor } from '../../src/shell/language/complete.ts';
import { makeReportHost } from '../../src/shell/report-host.ts';
import { openSession } from '../../src/shell/session.ts';
import { EMPTY_NAMES, functionsByWeight, type NameList, shareOfName } from '../../src/shell/session-names.ts';
import { openWorkspace, withOpened } from '../../src/shell/workspace.ts';
import { drawProfile } from '../support/draw-profile.ts';
import { fakeHost } from '../support/fake-host.ts';

const reportHost = makeReportHost(machine, { source: '', explains: false });
const host = fakeHost({
  files: {
    '/home/me/app/heap.pb.gz': '',
    '/home/me/app/main.go': '',
    '/home/me/app/my notes.txt': '',
    '/home/me/app/old profiles/cpu 1.prof': '',
    '/home/me/app/src/main.go': '',
    '/home/me/app/.hidden/cpu.prof': '',
    '/home/me/backup.pb.gz': '',
  },
  env: { HOME: '/home/me' },
});

const readExample = (file: string) => readProfileBytes(readFileSync(join(import.meta.dirname, '../..', file)));

function contextOf(profile: Profile, source: string, parts: Partial<CompletionContext> = {}): CompletionContext {
  const session = openSession(profile, source);
  const functions = functionsByWeight(session, reportHost);
  return { workspace: openWorkspace(session), functions, host, dialect: 'shell', ...parts };
}

const oom = contextOf(readExample('examples/oom/mem_profile.pb.gz'), 'mem_profile.pb.gz');
const shop = contextOf(readExample('test/data/pprof/own/shop.pb.gz'), 'shop.pb.gz');

/** The line with each candidate put in, `¦` being the cursor; the first few. */
function completed(line: string, context = oom): string[] {
  const cursor = line.indexOf('¦');
  const text = line.replace('¦', '');
  const { start, end, candidates } = complete(text, cursor, context);
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
      ['granularity=', 'granularity=functions', 'granularity=filefunctions', 'granularity=files', 'granularity=lines'],
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
    ['set na¦', ['set names=']],
    ['set names=s¦', ['set names=short']],
    ['names=¦', ['names=full', 'names=short']],
    ['copy pe¦', ['copy peek']],
    ['save out.txt pe¦', ['save out.txt peek']],
    ['alias x pe¦', ['alias x peek']],
    ['alias x=pe¦', ['alias x=peek']],
    ['alias x = pe¦', ['alias x = peek']],
    ["alias x 'top 5; sort=c¦", ["alias x 'top 5; sort=cum"]],
    ['bind alt+t :redo¦', ['bind alt+t :redo']],
    ['top | gre¦', ['top | grep']],
    ['top -js¦', ['top -json']],
    ['top -cu¦', ['top -cum']],
    ['nonsense x¦', []],
    ['quit ¦', []],
    ['top |¦', []],
    ['diff -nor¦', ['diff -normalize']],
    ['top -i -pack¦', ['top -i -packages']],
    ['redo; top -cu¦', ['redo; top -cum']],
    ['top -i -sort=cum_g¦', ['top -i -sort=cum_growth']],
    ['check -j¦', ['check -json']],
    ['doct¦', ['doctor']],
    [
      'doctor ¦',
      ['doctor heap.pb.gz', "doctor 'old profiles/", 'doctor src/', 'doctor main.go', "doctor 'my notes.txt'"],
    ],
    ['leaks heap.pb.gz ~/ba¦', ['leaks heap.pb.gz ~/backup.pb.gz']],
    ['leaks -js¦', ['leaks -json']],
    ['suspects -¦', ['suspects -inuse', 'suspects -alloc', 'suspects -json', 'suspects -catalogue=']],
    ['suspects -catalogue=src/¦', ['suspects -catalogue=src/main.go']],
    ['suspects -catalogue=my¦', ["suspects -catalogue='my notes.txt'"]],
    ['memstats ¦', []],
    ['check "to¦', ['check "total']],
    ['reset ¦', ['reset all']],
    ['filters ¦', ['filters drop']],
  ])('%s', (line, expected) => expect(completed(line)).toEqual(expected));

  test('what fits the beginning comes before what fits inside, and the usual before the rare', () => {
    expect(completed('¦').slice(0, 3)).toEqual(['top', 'peek', 'list']);
    expect(completed('fraction¦')).toEqual(['edgefraction=', 'nodefraction=']);
    expect(completed('cum¦')).toEqual(['sort=cum']);
    expect(completed('fl¦')).toEqual(['flame']);
    expect(completed('flat¦')[0]).toBe('sort=flat');
  });

  test('a piped session has no flags that pprof does not know', () => {
    expect(completed('top -js¦', { ...oom, dialect: 'pprof' })).not.toContain('top -json');
  });

  test('aliases, with the line they stand for', () => {
    const workspace = { ...oom.workspace, aliases: { hot: 'top 5 $1' } };
    expect(complete('ho', 2, { ...oom, workspace }).candidates).toMatchObject([{ text: 'hot', help: 'top 5 $1' }]);
    expect(completed('hot literalst¦', { ...oom, workspace })).toEqual([
      'hot encoding/json\\.\\(\\*decodeState\\)\\.literalStore',
    ]);
  });

  test('open profiles by number, the one in use last', () => {
    const workspace = withOpened(oom.workspace, {
      ...openSession(shop.workspace.sessions[0].profile, '/tmp/after.pb'),
    });
    const { candidates } = complete('use ', 4, { ...oom, workspace });
    expect(candidates).toMatchObject([
      { text: '1', help: 'mem_profile.pb.gz' },
      { text: '2', help: 'after.pb (in use)' },
    ]);
  });

  test('topics of help that are not names of commands', () => {
    const topics = [{ name: 'quoting', summary: 'How to write blanks.' }];
    expect(completed('help quo¦', { ...oom, topics })).toEqual(['help quoting']);
  });
});

describe('functions, packages and files', () => {
  test('function names come heaviest first, with their share', () => {
    const { candidates } = complete('peek main', 9, oom);
    expect(candidates.slice(0, 3)).toMatchObject([
      { text: 'main\\.main', help: '100%', kind: 'function' },
      { text: 'runtime\\.main', help: '100%' },
      { text: 'main\\.run', help: '100%' },
    ]);
  });

  test('alternatives of a pattern are completed one by one', () => {
    const { start, candidates } = complete('focus=json|literalst', 20, oom);
    expect([start, candidates[0].text]).toEqual([11, 'encoding/json\\.\\(\\*decodeState\\)\\.literalStore']);
  });

  test('letters with others in between find a name, and are marked in its pattern', () => {
    const context = contextOf(drawProfile('main;encoding/json.(*Decoder).Decode 10\nmain;net/http.serve 5'), 'drawn');
    const [{ text, matched = [] }] = complete('peek encjsdec', 13, context).candidates;
    expect(text).toBe('encoding/json\\.\\(\\*Decoder\\)\\.Decode');
    expect(matched.map((at) => text[at]).join('')).toBe('encjsDec');
  });

  test('a package whose name begins like that comes first where a filter is typed', () => {
    expect(completed('focus=json¦').slice(0, 2)).toEqual([
      'focus=^encoding/json\\.',
      'focus=encoding/json\\.Unmarshal',
    ]);
    expect(completed('list json¦')[0]).toBe('list encoding/json\\.Unmarshal');
  });

  test('a file can be named in a filter', () => {
    const context = contextOf(drawProfile('main@/src/app/main.go:1;parse@/src/app/parse.go:7 10'), 'drawn');
    expect(completed('top parse.g¦', context)).toEqual(['top /src/app/parse\\.go']);
  });

  test('a file comes before functions only where something is used in it', () => {
    const context = contextOf(drawProfile('main.main@/src/main.go:1;json.parse@/src/json.go:7 10'), 'drawn');
    expect(completed('focus=main¦', context)).toEqual(['focus=^main\\.', 'focus=main\\.main', 'focus=/src/main\\.go']);
    expect(completed('focus=json¦', context)).toEqual(['focus=^json\\.', 'focus=/src/json\\.go', 'focus=json\\.parse']);
  });

  const cxx = contextOf(
    drawProfile('main;ns::f(int, char const*) 10\nmain;it\'s "x" 5\nmain;-[Foo bar:] 3\nmain;42 1'),
    'drawn',
  );

  test.each([
    ['peek ns::f¦', ["peek 'ns::f\\(int, char const\\*\\)'"]],
    ['top -ns::f¦', ["top -'ns::f\\(int, char const\\*\\)'"]],
    ['focus=ns::f¦', ['focus=ns::f\\(int, char const\\*\\)']],
    ['top main|ns::f¦', ["top 'main|ns::f\\(int, char const\\*\\)'"]],
    ['top "ns::f¦', ['top "ns::f\\(int, char const\\*\\)"']],
    ['top "ns::f"¦', []],
    ['top -"ns::f¦', ["top -'ns::f\\(int, char const\\*\\)'"]],
    ['check "cum(ns::f¦', ['check "cum(ns::f\\(int, char const\\*\\))']],
    ["peek it's¦", ['peek \'it\\x27s "x"\'']],
    ['top Foo¦', ["top '-\\[Foo bar:\\]'"]],
    ["top '42¦", ["top '42'"]],
    ['find ns::f¦', ["find 'ns::f(int, char const*)'"]],
  ])('a name with blanks is one word: %s', (line, expected) => expect(completed(line, cxx)).toEqual(expected));

  test('without quotes a dot stands for a blank', () => {
    const context: CompletionContext = { ...cxx, dialect: 'pprof' };
    expect(completed('peek ns::f¦', context)).toEqual(['peek ns::f\\(int,.char.const\\*\\)']);
  });

  test('are numbered as they are listed, and packages and files weigh what their functions use themselves', () => {
    const profile = drawProfile(`
      main.main@/src/main.go:1;json.decode@/src/json.go:2   6
      main.main@/src/main.go:1;json.scan@/src/json.go:9     3
      main.main@/src/main.go:1;malloc                       1`);
    const { functions } = contextOf(profile, 'drawn');
    const listed = (list: NameList) => list.index.names.map((name, i) => `${name} ${shareOfName(list, i)}`);
    expect(listed(functions)).toEqual(['main.main 100%', 'json.decode 60.00%', 'json.scan 30.00%', 'malloc 10.00%']);
    expect(listed(functions.packages)).toEqual(['json. 90.00%', 'main. 0%']);
    expect(listed(functions.files)).toEqual(['/src/json.go 90.00%', '/src/main.go 0%']);
    expect(functions.index.givenAt).toEqual(Int32Array.of(0, 1, 2, 3));
  });

  test('none while they are not known', () => {
    expect(complete('peek ma', 7, { ...oom, functions: EMPTY_NAMES }).candidates).toEqual([]);
  });

  test('names that were probably meant', () => {
    expect(closestFunctions(oom.functions, 'encoding/jsno.Unmarshal', 3)[0]).toBe('encoding/json.Unmarshal');
    expect(closestFunctions(oom.functions, 'main\\.evryLine|x', 3)).not.toEqual([]);
    expect(closestFunctions(oom.functions, 'literlStore', 1)).toEqual(['encoding/json.(*decodeState).literalStore']);
    expect(closestFunctions(oom.functions, 'zzzzzzqqqq', 3)).toEqual([]);
    expect(closestFunctions(oom.functions, '', 3)).toEqual([]);
  });
});

describe('tags', () => {
  test.each([
    ['tagfocus=¦', ['tagfocus=bytes=', 'tagfocus=latency=', 'tagfocus=route=', 'tagfocus=tenant=']],
    ['tagfocus=tenant=¦', ['tagfocus=tenant=acme', 'tagfocus=tenant=umbrella']],
    ['tagfocus=tenant=acme,u¦', ['tagfocus=tenant=acme,umbrella']],
    ['tagroot=r¦', ['tagroot=route']],
    ['tagroot=route,t¦', ['tagroot=route,tenant']],
    ['tagshow=r¦', ['tagshow=route']],
    ['tags ro¦', ['tags route=']],
    ['tags -ro¦', ['tags -route=']],
  ])('%s', (line, expected) => expect(completed(line, shop)).toEqual(expected));

  test('numbers are offered as ranges that part the samples', () => {
    const { candidates } = complete('tagfocus=bytes=', 15, shop);
    expect(candidates.map(({ help }) => help)).toContain('up to the median');
    expect(candidates[0].text).toMatch(/^:\d+[a-zA-Z]*$/);
    expect(candidates.map(({ text }) => text)).not.toContain('4kB:4kB');
  });

  test('numbers have the short words for units, also where they are not whole in a larger one', () => {
    const heap = contextOf(readExample('examples/server/heap.pb.gz'), 'heap.pb.gz');
    const ranges = completed('tagfocus=bytes=¦', heap);
    expect(ranges[2]).toBe('tagfocus=bytes=24kB:');
    expect(ranges[4]).toBe('tagfocus=bytes=48B:2688B');
  });
});

describe('files', () => {
  test.each([
    ['load ¦', ['load heap.pb.gz', "load 'old profiles/", 'load src/', 'load main.go', "load 'my notes.txt'"]],
    ['load h¦', ['load heap.pb.gz']],
    ['load ~/b¦', ['load ~/backup.pb.gz']],
    ['load .h¦', ['load .hidden/']],
    ["load 'old profiles/¦", ["load 'old profiles/cpu 1.prof'"]],
    ['load /home/me/app/src/¦', ['load /home/me/app/src/main.go']],
    ['top >ma¦', ['top >main.go']],
    ['top > ma¦', ['top > main.go']],
    ['top >>my¦', ["top >> 'my notes.txt'"]],
    ['save set¦', ['save settings']],
    ['source src/¦', ['source src/main.go']],
    ['source /none/¦', []],
  ])('%s', (line, expected) => expect(completed(line)).toEqual(expected));
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
