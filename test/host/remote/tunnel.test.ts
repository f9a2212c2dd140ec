import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { makeCertificate } from './make-certificate.ts';
import { closedAddress, fetched, listen, serve, serveRaw } from './servers.ts';

// The sentences are those of Go 1.26's pprof, which was sent through the same kinds of proxies.

const certificate = makeCertificate({ name: 'server' });

/** A server whose name no name server knows: only a proxy of ours gets there. */
async function hiddenServer(): Promise<{ readonly plain: string; readonly secure: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const answer = ({ url, headers }: IncomingMessage) => {
    asked.push(`${headers.host} ${url}`);
    return 'profile';
  };
  const plain = await listen(createServer((request, response) => void response.end(answer(request))));
  const secure = await listen(createTlsServer(certificate, (request, response) => void response.end(answer(request))));
  return { plain: `http://hidden.test:${plain}/x`, secure: `https+insecure://hidden.test:${secure}/x`, asked };
}

/** Passes everything on to a port of this machine. */
function passOn(socket: Socket, port: number, greeting: string | Uint8Array): void {
  const onward = connect(port, '127.0.0.1', () => {
    socket.write(greeting);
    socket.pipe(onward).pipe(socket);
  });
  onward.on('error', () => socket.destroy());
}

describe('an HTTP proxy', () => {
  /** Passes on requests, and makes tunnels. What it is asked goes to `heard`. */
  async function proxy(): Promise<{ readonly address: string; readonly heard: string[] }> {
    const heard: string[] = [];
    const server = createServer((request, response) => {
      heard.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? 'anonymous'}`);
      response.end(`profile by way of ${request.headers.host}`);
    });
    server.on('connect', ({ url = '', headers }: IncomingMessage, socket: Socket) => {
      heard.push(`CONNECT ${url} ${headers['proxy-authorization'] ?? 'anonymous'}`);
      passOn(socket, Number(url.split(':')[1]), 'HTTP/1.1 200 OK\r\n\r\n');
    });
    return { address: `127.0.0.1:${await listen(server)}`, heard };
  }

  test('is asked for the whole URL in place of the server', async () => {
    const { address, heard } = await proxy();
    const url = 'http://user:secret@hidden.test:81/x?b=c&a=b#part';
    expect((await fetched(url, { env: { HTTP_PROXY: address } })).body).toBe('profile by way of hidden.test:81');
    expect(heard).toEqual(['GET http://hidden.test:81/x?a=b&b=c anonymous']);
  });

  test('is told who asks, by HTTP_PROXY', async () => {
    const { address, heard } = await proxy();
    await fetched('http://b\xfccher.test/x', { env: { HTTP_PROXY: `http://me:p%40@${address}` } });
    expect(heard).toEqual([`GET http://xn--bcher-kva.test/x Basic ${btoa('me:p@')}`]);
  });

  test('makes a tunnel for TLS', async () => {
    const { address, heard } = await proxy();
    const { secure, asked } = await hiddenServer();
    const host = new URL(secure.replace('https+insecure', 'https')).host;
    expect((await fetched(secure, { env: { HTTPS_PROXY: `http://me:pw@${address}` } })).body).toBe('profile');
    expect(heard).toEqual([`CONNECT ${host} Basic ${btoa('me:pw')}`]);
    expect(asked).toEqual([`${host} /x`]);
  });

  test('is not asked for what is on this machine', async () => {
    const server = await serve((_, response) => void response.end('direct'));
    expect((await fetched(server, { env: { HTTP_PROXY: await closedAddress() } })).body).toBe('direct');
  });

  test('is reached by TLS where its URL says so', async () => {
    const port = await listen(createTlsServer(certificate, (_, response) => void response.end('profile')));
    const env = { HTTP_PROXY: `https://127.0.0.1:${port}` };
    expect((await fetched('http://hidden.test/x', { env })).problem).toMatch(
      /^Get "http:\/\/hidden.test\/x": proxyconnect tcp: tls: failed to verify certificate: x509: /,
    );
  });

  test('that is not there', async () => {
    const address = await closedAddress();
    const env = { HTTP_PROXY: `http://me:secret@${address}` };
    expect((await fetched('http://hidden.test/x', { env })).problem).toBe(
      `Get "http://hidden.test/x": proxyconnect tcp: dial tcp ${address}: connect: connection refused`,
    );
  });

  test.each([
    ['HTTP/1.1 407 Who Are You\r\nContent-Length: 0\r\n\r\n', 'Who Are You', /wants to know who asks/],
    ['HTTP/1.1 503\r\n\r\n', 'unknown status code', /NO_PROXY=<host>/],
    ['garbage\r\n\r\n', 'malformed HTTP response "garbage"', /check the port/],
    ['', 'unexpected EOF', /try again/],
  ])('that makes no tunnel, but says %j', async (answer, problem, hint) => {
    const env = { HTTPS_PROXY: await serveRaw((socket) => socket.once('data', () => socket.end(answer))) };
    expect(await fetched('https://hidden.test/x', { env })).toMatchObject({
      problem: `Get "https://hidden.test/x": ${problem}`,
      hint: expect.stringMatching(hint),
    });
  });

  test('that says nothing', async () => {
    const env = { HTTPS_PROXY: await serveRaw(() => undefined) };
    expect((await fetched('https://hidden.test/x', { env, limitMs: 250 })).problem).toBe(
      'Get "https://hidden.test/x": context deadline exceeded',
    );
  });

  test('is not trusted where a web server may have set it', async () => {
    const env = { HTTP_PROXY: '127.0.0.1:1', REQUEST_METHOD: 'GET' };
    expect((await fetched('http://hidden.test/x', { env })).problem).toBe(
      'Get "http://hidden.test/x": refusing to use HTTP_PROXY value in CGI environment; see golang.org/s/cgihttpproxy',
    );
  });
});

