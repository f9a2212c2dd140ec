import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Cancelled } from '../../../src/base/errors.ts';
import { fetchProfile, postText } from '../../../src/host/remote/fetch.ts';
import { closedAddress, fetched, NO_TLS_FILES, serve, serveRaw, textOf } from './servers.ts';

// The sentences are those of Go 1.26's pprof, which was asked for the same answers of the same servers.

const transport = { env: () => undefined, tls: NO_TLS_FILES, signal: undefined, limitMs: 5000 };

describe('a profile', () => {
  test('is asked for at pprof’s path where none is named', async () => {
    const asked: (string | undefined)[] = [];
    const server = await serve(({ method, url, headers }, response) => {
      asked.push(`${method} ${url}`, headers.host, headers['accept-encoding']);
      response.end('profile');
    });
    expect(await fetched(server)).toEqual({
      notices: [`Fetching profile over HTTP from http://${server}/debug/pprof/profile`],
      body: 'profile',
    });
    expect(asked).toEqual(['GET /debug/pprof/profile', server, 'gzip']);
  });

  test('is waited for as long as it is recorded, in Go’s words', async () => {
    const server = await serve(({ url }, response) => void response.end(url));
    expect(await fetched(`${server}/p?b=1&a=2`, { seconds: 90 })).toEqual({
      notices: [`Fetching profile over HTTP from http://${server}/p?a=2&b=1&seconds=90`, 'Please wait... (1m30s)'],
      body: '/p?a=2&b=1&seconds=90',
    });
  });

  test('arrives piece by piece, while the server still sends', async () => {
    const server = await serve((_, response) => {
      response.write('first');
      setTimeout(() => response.end('second'), 50);
    });
    const remote = { name: server, url: `http://${server}/`, seconds: 0, limitMs: 5000 };
    const pieces: string[] = [];
    for await (const piece of await fetchProfile(remote, { ...transport, notify: () => undefined })) {
      pieces.push(Buffer.from(piece).toString());
    }
    expect(pieces).toEqual(['first', 'second']);
  });

  test('is inflated where the server says that it deflated it on the way', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'GZIP' });
      response.end(gzipSync('profile'.repeat(10_000)));
    });
    expect((await fetched(server)).body).toBe('profile'.repeat(10_000));
  });

  test('of which no more is wanted closes the connection', async () => {
    let isClosed: Promise<unknown> = Promise.resolve();
    const server = await serve((request, response) => {
      isClosed = once(request.socket, 'close');
      response.write('a start without an end');
    });
    const remote = { name: server, url: `http://${server}/`, seconds: 0, limitMs: 5000 };
    for await (const _ of await fetchProfile(remote, { ...transport, notify: () => undefined })) break;
    await isClosed;
  });
});

describe('passwords', () => {
  test('are sent, and told to nobody', async () => {
    const server = await serve(({ headers }, response) => {
      response.statusCode = headers.authorization === `Basic ${btoa('me@here:p/w')}` ? 200 : 401;
      response.end('secret profile');
    });
    const source = `http://me%40here:p%2Fw@${server}/x`;
    expect(await fetched(source)).toEqual({
      notices: [`Fetching profile over HTTP from http://me@here:***@${server}/x`],
      body: 'secret profile',
    });
    const closed = await closedAddress();
    expect((await fetched(`http://me%40here:p%2Fw@${closed}/x`)).problem).toBe(
      `Get "http://me@here:***@${closed}/x": dial tcp ${closed}: connect: connection refused`,
    );
  });

  test('go along to another path of the server, but not to another server', async () => {
    const other = await serve(({ headers }, response) => void response.end(`got ${headers.authorization}`));
    const server = await serve(({ url, headers }, response) => {
      if (url === '/end') return void response.end(`got ${headers.authorization}`);
      response.writeHead(302, { location: url === '/here' ? '/end' : `http://${other}/end` }).end();
    });
    expect((await fetched(`http://u:p@${server}/here`)).body).toBe(`got Basic ${btoa('u:p')}`);
    expect((await fetched(`http://u:p@${server}/there`)).body).toBe('got undefined');
  });
});

