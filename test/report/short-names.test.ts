import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeText } from '../../src/base/safe-text.ts';
import { shortName } from '../../src/report/short-name.ts';
import { shortNames, shortNamesOf } from '../../src/report/short-names.ts';
import { shortRanges } from '../../src/report/short-ranges.ts';
import { drawProfile } from '../support/draw-profile.ts';

describe('a name alone', () => {
  test.each([
    // Go: without directories, keeping a version with what it is one of.
    ['github.com/a/b/internal/json.(*Decoder[go.shape.struct {...}]).Decode.func1', 'json.(*Decoder[…]).Decode.func1'],
    ['net/http.(*conn).serve', 'http.(*conn).serve'],
    ['main.main', 'main.main'],
    ['example.com/shop/v2/internal/db.Query[...]', 'db.Query[…]'],
    ['example.com/shop/v2.New', 'shop/v2.New'],
    ['gopkg.in/yaml%2ev3.(*Decoder).Decode', 'yaml%2ev3.(*Decoder).Decode'],
    ['vendor/golang.org/x/net/http2/hpack.(*Decoder).Write', 'hpack.(*Decoder).Write'],
    ['encoding/json.appendString[go.shape.string]', 'json.appendString[string]'],
    ['slices.Max[go.shape.[]github.com/x/y.Item,go.shape.int]', 'slices.Max[…]'],
    ['go.(*struct { sync.RWMutex; net/http.x }).Lock', 'go.(*struct {…}).Lock'],
    ['type:.eq.github.com/a/b.T', 'type:.eq.b.T'],
    ['glob..func1', 'glob..func1'],
    // C++: without what is in templates and arguments, and without what is returned.
    ['std::vector<int>::push_back(int const&)', 'std::vector<int>::push_back(int const&)'],
    [
      'void std::vector<Order, std::allocator<Order> >::push_back(Order const&)',
      'std::vector<…>::push_back(Order const&)',
    ],
    ['(anonymous namespace)::Foo::bar(std::string const&, int) const', '(anonymous namespace)::Foo::bar(…) const'],
    ['operator new(unsigned long)', 'operator new(…)'],
    ['bool Foo::operator<=>(Foo const&)', 'Foo::operator<=>(Foo const&)'],
    ['Foo::operator()(std::string, int)', 'Foo::operator()(…)'],
    ['Foo::operator->()', 'Foo::operator->()'],
    ['a::b::operator/(Number const&, Number const&)', 'a::b::operator/(…)'],
    ['non-virtual thunk to Foo::bar(int, int, int, int)', 'non-virtual thunk to Foo::bar(…)'],
    ['vtable for std::vector<Foo, std::allocator<Foo> >', 'vtable for std::vector<…>'],
    ['main::{lambda(std::string const&)#1}::operator()() const', 'main::{lambda(…)#1}::operator()() const'],
    // Rust: without hashes and arguments; types that have a function keep their own name.
    ['<alloc::vec::Vec<T> as core::ops::drop::Drop>::drop::h0123456789abcdef', '<Vec<T> as Drop>::drop'],
    ['core::ptr::drop_in_place<alloc::vec::Vec<alloc::string::String>>', 'core::ptr::drop_in_place<…>'],
    ['<alloc::vec::Vec<T, A>>::push', '<Vec<T, A>>::push'],
    ['core::fmt::num::<impl core::fmt::Debug for u32>::fmt', 'core::fmt::num::<impl Debug for u32>::fmt'],
    ['core::slice::sort_by::{{closure}}', 'core::slice::sort_by::{{closure}}'],
    // Languages of the JVM, and Python's classes: without packages.
    ['com.acme.shop.CartService.add', 'CartService.add'],
    ['com.acme.shop.Cart$Inner.add(Ljava/lang/String;I)V', 'Cart$Inner.add(String;I)V'],
    ['com/acme/shop/CartService.add', 'CartService.add'],
    ['Foo$$Lambda$14/0x0000000800c0a440.apply', 'Foo$$Lambda$14/0x0000000800c0a440.apply'],
    ['django.core.handlers.base.BaseHandler.get_response', 'BaseHandler.get_response'],
    // Files, of any system.
    ['file:///home/me/app/lib/x.js', 'x.js'],
    ['/home/me/my app/main.go', 'main.go'],
    ['C:\\Users\\me\\app.py', 'app.py'],
    ['node:internal/process/task_queues', 'task_queues'],
    // What is no name of that kind stays.
    ['<unknown>', '<unknown>'],
    ['<frozen importlib._bootstrap>', '<frozen importlib._bootstrap>'],
    ['[libc.so.6]', '[libc.so.6]'],
    ['(anonymous:L#30:C#19)', '(anonymous:L#30:C#19)'],
    ['-[NSString stringByAppendingString:]', '-[NSString stringByAppendingString:]'],
    ['/usr/lib/', '/usr/lib/'],
    ['a<b<c', 'a<b<c'],
    ['', ''],
  ])('%s', (name, short) => {
    expect(shortName(name)).toBe(short);
  });

  test('of a million brackets takes no time', () => {
    const names = ['('.repeat(1e6), '<)'.repeat(5e5), `${'f<'.repeat(3e5)}${'>'.repeat(3e5)}`, `${'(*'.repeat(3e5)}`];
    for (const name of names) expect(shortName(name).length).toBeLessThanOrEqual(name.length);
  }, 5000);
});

