import { Label, type Profile as PprofProfile } from 'pprof-format';
import { drawing } from '../support/draw-profile.ts';

/** A profile and a command line, of which pprof makes a graph. */
export interface GraphCase {
  readonly name: string;
  readonly flags: readonly string[];
  readonly bytes: Uint8Array;
}

/**
 * Draws a profile as `drawing` does, with labels in braces behind the values, texts or sizes in bytes:
 *
 *   main;serve   30   {route=cart bytes=4096}
 */
function labelled(text: string): PprofProfile {
  const rows = text
    .split('\n')
    .map((row) => /^(.*?)(?:\s+\{(.*)\})?$/.exec(row.trim()))
    .filter((row) => row !== null && row[0] !== '');
  const profile = drawing(rows.map((row) => row?.[1] ?? '').join('\n'));
  const index = (word: string) => profile.stringTable.dedup(word);
  rows.forEach((row, i) => {
    for (const word of (row?.[2] ?? '').split(' ').filter((part) => part !== '')) {
      const [key, value] = word.split('=');
      const label =
        key === 'bytes'
          ? { key: index(key), num: BigInt.asUintN(64, BigInt(value)), numUnit: index('bytes') }
          : { key: index(key), str: index(value) };
      profile.sample[i].label.push(new Label(label));
    }
  });
  return profile;
}

/** Inlines the function of one location into that of another, which then has two frames. */
function inlined(profile: PprofProfile, callee: string, caller: string): PprofProfile {
  const locationOf = (name: string) => {
    const fn = profile.function.find((candidate) => profile.stringTable.strings[Number(candidate.name)] === name);
    const location = profile.location.find(({ line }) => line.some((frame) => frame.functionId === fn?.id));
    if (location === undefined) throw new Error(`no location of ${name}`);
    return location;
  };
  locationOf(caller).line.unshift(...locationOf(callee).line);
  return profile;
}

const names = `
  github.com/org/mod/v2/pkg.(*Type[...]).Method   900
  net/http.(*conn).serve                          800
  com.acme.shop.Cart$Inner.<init>                 700
  com.acme.shop.Cart.total(int)                   600
  ns::inner::Widget::paint<int>(bool)             500
  (anonymous namespace)::detail                   400
  std::vector<int>::push                          300
  plain                                           200
  say"hi\\n                                       100
  naïve@/src/ünï.go:7                              90
  @/src/only-a-file.go                             80
`;

const tags = `
  main;work         30  {route=cart tenant=acme bytes=4096}
  main;work         20  {route=cart tenant=acme bytes=64}
  main;work         15  {route=db}
  main;work         14  {route=tree bytes=1024 bytes=1024}
  main;work          9  {route=java tenant=umbrella}
  main;work          8  {route=fifth}
  main;work;leaf    12  {bytes=16}
  main;work;leaf    11  {bytes=32}
  main;work;leaf    10  {bytes=48}
  main;work;leaf     9  {bytes=4000}
  main;work;leaf     8  {bytes=5000}
  main;work;leaf     7  {bytes=1000000}
  main;work          6  {bytes=7}
  main               5  {bytes=16 pprof::base=other}
`;

const paths = `
  main;serve;parse;read          300
  main;serve;parse;small;decode   80
  main;serve;render;decode        90
  main;serve;log                   4
  main;idle;tick;decode           10
  main;gc                        200
  main;gc;mark;drain              70
  main;serve;small;read           12
`;

const changes = `
  main;work;hash      50  {pprof::base=true}
  main;work;hash     -20
  main;work;sort      30
  main;gone;old      -40  {route=a}
  main;same;left      15
  main;same;right    -15
  main;sinks         -60
  main;sinks;heavy    90  {bytes=128}
`;

const wide = `
  main;half        4611686018427387904  {bytes=9223372036854775807}
  main;half;more   4611686018427387903
  main;odd;more    9007199254740993     {route=x}
  main;odd           -9007199254740995
  main;tiny        1                    {bytes=1}
  main;round;over  9223372036854775807
`;

const smallest = `
  main;least    -9223372036854775808  {bytes=5}
  main;some;few 5                     {route=x}
`;

const recursion = `
  main;eval;eval;apply;eval;leaf   60
  main;eval;apply;leaf             25
  main;eval;apply                  10
  main;apply;eval;eval              7
  main;apply;leaf                   3  {route=x}
  main;setup;parse                  2
`;

/** A case per drawing and command line. */
function graphCase(name: string, flags: string, profile: PprofProfile): GraphCase {
  return { name, flags: flags.split(' '), bytes: profile.encode() };
}

export const GRAPH_CASES: readonly GraphCase[] = [
  graphCase('names', '-dot -trim=false', labelled(names)),
  graphCase('names-lines', '-dot -trim=false -lines', labelled(names)),
  graphCase('tags', '-dot -trim=false', labelled(tags)),
  graphCase('tags-unit', '-dot -trim=false -unit=us', labelled(tags)),
  graphCase('tags-limit', '-dot -nodecount=2', labelled(tags)),
  graphCase('tags-fraction', '-dot -nodefraction=0.1 -tagshow=bytes', labelled(tags)),
  graphCase('paths', '-dot', inlined(labelled(paths), 'parse', 'serve')),
  graphCase('paths-fraction', '-dot -nodefraction=0.11', inlined(labelled(paths), 'parse', 'serve')),
  graphCase('paths-limit', '-dot -nodecount=5', inlined(labelled(paths), 'parse', 'serve')),
  graphCase('paths-edges', '-dot -nodefraction=0 -nodecount=0 -edgefraction=0.1', labelled(paths)),
  graphCase('paths-focus', '-dot -focus=decode -relative_percentages', labelled(paths)),
  graphCase('paths-none', '-dot -focus=nowhere', labelled(paths)),
  graphCase('changes', '-dot', labelled(changes)),
  graphCase('changes-drop', '-dot -drop_negative -trim=false', labelled(changes)),
  graphCase('changes-tree', '-dot -call_tree -drop_negative', labelled(changes)),
  graphCase('wide', '-dot', labelled(wide)),
  graphCase('wide-limit', '-dot -nodecount=3 -drop_negative', labelled(wide)),
  graphCase('changes-calls', '-tree -drop_negative -nodefraction=0 -edgefraction=0.3', labelled(changes)),
  graphCase('smallest', '-dot', labelled(smallest)),
  graphCase('smallest-whole', '-dot -trim=false', labelled(smallest)),
  graphCase('smallest-tree', '-dot -call_tree', labelled(smallest)),
  graphCase('smallest-top', '-top -nodecount=10', labelled(smallest)),
  graphCase('smallest-callgrind', '-callgrind', labelled(smallest)),
  graphCase('divided', '-dot -divide_by=3', labelled(paths)),
  graphCase('recursion', '-dot', inlined(labelled(recursion), 'apply', 'eval')),
  graphCase('paths-tree', '-dot -call_tree -ignore=small', labelled(paths)),
  graphCase('recursion-tree-limit', '-dot -call_tree -nodecount=6', labelled(recursion)),
  graphCase('paths-tree-fraction', '-dot -call_tree -nodefraction=0.1', inlined(labelled(paths), 'parse', 'serve')),
  graphCase('names-callgrind', '-callgrind', labelled(names)),
  graphCase('changes-callgrind', '-callgrind -drop_negative', labelled(changes)),
  graphCase('wide-callgrind', '-callgrind -cum', labelled(wide)),
  graphCase('recursion-callgrind', '-callgrind', inlined(labelled(recursion), 'apply', 'eval')),
  graphCase('paths-tree-callgrind', '-callgrind -call_tree', labelled(paths)),
];