describe('an answer that is no profile', () => {
  const explaining = { 'X-Go-Pprof': '1', 'content-type': 'text/plain; charset=utf-8' };
  const gzipped = { 'content-encoding': 'gzip' };
  test.each([
    ['404 with a page', 404, {}, 'a page', 'server response: 404 Not Found'],
    ['201', 201, {}, '', 'server response: 201 Created'],
    [
      '500 of a Go server',
      500,
      explaining,
      'Could not\nenable\n',
      'server response: 500 Internal Server Error - Could not\nenable\n',
    ],
    ['500 of a Go server, empty', 500, explaining, '', 'server response: 500 Internal Server Error - '],
    [
      '500 of a Go server with a page',
      500,
      { ...explaining, 'content-type': 'text/html' },
      'x',
      'server response: 500 Internal Server Error',
    ],
    [
      '500 of a Go server, deflated',
      500,
      { ...explaining, ...gzipped },
      gzipSync('no'),
      'server response: 500 Internal Server Error - no',
    ],
    ['302 to nowhere', 302, {}, '', 'server response: 302 Found'],
    ['304', 304, { location: '/x' }, '', 'server response: 304 Not Modified'],
    ['not gzip', 200, gzipped, 'plain', 'gzip: invalid header'],
    ['half of a gzip file', 200, gzipped, gzipSync('profile').subarray(0, 12), 'unexpected EOF'],
  ])('%s', async (_, status, headers, body, problem) => {
    const server = await serve((_, response) => void response.writeHead(status, headers).end(body));
    expect((await fetched(server)).problem).toBe(problem);
  });

  test('without a reason, or with one of the server’s own', async () => {
    const bare = await serveRaw((socket) => void socket.end('HTTP/1.1 503\r\nContent-Length: 0\r\n\r\n'));
    expect((await fetched(bare)).problem).toBe('server response: 503');
    const own = await serve((_, response) => void response.writeHead(404, 'Never Heard Of It').end());
    expect((await fetched(own)).problem).toBe('server response: 404 Never Heard Of It');
  });

  test('is explained as far as the explanation comes', async () => {
    const server = await serve((_, response) => {
      response.writeHead(500, { ...explaining, 'content-length': 100 }).write('half an expl');
      setTimeout(() => response.destroy(), 20);
    });
    expect((await fetched(server)).problem).toBe('server response: 500 Internal Server Error');
    const endless = await serve((_, response) => {
      response.writeHead(500, explaining);
      const more = () => {
        while (response.write('x'.repeat(1000)));
      };
      response.on('drain', more);
      more();
    });
    expect((await fetched(endless)).problem).toMatch(/^server response: 500 Internal Server Error - x+$/);
  });
});