describe('names among others', () => {
  const shortened = (...names: readonly string[]) => names.map(shortNames(names));

  test('get back the elements of their paths that tell them apart', () => {
    expect(shortened('a/json.F', 'x/b/json.F', 'x/c/json.F', 'x/c/json.G')).toEqual([
      'a/json.F',
      'b/json.F',
      'c/json.F',
      'json.G',
    ]);
    expect(shortened('a/json.F', 'x/a/json.F', 'json.F')).toEqual(['a/json.F', 'x/a/json.F', 'json.F']);
    expect(shortened('com.acme.a.Cart.add', 'com.acme.b.Cart.add')).toEqual(['a.Cart.add', 'b.Cart.add']);
    expect(shortened('/w/a/x.js', '/w/b/x.js')).toEqual(['a/x.js', 'b/x.js']);
  });

  test('get back their arguments where those do', () => {
    expect(shortened('a/b.Map[string,x/y.Account]', 'a/b.Map[string,x/y.Article]')).toEqual([
      'b.Map[string,x/y.Account]',
      'b.Map[string,x/y.Article]',
    ]);
    expect(shortened('ns::f::h0123456789abcdef', 'ns::f::h0123456789abcdee')).toEqual([
      'ns::f::h0123456789abcdef',
      'ns::f::h0123456789abcdee',
    ]);
  });

  test('are not shortened again', () => {
    const shorten = shortNames(['a/json.F', 'b/json.F']);
    expect(shorten(shorten('a/json.F'))).toBe('a/json.F');
    expect(shorten('c/json.G')).toBe('json.G');
  });
});

test('a row of a report is shortened part by part', () => {
  const shorten = shortNamesOf(
    drawProfile(
      'net/http.Get@/go/src/net/http/client.go:12;std::f(std::string const&)@/my src/a.cc:3;f@/my lib/a.cc:4 1',
    ),
  );
  expect(shorten('net/http.Get')).toBe('http.Get');
  expect(shorten('net/http.Get /go/src/net/http/client.go:12')).toBe('http.Get client.go:12');
  expect(shorten('0000000000401000 net/http.Get /go/src/net/http/client.go:12:5')).toBe(
    '0000000000401000 http.Get client.go:12:5',
  );
  expect(shorten('std::f(std::string const&) /my src/a.cc:3')).toBe('std::f(…) my src/a.cc:3');
  expect(shorten('/go/src/net/http/client.go:12')).toBe('client.go:12');
});

