import { describe, expect, test } from 'vitest';
import { proxyFor } from '../../../src/host/remote/proxy.ts';
import { parseUrl, urlText } from '../../../src/host/remote/url-text.ts';

// What http.ProxyFromEnvironment of Go 1.26 answers.

function proxyOf(text: string, env: Readonly<Record<string, string>>): string {
  const url = parseUrl(text);
  if (url === undefined) throw new Error(`${text} is no URL`);
  const proxy = proxyFor(url, (name) => env[name]);
  return proxy === undefined ? 'direct' : urlText(proxy, 'shown');
}

describe('the variable', () => {
  test.each([
    ['http://h/', { HTTP_PROXY: 'p:1', HTTPS_PROXY: 'q:1' }, 'http://p:1'],
    ['https://h/', { HTTP_PROXY: 'p:1', HTTPS_PROXY: 'q:1' }, 'http://q:1'],
    ['https://h/', { HTTP_PROXY: 'p:1' }, 'direct'],
    ['http://h/', { HTTP_PROXY: 'p:1', http_proxy: 'q:1' }, 'http://p:1'],
    ['http://h/', { HTTP_PROXY: '', http_proxy: 'q:1' }, 'http://q:1'],
    ['http://h/', { ALL_PROXY: 'p:1' }, 'direct'],
    ['http://h/', { HTTP_PROXY: 'https://u:w@p' }, 'https://u:w@p'],
    ['http://h/', { HTTP_PROXY: 'socks5://p' }, 'socks5://p'],
    ['http://h/', { HTTP_PROXY: '[::1]:3' }, 'http://[::1]:3'],
    ['http://h/', { HTTP_PROXY: '%zz' }, 'direct'],
  ])('%s %j', (url, env, proxy) => expect(proxyOf(url, env)).toBe(proxy));
});

describe('this machine is never asked through a proxy', () => {
  test.each(['http://localhost:1/', 'http://127.0.0.5/', 'http://[::1]:80/'])('%s', (url) => {
    expect(proxyOf(url, { HTTP_PROXY: 'p:1' })).toBe('direct');
  });
  test.each(['http://localhost./', 'http://sub.localhost/', 'http://0.0.0.0/'])('%s is another', (url) => {
    expect(proxyOf(url, { HTTP_PROXY: 'p:1' })).toBe('http://p:1');
  });
});

describe('NO_PROXY', () => {
  test.each([
    ['example.com', 'http://example.com/', true],
    ['example.com', 'http://a.EXAMPLE.com/', true],
    ['example.com', 'http://badexample.com/', false],
    ['.example.com', 'http://example.com/', false],
    ['.example.com', 'http://a.example.com/', true],
    ['*.example.com', 'http://a.example.com/', true],
    ['*.example.com', 'http://example.com/', false],
    ['EXAMPLE.COM', 'http://example.com/', true],
    ['other, example.com ,', 'http://example.com/', true],
    ['other,*', 'http://example.com/', true],
    ['*example.com', 'http://a.example.com/', false],
    ['b\xfccher.example', 'http://b\xfccher.example/', true],
    ['xn--bcher-kva.example', 'http://b\xfccher.example/', true],
    ['example.com:80', 'http://example.com/', true],
    ['example.com:8080', 'http://example.com/', false],
    ['example.com:443', 'https://example.com/', true],
    ['10.1.2.3', 'http://10.1.2.3/', true],
    ['10.1.2.3:81', 'http://10.1.2.3/', false],
    ['10.0.0.0/8', 'http://10.1.2.3/', true],
    ['10.0.0.0/8', 'http://11.1.2.3/', false],
    ['10.1.2.3/33', 'http://10.1.2.3/', false],
    ['10.0.0.0/8', 'http://ten.example/', false],
    ['2001:db8::/32', 'http://[2001:db8::5]/', true],
    ['fe80::1', 'http://[fe80::1]/', true],
    ['[fe80::1]:80', 'http://[fe80::1]/', true],
    ['', 'http://example.com/', false],
  ])('%j and %s', (noProxy, url, isDirect) => {
    const env = { HTTP_PROXY: 'p:1', HTTPS_PROXY: 'p:1' };
    const proxy = isDirect ? 'direct' : 'http://p:1';
    expect(proxyOf(url, { ...env, NO_PROXY: noProxy })).toBe(proxy);
    expect(proxyOf(url, { ...env, no_proxy: noProxy })).toBe(proxy);
  });
});