describe('a server that breaks off', () => {
  const start = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf';
  test.each([
    ['before its answer', '', 'Get "URL": EOF'],
    ['within its answer', start, 'unexpected EOF'],
    ['within a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nhalf', 'unexpected EOF'],
    ['with a bad chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 'invalid byte in chunk length'],
    [
      'after another greeting',
      'SSH-2.0-OpenSSH\r\n',
      'Get "URL": net/http: HTTP/1.x transport connection broken: malformed HTTP response "SSH-2.0-OpenSSH"',
    ],
    [
      'after a bad status',
      'HTTP/1.1 abc\r\n\r\n',
      'Get "URL": net/http: HTTP/1.x transport connection broken: malformed HTTP status code "abc"',
    ],
    [
      'after a bad header',
      'HTTP/1.1 200 OK\r\nbad header\r\n\r\n',
      'Get "URL": net/http: HTTP/1.x transport connection broken: malformed MIME header: missing colon: "bad header"',
    ],
  ])('%s', async (_, answer, problem) => {
    const server = await serveRaw((socket) => socket.once('data', () => socket.end(answer)));
    const url = `http://${server}/x`;
    expect((await fetched(url)).problem).toBe(problem.replace('URL', url));
  });

  test.each([
    ['before its answer', '', 'Get "URL": '],
    ['within its answer', start, ''],
  ])('by a reset %s', async (_, answer, prefix) => {
    const server = await serveRaw((socket) => {
      socket.once('data', () => {
        socket.write(answer);
        setTimeout(() => socket.resetAndDestroy(), 20);
      });
    });
    const url = `http://${server}/x`;
    const { problem } = await fetched(url);
    expect(problem?.replace(/127\.0\.0\.1:\d+->/, 'US->')).toBe(
      `${prefix.replace('URL', url)}read tcp US->${server}: read: connection reset by peer`,
    );
  });
});

describe('a server that cannot be asked', () => {
  test('because nobody listens', async () => {
    const address = await closedAddress();
    expect(await fetched(`http://${address}/x`)).toEqual({
      notices: [`Fetching profile over HTTP from http://${address}/x`],
      problem: `Get "http://${address}/x": dial tcp ${address}: connect: connection refused`,
      hint: 'nothing listens there; check that the program runs and on which port it serves its profiles',
    });
    const port = address.split(':')[1];
    expect((await fetched(`:${port}`)).problem).toBe(
      `Get "http://:${port}/debug/pprof/profile": dial tcp :${port}: connect: connection refused`,
    );
  });

  test.each([
    ['ftp://host/x', 'Get "ftp://host/x": unsupported protocol scheme "ftp"'],
    ['//host/x', 'Get "//host/x": unsupported protocol scheme ""'],
    ['file://host/x', 'Get "file://host/x": unsupported protocol scheme "file"'],
    ['://x', 'Get "http:////x": http: no Host in request URL'],
    ['http://127.0.0.1:99999/x', 'Get "http://127.0.0.1:99999/x": dial tcp: address 99999: invalid port'],
    ['1:2', 'Get "http://1:2/debug/pprof/profile": dial tcp: lookup 1: no such host'],
    ['127.1:2/x', 'Get "http://127.1:2/x": dial tcp: lookup 127.1: no such host'],
    ['a<b:1/x', 'Get "http://a<b:1/x": dial tcp: lookup a<b: no such host'],
  ])('%s', async (source, problem) => {
    expect((await fetched(source)).problem).toBe(problem);
  });

  test('because it does not answer in time', async () => {
    const server = await serve(() => undefined);
    expect(await fetched(`http://${server}/x`, { limitMs: 250 })).toMatchObject({
      problem: `Get "http://${server}/x": net/http: timeout awaiting response headers`,
      hint: 'allow more time with -timeout=<seconds>',
    });
  });

  test('is given the time again that its body takes', async () => {
    const server = await serve((_, response) => {
      response.write('slow ');
      setTimeout(() => response.end('body'), 700);
    });
    expect((await fetched(server, { limitMs: 500 })).body).toBe('slow body');
  });
});

describe('redirects', () => {
  const redirecting = () =>
    serve(({ url = '' }, response) => {
      const { pathname, searchParams } = new URL(url, 'http://server');
      const [to, count] = [searchParams.get('to'), searchParams.get('count')];
      if (to !== null) response.writeHead(Number(searchParams.get('code') ?? 302), { location: to }).end();
      else if (count !== null && count !== '0')
        response.writeHead(302, { location: `/x?count=${Number(count) - 1}` }).end();
      else if (pathname === '/eof') response.destroy();
      else response.end(`at ${url}`);
    });

  test.each([
    ['/a/b?to=/x', 'at /x'],
    ['/a/b/c?to=../x%3Fq', 'at /a/x?q'],
    ['/a/b/c?to=y', 'at /a/b/y'],
    ['/a/b?to=%3Fq=1', 'at /a/b?q=1'],
    ['/a?to=/x%20y%23part', 'at /x%20y'],
    ['/a?to=/x&code=301', 'at /x'],
    ['/a?to=/x&code=303', 'at /x'],
    ['/a?to=/x&code=307', 'at /x'],
    ['/a?to=/x&code=308', 'at /x'],
    ['/?count=9', 'at /x?count=0'],
  ])('are followed: %s', async (path, body) => {
    expect((await fetched(`${await redirecting()}/start${path}`)).body?.replace('/start', '')).toBe(body);
  });

  test.each([
    ['/x?count=10', 'Get "/x?count=0": stopped after 10 redirects'],
    ['/a?to=ftp://u:p@host/x', 'Get "ftp://u:***@host/x": unsupported protocol scheme "ftp"'],
    ['/a?to=/eof', 'Get "http://SERVER/eof": EOF'],
    ['/a?to=http:///x', 'Get "http:///x": http: no Host in request URL'],
    [
      '/a?to=https%2Binsecure://127.0.0.1:1/',
      'Get "https+insecure://127.0.0.1:1/": unsupported protocol scheme "https+insecure"',
    ],
    [
      '/a?to=http://a:b/',
      'Get "http://SERVER/a?to=http%3A%2F%2Fa%3Ab%2F": failed to parse Location header "http://a:b/"',
    ],
    ['/a?to=/x&code=300', 'server response: 300 Multiple Choices'],
  ])('are not followed: %s', async (path, problem) => {
    const server = await redirecting();
    expect((await fetched(server + path)).problem).toBe(problem.replace('SERVER', server));
  });
});

describe('Ctrl-C', () => {
  const silence = () => undefined;
  test.each([
    ['while the server thinks', () => serve(silence), 'http'],
    ['while TLS is agreed upon', () => serveRaw(silence), 'https'],
    ['within the body', () => serve((_, response) => void response.write('half')), 'http'],
  ])('%s', async (_, start, scheme) => {
    const server = await start();
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(), 50);
    await expect(fetched(`${scheme}://${server}/x`, { signal: interrupt.signal })).rejects.toThrow(Cancelled);
  });

  test('before anything is asked', async () => {
    const server = await serve((_, response) => void response.end('profile'));
    await expect(fetched(server, { signal: AbortSignal.abort() })).rejects.toThrow(Cancelled);
  });
});