/** The short form with its found letters in `<>`, of a name in which a word was found. */
function found(name: string, word: string): string {
  const short = shortName(name);
  const start = name.indexOf(word);
  const ranges = shortRanges(name, short, [[start, start + word.length]]);
  return ranges
    .toReversed()
    .reduce((text, [from, to]) => `${text.slice(0, from)}«${text.slice(from, to)}»${text.slice(to)}`, short);
}

test.each([
  ['github.com/a/b/json.(*Decoder[go.shape.struct {...}]).Decode', 'json', '«json».(*Decoder[…]).Decode'],
  ['github.com/a/b/json.(*Decoder[go.shape.struct {...}]).Decode', 'Decoder', 'json.(*«Decoder»[…]).Decode'],
  ['github.com/a/b/json.(*Decoder[go.shape.struct {...}]).Decode', 'b/json', '«json».(*Decoder[…]).Decode'],
  ['github.com/a/b/json.(*Decoder[go.shape.struct {...}]).Decode', 'shape', 'json.(*Decoder[…]).Decode'],
  ['std::map<int, std::vector<int> >::find(int const&, bool)', 'map', 'std::«map»<…>::find(…)'],
  ['ns::half::h0123456789abcdef', 'half', 'ns::«half»'],
  ['main.main', 'ai', 'm«ai»n.main'],
])('what was found of %s, %s, is found of its short form', (name, word, drawn) => {
  expect(found(name, word)).toBe(drawn);
});

/** Names of all languages, and what only looks like them. */
const name = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        ...['a', 'json', 'T', 'v2', '/', '.', '::', '(', ')', '[', ']', '<', '>', '{', '}', '*', ',', ' ', '…', '...'],
        ...[
          'operator',
          'struct ',
          ' as ',
          'impl ',
          'type:.eq.',
          'go.shape.',
          '::h0123456789abcdef',
          '%2e',
          '\\',
          '/w/',
        ],
        ...[
          'com.acme.Cart.',
          'file:///',
          '0x1f',
          'github.com/a/b',
          'std::vector<int, long long>',
          '\u{1f600}',
          '\udc80',
        ],
      ),
      { minLength: 1, maxLength: 10 },
    )
    .map((parts) => parts.join('')),
  fc.string({ minLength: 1, unit: 'binary' }),
);

describe('whatever the name', () => {
  test('its short form is there, not longer, and short itself', () => {
    fc.assert(
      fc.property(name, (full) => {
        const short = shortName(full);
        expect(short).not.toBe('');
        expect(short.length).toBeLessThanOrEqual(full.length);
        expect(shortName(short)).toBe(short);
      }),
      { numRuns: 2000 },
    );
  });

  test('letters that are found are those of its short form', () => {
    fc.assert(
      fc.property(name, fc.nat(40), fc.nat(10), (full, start, length) => {
        const short = shortName(full);
        const ranges = shortRanges(full, short, [[start, start + length]]);
        const letters = ranges.map(([from, to]) => short.slice(from, to)).join('');
        let at = start;
        for (const letter of letters) {
          at = full.indexOf(letter, at) + 1;
          expect(at).toBeGreaterThan(0);
          expect(at).toBeLessThanOrEqual(start + length);
        }
      }),
    );
  });

  test('it is made of letters of the name, so that a safe name stays safe', () => {
    fc.assert(
      fc.property(name, (full) => {
        const safe = safeText(full);
        expect(safeText(shortName(safe))).toBe(shortName(safe));
      }),
      { numRuns: 2000 },
    );
  });

  test('no two have the same, in any order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 12 }), (names) => {
        const shorten = shortNames(names);
        const short = names.map(shorten);
        expect(new Set(short).size).toBe(names.length);
        expect(short.map(shorten)).toEqual(short);
        expect(names.map(shortNames(names.toReversed()))).toEqual(short);
      }),
      { numRuns: 2000 },
    );
  });
});
