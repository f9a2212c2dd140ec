import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/base/errors.ts';
import { mappingSources, withoutUrlForFile, withUrlForFile } from '../../../src/host/symbolize/mapping-sources.ts';
import { symbolizeRemotely, symbolUrl } from '../../../src/host/symbolize/remote.ts';
import { symbolize } from '../../../src/host/symbolize/symbolize.ts';
import { type DrawnLocation, type DrawnMapping, drawMappedProfile, drawnSymbols } from './draw-mapped-profile.ts';
import { fakeMachine } from './fake-machine.ts';

// Recorded from go tool pprof of Go 1.26 and a server that keeps what it is asked.

const URL = 'http://host:80/debug/pprof/heap';
const SYMBOL = 'http://host:80/debug/pprof/symbol';
const app: DrawnMapping = { file: '/x/app' };

const named = (body: string) =>
  body
    .split('+')
    .map((address) => `${address} fn_${address}\n`)
    .join('');

interface Asked {
  readonly answer?: (body: string) => string;
  readonly force?: boolean;
  /** Where the mappings began in the server's process; where the profile says, if nothing is said. */
  readonly start?: bigint;
}

async function asked(
  mappings: readonly DrawnMapping[],
  locations: readonly DrawnLocation[],
  { answer = named, force = false, start }: Asked = {},
) {
  const profile = withUrlForFile(drawMappedProfile(mappings, locations), URL);
  const served = {
    ...profile,
    mappings: profile.mappings.map((mapping) => ({ ...mapping, start: start ?? mapping.start })),
  };
  const posts: string[] = [];
  const symbolized = await symbolizeRemotely(profile, {
    force,
    sources: mappingSources([{ profile: served, url: URL }]),
    async post(url, body) {
      posts.push(`${url} ${body}`);
      return answer(body);
    },
  });
  return { posts, rows: drawnSymbols(withoutUrlForFile(symbolized)) };
}

test.each([
  ['/debug/pprof/heap', '/debug/pprof/symbol'],
  ['/debug/pprof/profile?seconds=1', '/debug/pprof/symbol'],
  ['/debug/pprof/heap/?x=1#frag', '/debug/pprof/symbol'],
  ['/x/debug/pprof/heap', '/x/debug/pprof/symbol'],
  ['/debug/pprof/', '/debug/symbol'],
  ['/debug/pprof', '/debug/symbolz'],
  ['/debug/pprof/a/b', '/debug/pprof/a/symbol'],
  ['/debug/pprofx/heap', '/debug/pprofx/symbolz'],
  ['//debug/pprof/heap', '/debug/pprof/symbol'],
  ['/a/../debug/pprof/heap', '/debug/pprof/symbol'],
  ['/a%20b/debug/pprof/heap', '/a%20b/debug/pprof/symbol'],
  ['/pprof/heap', '/pprof/symbol'],
  ['/a/pprof/growth', '/a/pprof/symbol'],
  ['/pprof/profile', '/pprof/symbol'],
  ['/pprof/pmuprofile', '/pprof/symbol'],
  ['/pprof/contention', '/pprof/symbol'],
  ['/pprof/heap/', '/pprof/symbolz'],
  ['/pprof/heapz', '/pprof/symbolz'],
  ['/xpprof/heap', '/xpprof/symbolz'],
  ['/profilez?x=1', '/symbolz'],
  ['/a/b/profilez', '/a/b/symbolz'],
  ['/x/', '/symbolz'],
])('the server of %s is asked at %s', (source, symbols) => {
  expect(symbolUrl(`http://u:p@host:80${source}`)).toBe(`http://u:p@host:80${symbols}`);
});

test('a file is no server', () => {
  expect(symbolUrl('/tmp/heap.pb.gz')).toBeUndefined();
  expect(symbolUrl('heap.pb.gz')).toBeUndefined();
});

