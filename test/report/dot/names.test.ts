import { expect, test } from 'vitest';
import { boxName, escaped, shortName } from '../../../src/report/dot/names.ts';

// Taken from what `go tool pprof -dot` writes for functions of these names.
test.each([
  ['github.com/x/y/v2.Foo', 'y.Foo'],
  ['github.com/x/y/v2/z.Foo', 'z.Foo'],
  ['github.com/x/y/v1.Foo', 'v1.Foo'],
  ['x/v02.Foo', 'v02.Foo'],
  ['x/v20.F/v3.G', 'v3.G'],
  ['a/b.c/d', 'b.c/d'],
  ['a/b.c.(*T[d/e.F]).g', 'b.c.(*T[d/e.F]).g'],
  ['a//b.c', '/b.c'],
  ['/a/b.c', '/a/b.c'],
  ['a/.b.c', 'a/.b.c'],
  ['a/b.', 'a/b.'],
  ['a/b', 'a/b'],
  ['a~b/c.d', 'a~b/c.d'],
  ['a/b.\nc', 'a/b.\nc'],
  ['./v2/x\n', './v2/x\n'],
  ['com.acme.Foo.bar', 'Foo.bar'],
  ['com.acme.Foo$Inner.<init>(int)', 'Foo$Inner.<init>'],
  ['com.Foo.Bar.baz', 'com.Foo.Bar.baz'],
  ['a.Foo.Bar', 'a.Foo.Bar'],
  ['a.Foo.bar x', 'a.Foo.bar x'],
  ['ns::inner::Widget::paint<int>(bool)', 'Widget::paint<int>'],
  ['a::__B::~B', '__B::~B'],
  ['a::b::c', 'a::b::c'],
  ['A::B::C::D::e', 'D::e'],
  ['(anonymous namespace)::a::B::c', 'B::c'],
  ['std::vector<int>::push', 'std::vector<int>::push'],
])('%j is shortened to %j', (name, short) => {
  expect(shortName(name)).toBe(short);
});

const entry = { functionName: '', file: '', line: 0, column: 0, address: 0n, object: '', startLine: 0 };

test.each([
  [{ functionName: 'a/b.(*T).Do[...]' }, 'b\\n(*T)\\nDo[…]'],
  [{ functionName: 'say"hi\\\nthere' }, 'say\\"hi\\\\\\lthere'],
  [{ functionName: 'main.f', file: '/src/x.y/b.go', line: 12, column: 3 }, 'main\\nf\\nb.go:12:3'],
  [{ functionName: 'f', file: '/q"x/u\\v.go' }, 'f\\nu\\v.go'],
  [{ file: '/x/only.go' }, 'only.go'],
  [{ functionName: 'f', line: 9 }, 'f\\n:9'],
  [{ address: 0x1234n, object: '/lib/my.so' }, '0000000000001234\\n[my.so]'],
  [{}, '<unknown>'],
])('%o is written as %s', (parts, label) => {
  expect(boxName({ ...entry, ...parts })).toBe(label);
});

test('text in tooltips and headers is escaped', () => {
  expect(escaped('a"b\\c\nd')).toBe('a\\"b\\\\c\\ld');
});