describe('posting', () => {
  test('sends the text and resolves to the answer', async () => {
    const server = await serve(async (request, response) => {
      const { 'content-type': type, 'content-length': length } = request.headers;
      response.end(`${request.method} ${type} ${length} ${await textOf(request)}\n0x1 na\xefve`);
    });
    expect(await postText(`http://${server}/symbolz`, '0x1+0x2', transport)).toBe(
      'POST application/octet-stream 7 0x1+0x2\n0x1 na\xefve',
    );
  });

  test('keeps bytes that are not UTF-8', async () => {
    const server = await serve((_, response) => void response.end(Buffer.from([0x61, 0xff])));
    expect(await postText(`http://${server}/`, '', transport)).toBe('a\udcff');
  });

  test.each([
    [302, 'GET '],
    [307, 'POST addresses'],
  ])('after %d does as the server says', async (code, expected) => {
    const server = await serve(async (request, response) => {
      if (request.url === '/') response.writeHead(code, { location: '/other' }).end();
      else response.end(`${request.method} ${await textOf(request)}`);
    });
    expect(await postText(`http://${server}/`, 'addresses', transport)).toBe(expected);
  });

  test('fails in pprof’s words', async () => {
    const server = await serve((_, response) => void response.writeHead(404).end());
    await expect(postText(`http://u:p@${server}/symbolz`, '', transport)).rejects.toThrow(
      `http post http://u:***@${server}/symbolz: server response: 404 Not Found`,
    );
    const address = await closedAddress();
    await expect(postText(`http://${address}/symbolz`, '', transport)).rejects.toThrow(
      `http post http://${address}/symbolz: Post "http://${address}/symbolz": dial tcp ${address}: connect: connection refused`,
    );
  });
});