describe('a server is asked', () => {
  test('about all addresses of a mapping at once, in their order', async () => {
    const { posts, rows } = await asked(
      [app],
      [
        [0x1010, 1],
        [0x1030, 1],
        [0x1020, 1],
        [0x1010, 1],
      ],
    );
    expect(posts).toEqual([`${SYMBOL} 0x1010+0x1030+0x1020+0x1010`]);
    expect(rows).toEqual([
      '0x1010 M=1 fn_0x1010 :0',
      '0x1030 M=1 fn_0x1030 :0',
      '0x1020 M=1 fn_0x1020 :0',
      '0x1010 M=1 fn_0x1010 :0',
      '1: /x/app  [FN]',
    ]);
  });

  test('about every mapping on its own, also one without a file', async () => {
    const mappings = [app, { file: '[vdso]' }, {}, { buildId: 'ab' }, { ...app, flags: '[FN]' }];
    const { posts, rows } = await asked(mappings, [
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
      [5, 5],
    ]);
    expect(posts).toEqual([1, 2, 3, 4].map((address) => `${SYMBOL} 0x${address}`));
    expect(rows.slice(5)).toEqual([
      '1: /x/app  [FN]',
      '2: [vdso]  [FN]',
      '3:   [FN]',
      '4:  ab [FN]',
      '5: /x/app  [FN]',
    ]);
  });

  test('only about locations without a frame, even when it is asked again', async () => {
    const locations: DrawnLocation[] = [
      [0x1010, 1, 'old old.c 3'],
      [0x1020, 1],
    ];
    expect((await asked([{ ...app, flags: '[FL][LN]' }], locations)).posts).toEqual([`${SYMBOL} 0x1020`]);
    expect((await asked([{ ...app, flags: '[FN]' }], locations)).posts).toEqual([]);
    const { posts, rows } = await asked([{ ...app, flags: '[FN]' }], locations, { force: true });
    expect(posts).toEqual([`${SYMBOL} 0x1020`]);
    expect(rows.slice(0, 2)).toEqual(['0x1010 M=1 old old.c:3', '0x1020 M=1 fn_0x1020 :0']);
  });

  test('not where there is nothing to ask; what it maps has functions all the same', async () => {
    const { posts, rows } = await asked(
      [app, { file: 'b' }],
      [
        [0, 1],
        [0x10, 1, 'a b 1'],
      ],
    );
    expect(posts).toEqual([]);
    expect(rows.slice(2)).toEqual(['1: /x/app  [FN]', '2: b  [FN]']);
  });

  test('with addresses as they were in its process', async () => {
    const { posts, rows } = await asked(
      [{ ...app, start: 0x5000n }],
      [
        [0x5010, 1],
        [0x5000, 1],
      ],
      { start: 0n },
    );
    expect(posts).toEqual([`${SYMBOL} 0x10+0x0`]);
    expect(rows.slice(0, 2)).toEqual(['0x5010 M=1 fn_0x10 :0', '0x5000 M=1 fn_0x0 :0']);
  });

  test.each([
    [0x10n, 0x1000n, 'cannot adjust address 16 by -16384, it would overflow'],
    [0xffffffffffffff10n, 0x9000n, 'cannot adjust address 18446744073709551376 by 16384, it would overflow'],
    [0x5010n, 0xf000000000005000n, 'cannot adjust address 20496 by -1152921504606846976, it would overflow'],
  ])('but not about an address that its process could not have had', async (address, start, problem) => {
    const question = asked([{ ...app, start: 0x5000n }], [[address, 1]], { start });
    await expect(question).rejects.toThrow(
      `${problem} (mapping &{1 20480 24576 0 /x/app  false false false false 0 0 })`,
    );
  });
});

describe('an answer', () => {
  const rowsFor = async (answer: string) =>
    (
      await asked(
        [app],
        [
          [0x1010, 1],
          [0x1030, 1],
          [0x10ab, 1],
        ],
        { answer: () => answer },
      )
    ).rows;

  test.each([
    ['some of the names', '0x1010 a\n', ['a', undefined, undefined]],
    [
      'names with blanks, and lines that say something else',
      'num_symbols: 1\n0x1010   b c  d \n0x1030\tt\n',
      ['b c  d ', 't', undefined],
    ],
    [
      'addresses in other ways of writing',
      '0x10AB q\n0x00000000000000000001030 r\n0X1010 s\n1010 t\n',
      [undefined, 'r', 'q'],
    ],
    ['something in front of an address', ' 0x1010 a\nxx 0x1030 b\n0x10ab: c\n', ['a', 'b', undefined]],
    ['nonsense', '<html>', [undefined, undefined, undefined]],
    ['nothing', '', [undefined, undefined, undefined]],
    ['a line that was cut off', '0x1010 a\n0x1030 b', ['a', undefined, undefined]],
    ['two names for an address: the last', '0x1010 a\n0x1010 b\n0x1030 a\n', ['b', 'a', undefined]],
    ['an empty name', '0x1010 \n0x1030\n0x10ab c\n', ['', '', 'c']],
    ['other addresses', '0x0 z\n0x9999 a\n0x1010 0x1030 q\n', ['0x1030 q', undefined, undefined]],
    ['line ends of another kind', '0x1010 a\r\n', ['a\r', undefined, undefined]],
    ['blanks of other kinds', '0x1010\u000bq\n0x1030\u000cw\n0x10ab\u00a0w\n', [undefined, 'w', undefined]],
  ])('has %s', async (_, answer, names) => {
    const expected = names.map((name, i) => {
      const row = `0x${['1010', '1030', '10ab'][i]} M=1`;
      return name === undefined ? row : `${row} ${name} :0`;
    });
    expect((await rowsFor(answer)).slice(0, 3)).toEqual(expected);
  });

  test('with an address of more than 64 bits is refused', async () => {
    await expect(rowsFor('0x11111111111111111111 a\n')).rejects.toThrow(
      'unexpected parse failure 0x11111111111111111111: strconv.ParseUint: parsing "0x11111111111111111111": value out of range',
    );
  });

  test('that never comes ends it all', async () => {
    const answer = () => {
      throw new UserError(`http post ${SYMBOL}: server response: 500 Internal Server Error`);
    };
    await expect(asked([app], [[0x1010, 1]], { answer })).rejects.toThrow(
      `http post ${SYMBOL}: server response: 500 Internal Server Error`,
    );
  });
});