describe('a SOCKS proxy', () => {
  /** Says yes to everything it is asked, and reads what it is told in hexadecimal digits. */
  async function proxy(reply = 0): Promise<{ readonly address: string; readonly heard: string[] }> {
    const heard: string[] = [];
    const steps = (socket: Socket, greeting: Buffer) => {
      heard.push(greeting.toString('hex'));
      const wantsPassword = greeting.includes(2, 2);
      socket.write(Buffer.from([5, wantsPassword ? 2 : 0]));
      const onRequest = (request: Buffer) => {
        heard.push(request.toString('hex'));
        // The reply comes in two pieces, as it may.
        socket.write(Buffer.from([5]));
        const rest = Buffer.from([reply, 0, 3, 4, ...Buffer.from('host'), 0, 80]);
        setTimeout(() => passOn(socket, request.readUInt16BE(request.length - 2), rest), 10);
      };
      socket.once('data', (second) => {
        if (!wantsPassword) return onRequest(second);
        heard.push(second.toString('hex'));
        socket.write(Buffer.from([1, second.includes('bad') ? 1 : 0]));
        socket.once('data', onRequest);
      });
    };
    const address = await serveRaw((socket) => socket.once('data', (greeting) => steps(socket, greeting)));
    return { address, heard };
  }

  const hex = (text: string) => Buffer.from(text).toString('hex');
  const portOf = (url: string) =>
    Number(/:(\d+)\//.exec(url)?.[1])
      .toString(16)
      .padStart(4, '0');

  test.each(['socks5', 'socks5h'])('passes on what is sent: %s', async (scheme) => {
    const { address, heard } = await proxy();
    const { plain, secure } = await hiddenServer();
    const env = { HTTP_PROXY: `${scheme}://${address}`, HTTPS_PROXY: `${scheme}://me:pw@${address}` };
    expect((await fetched(plain, { env })).body).toBe('profile');
    expect((await fetched(secure, { env })).body).toBe('profile');
    const name = `0b${hex('hidden.test')}`;
    expect(heard).toEqual([
      '050100',
      `05010003${name}${portOf(plain)}`,
      '05020002',
      `0102${hex('me')}02${hex('pw')}`,
      `05010003${name}${portOf(secure)}`,
    ]);
  });

  test.each([
    ['10.1.2.3', '010a010203'],
    ['[2001:db8::7]', '0420010db8000000000000000000000007'],
    ['[::ffff:10.1.2.3]', '0400000000000000000000ffff0a010203'],
  ])('is told the address %s', async (host, told) => {
    const { address, heard } = await proxy();
    const port = await listen(createServer((_, response) => void response.end('profile')));
    const env = { HTTP_PROXY: `socks5://${address}` };
    expect((await fetched(`http://${host}:${port}/`, { env })).body).toBe('profile');
    expect(heard[1]).toBe(`050100${told}${port.toString(16).padStart(4, '0')}`);
  });

  test.each([
    [2, 'connection not allowed by ruleset'],
    [5, 'connection refused'],
    [77, 'unknown code: 77'],
  ])('that refuses with %d', async (reply, text) => {
    const { address } = await proxy(reply);
    const { plain } = await hiddenServer();
    const target = new URL(plain).host;
    expect((await fetched(plain, { env: { HTTP_PROXY: `socks5://${address}` } })).problem).toBe(
      `Get "${plain}": socks connect tcp ${address}->${target}: unknown error ${text}`,
    );
  });

  test('that does not know us', async () => {
    const { address } = await proxy();
    const env = { HTTP_PROXY: `socks5://me:bad@${address}` };
    expect((await fetched('http://hidden.test/x', { env })).problem).toBe(
      `Get "http://hidden.test/x": socks connect tcp ${address}->hidden.test:80: username/password authentication failed`,
    );
  });

  test.each([
    ['knows no way to let us in', [5, 0xff], 'no acceptable authentication methods'],
    ['is none', [...Buffer.from('HTTP/1.1')], 'unexpected protocol version 72'],
    ['hangs up', [], 'EOF'],
    ['hangs up later', [5], 'unexpected EOF'],
  ])('that %s', async (_, answer, problem) => {
    const address = await serveRaw((socket) => socket.once('data', () => socket.end(Buffer.from(answer))));
    const env = { HTTP_PROXY: `socks5://${address}` };
    expect((await fetched('http://hidden.test/x', { env })).problem).toBe(
      `Get "http://hidden.test/x": socks connect tcp ${address}->hidden.test:80: ${problem}`,
    );
  });

  test('that says nothing', async () => {
    const address = await serveRaw(() => undefined);
    const env = { HTTP_PROXY: `socks5://${address}` };
    expect((await fetched('http://hidden.test/x', { env, limitMs: 250 })).problem).toBe(
      `Get "http://hidden.test/x": socks connect tcp ${address}->hidden.test:80: i/o timeout`,
    );
  });
});
