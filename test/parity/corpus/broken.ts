/** Files that are no profiles, or not whole: pprof has a sentence for each. */
import { gzipSync } from 'node:zlib';
import {
  type FunctionInput,
  type LocationInput,
  type MappingInput,
  Profile,
  type SampleInput,
  StringTable,
} from 'pprof-format';
import type { CorpusFile } from './legacy.ts';

interface Parts {
  readonly types?: number;
  readonly sample?: readonly SampleInput[];
  readonly mapping?: readonly MappingInput[];
  readonly location?: readonly LocationInput[];
  readonly function?: readonly FunctionInput[];
  readonly timeNanos?: number;
}

/** A profile of one sample in one function, with some of its parts replaced. */
function profileBytes({ types = 1, ...parts }: Parts): Uint8Array {
  const strings = new StringTable();
  const [cpu, nanoseconds, name] = ['cpu', 'nanoseconds', 'main'].map((text) => strings.dedup(text));
  const input = {
    sampleType: Array.from({ length: types }, () => ({ type: cpu, unit: nanoseconds })),
    sample: [{ locationId: [1], value: [7] }],
    mapping: [{ id: 1, memoryStart: 4096, memoryLimit: 8192 }],
    location: [{ id: 1, mappingId: 1, address: 4100, line: [{ functionId: 1, line: 3 }] }],
    function: [{ id: 1, name, systemName: name }],
    stringTable: strings,
    ...parts,
  };
  return new Profile(input as ConstructorParameters<typeof Profile>[0]).encode();
}

const text = (content: string): Uint8Array => Buffer.from(content);

export function brokenFiles(): CorpusFile[] {
  const whole = profileBytes({});
  const timed = profileBytes({ timeNanos: 5 });
  const zipped = gzipSync(whole);
  const files: Readonly<Record<string, Uint8Array>> = {
    'no-types': profileBytes({ types: 0 }),
    'too-few-values': profileBytes({ types: 2 }),
    'too-many-values': profileBytes({ sample: [{ locationId: [1], value: [1, 2, 3] }] }),
    'no-samples-no-types': profileBytes({ types: 0, sample: [] }),
    'unknown-location': profileBytes({ sample: [{ locationId: [1, 9], value: [1] }] }),
    'location-0': profileBytes({ sample: [{ locationId: [0], value: [1] }] }),
    'mapping-0': profileBytes({ mapping: [{ id: 0, memoryLimit: 1 }] }),
    'mapping-twice': profileBytes({ mapping: [{ id: 1 }, { id: 1 }] }),
    'function-0': profileBytes({ function: [{ id: 0, startLine: 1 }] }),
    'function-twice': profileBytes({ function: [{ id: 1 }, { id: 1 }] }),
    'location-id-0': profileBytes({ location: [{ id: 0, address: 1 }, { id: 1 }] }),
    'location-twice': profileBytes({ location: [{ id: 1 }, { id: 1 }] }),
    'unknown-function': profileBytes({ location: [{ id: 1, line: [{ functionId: 4 }] }] }),
    'unknown-mapping': profileBytes({ location: [{ id: 1, mappingId: 44, address: 5 }] }),
    concatenated: Buffer.concat([timed, timed]),
    'two-without-time': Buffer.concat([whole, whole]),
    empty: new Uint8Array(0),
    truncated: whole.subarray(0, whole.length - 4),
    'zip-truncated': zipped.subarray(0, zipped.length - 12),
    'zip-damaged': Buffer.concat([zipped.subarray(0, 20), Buffer.from([0xff, 0xff, 0xff]), zipped.subarray(23)]),
    'zip-of-nothing': gzipSync(''),
    'zip-twice': Buffer.concat([zipped, gzipSync('')]),
    'zip-header-only': Buffer.from([0x1f, 0x8b]),
    'no-profile': text('hello\nworld\n'),
    'group-field': Buffer.concat([whole, Buffer.from([0x0b])]),
    'unknown-field': Buffer.concat([whole, Buffer.from([0xa8, 0x06, 0x01])]),
    'text-out-of-range': Buffer.concat([whole, Buffer.from([0x38, 0x63])]),
    'heap-bytes-of-nothing': text('heap profile: 1: 8 [1: 8] @ heap/1024\n0: 8 [1: 8] @ 0x1234\n'),
    'heap-unknown-kind': text('heap profile: 1: 8 [1: 8] @ heaven\n1: 8 [1: 8] @ 0x1234\n'),
    'heap-bad-line': text('heap profile: 1: 8 [1: 8] @ heap/1024\nnonsense\n'),
    'count-bad-line': text('goroutine profile: total 1\n1 @ 0x1234\nnonsense\n'),
    'contention-bad-line': text('--- contention:\ncycles/second=100\nnonsense here\n'),
    'java-zero': text('--- heapz 1 ---\nformat = java\nresolution = bytes\n16 0 @ 0x1\n0x1 a (b:1)\n'),
  };
  return Object.entries(files).map(([name, content]) => ({ name: `${name}.prof`, content }));
}