describe('the servers of a mapping', () => {
  const at = (start: bigint, mapping: DrawnMapping) => drawMappedProfile([{ ...mapping, start }], []);

  test('are known by its build id or else its file, in the order of sources', () => {
    const sources = mappingSources([
      { profile: at(0x1000n, { file: '/x/app', buildId: 'ab' }), url: 'http://a/' },
      { profile: at(0x2000n, { file: '/y/app', buildId: 'ab' }), url: 'http://b/' },
      { profile: at(0x3000n, { file: '/x/app' }), url: 'http://c/' },
    ]);
    expect([...sources]).toEqual([
      [
        'ab',
        [
          { source: 'http://a/', start: 0x1000n },
          { source: 'http://b/', start: 0x2000n },
        ],
      ],
      ['/x/app', [{ source: 'http://c/', start: 0x3000n }]],
    ]);
  });

  test('the first one with an address is asked', async () => {
    const profile = drawMappedProfile([{ ...app, start: 0x5000n }], [[0x5010, 1]]);
    const posts: string[] = [];
    await symbolizeRemotely(profile, {
      force: false,
      sources: mappingSources([
        { profile: at(0x7000n, app), url: 'heap.pb.gz' },
        { profile: at(0x1000n, app), url: 'http://b/debug/pprof/heap' },
        { profile: at(0x2000n, app), url: 'http://c/debug/pprof/heap' },
      ]),
      async post(url, body) {
        posts.push(`${url} ${body}`);
        return '';
      },
    });
    expect(posts).toEqual(['http://b/debug/pprof/symbol 0x1010']);
  });

  test('stand in for a file that is not told, as long as nobody has to see it', () => {
    const profile = drawMappedProfile([{}, { buildId: 'ab' }, app], []);
    const marked = withUrlForFile(profile, URL);
    expect(marked.mappings.map(({ file }) => file)).toEqual([URL, '', '/x/app']);
    expect(withoutUrlForFile(marked)).toEqual(profile);
  });

  test.each([
    ['C:\\x\\app.exe', ''],
    ['file:///x', ''],
    ['a+b:c', ''],
    ['/a:b', '/a:b'],
    ['a_b:c', 'a_b:c'],
    ['http://foo/%zz', 'http://foo/%zz'],
    ['http://foo:bar/', 'http://foo:bar/'],
  ])('and so %s becomes %j, as in pprof', (file, expected) => {
    expect(withoutUrlForFile(drawMappedProfile([{ file }], [])).mappings[0].file).toBe(expected);
    expect(withoutUrlForFile(drawMappedProfile([{ file, buildId: 'ab' }], [])).mappings[0].file).toBe(file);
  });
});

test('servers are asked about what binaries do not know', async () => {
  const profile = drawMappedProfile([{ file: '/none' }], [[0x1010, 1]]);
  const told: string[] = [];
  const symbolized = await symbolize(profile, {
    options: '',
    tools: '',
    sources: mappingSources([{ profile, url: URL }]),
    notify: (message) => told.push(message),
    readsBuildIds: true,
    advise: () => undefined,
    post: async (_, body) => named(body),
    machine: fakeMachine({}),
  });
  expect(told[0]).toBe('Local symbolization failed for none: open /none: no such file or directory');
  expect(drawnSymbols(symbolized)).toEqual(['0x1010 M=1 fn_0x1010 :0', '1: /none  [FN]']);
});
