/**
 * The catalogue of memory faults as data: what each looks like in profiles, what it means, and what is done about it. It can
 * be extended by a file (`parse-catalogue.ts`).
 *
 * An entry fits code when all its `requires` hold. Each of `requires` and `supports` that holds is a *sign*; signs of
 * different kinds are independent of each other, and only two of them make a suspect likely (`find-suspects.ts`).
 */
import type { HeapMode } from './heap-columns.ts';
import type { ShapeKind } from './shapes.ts';

/** Patterns are searched for, in the dialect of all patterns of the shell (RE2). */
export type Sign =
  /** A function of the stack: its leaf, any, or one before the first of the user's own (any, where there is none). */
  | { readonly type: 'function'; readonly where: FramePlace; readonly pattern: string }
  /** The user's own line allocates, with no library in between. */
  | { readonly type: 'ownLeaf' }
  | { readonly type: 'shape'; readonly kinds: readonly ShapeKind[] }
  /** The size of most blocks, in bytes. */
  | { readonly type: 'blockSize'; readonly atLeast?: number; readonly atMost?: number }
  /** How many objects there are: in use for retention, allocated for churn. */
  | { readonly type: 'objects'; readonly atLeast?: number; readonly atMost?: number }
  /** The share of what was allocated that is still in use, 0 to 1. */
  | { readonly type: 'retained'; readonly atLeast?: number; readonly atMost?: number }
  /** Goroutines with such a function in their stack, and none that `without` matches. Required alone: those that wait. */
  | {
      readonly type: 'goroutines';
      readonly pattern: string;
      readonly without?: string;
      readonly atLeast: number;
    }
  /** The text of the user's line. Beside a required name it would only repeat it. */
  | { readonly type: 'line'; readonly pattern: string }
  /** A `defer` right behind the user's line, or the line of its caller, with a loop around it in the same function. */
  | { readonly type: 'deferInLoop' };

export type SignType = Sign['type'];
export type FramePlace = 'leaf' | 'any' | 'wrapper';
export const FRAME_PLACES: readonly FramePlace[] = ['leaf', 'any', 'wrapper'];

/** Versions of Go as `1.23`: the first that it happens with, and the first that it does not happen with any more. */
export interface GoVersions {
  readonly from?: string;
  readonly before?: string;
}

export interface CatalogueEntry {
  readonly id: string;
  readonly title: string;
  readonly modes: readonly HeapMode[];
  readonly requires: readonly Sign[];
  readonly supports: readonly Sign[];
  /**
   * A function whose caller is to blame, where the code that allocates is in stacks without any of the user's: goroutines of
   * a library. It is looked for in the other stacks.
   */
  readonly calledThrough?: string;
  /** Where the runtime allocates for each goroutine: blames the function that about as many goroutines began with. */
  readonly isPerGoroutine?: boolean;
  /** Where code that does nothing wrong looks the same in one profile: there it is never more than possible. */
  readonly oftenIntended?: readonly HeapMode[];
  /** One sentence each. */
  readonly meaning: string;
  readonly remedy: string;
  readonly wouldConfirm: string;
  readonly falseAlarm: string;
  readonly goVersions?: GoVersions;
  /** Where to read about it; may be empty. */
  readonly link: string;
}

const RETENTION: readonly HeapMode[] = ['retention'];
const CHURN: readonly HeapMode[] = ['churn'];
const BOTH: readonly HeapMode[] = ['retention', 'churn'];

const named = (where: FramePlace, pattern: string): Sign => ({ type: 'function', where, pattern });
const wrapper = (pattern: string) => named('wrapper', pattern);
const shape = (...kinds: ShapeKind[]): Sign => ({ type: 'shape', kinds });
const line = (pattern: string): Sign => ({ type: 'line', pattern });
const goroutines = (pattern: string, atLeast: number): Sign => ({ type: 'goroutines', pattern, atLeast });
const objects = (atLeast: number): Sign => ({ type: 'objects', atLeast });
const blockSize = (atLeast: number, atMost?: number): Sign =>
  atMost === undefined ? { type: 'blockSize', atLeast } : { type: 'blockSize', atLeast, atMost };
const OWN_LEAF: Sign = { type: 'ownLeaf' };
const NEARLY_ALL_KEPT: Sign = { type: 'retained', atLeast: 0.9 };
const HARDLY_ANY_KEPT: Sign = { type: 'retained', atMost: 0.1 };

const TWO_SNAPSHOTS = 'two snapshots some time apart: leaks tells whether it grows';

export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    id: 'observer',
    title: 'profiling itself',
    modes: BOTH,
    requires: [named('any', '^(runtime/(pprof|trace)|github\\.com/google/pprof/profile|net/http/pprof)\\.')],
    supports: [],
    oftenIntended: BOTH,
    meaning: 'Profiles and traces are made and buffered in the program’s own heap.',
    remedy: 'Take fewer, or write them as a stream.',
    wouldConfirm: 'a profile taken with the profiler switched off',
    falseAlarm: 'The profile that is looked at has a part of its own.',
    link: '',
  },
  {
    id: 'defer-in-loop',
    title: 'resources that a loop only gives back at the end',
    modes: RETENTION,
    requires: [{ type: 'deferInLoop' }],
    supports: [objects(100)],
    meaning: 'What is deferred in a loop happens when the function returns, so all of it is kept until then.',
    remedy: 'Put the body of the loop into a function of its own.',
    wouldConfirm: 'the source: a defer inside a for',
    falseAlarm: 'A defer outside of loops is what it is for.',
    link: 'https://go.dev/ref/spec#Defer_statements',
  },
  {
    id: 'timers',
    title: 'timers that are not stopped',
    modes: RETENTION,
    requires: [wrapper('^time\\.(NewTicker|NewTimer|newTimer|startTimer|After|AfterFunc|Tick)$')],
    supports: [objects(30_000), NEARLY_ALL_KEPT],
    calledThrough: '^time\\.(NewTicker|NewTimer|After|AfterFunc|Tick)$',
    meaning: 'Timers or tickers are made faster than they are stopped.',
    remedy:
      'Call Stop when done; until Go 1.23 time.After keeps its timer until it fires, since then only what is still referenced stays.',
    wouldConfirm: TWO_SNAPSHOTS,
    falseAlarm: 'A timer for each of a bounded number of connections is normal.',
    link: 'https://go.dev/doc/go1.23#timer-changes',
  },
  {
    id: 'goroutine-peak',
    title: 'goroutines, or so many once',
    modes: RETENTION,
    requires: [wrapper('^runtime\\.(malg|allgadd|gfget)$')],
    supports: [objects(10_000)],
    oftenIntended: BOTH,
    isPerGoroutine: true,
    meaning: 'The runtime keeps a descriptor for as many goroutines as there ever were at once, and never frees them.',
    remedy: 'Bound how many run at once: a fixed set of workers, a semaphore, or errgroup.SetLimit.',
    wouldConfirm: 'a goroutine profile: if they are still there they leak, else there was a peak',
    falseAlarm: 'A service that needs that many goroutines at its busiest pays for it, but it does not grow.',
    link: 'https://go.dev/issue/9869',
  },
  {
    id: 'goroutine-leak',
    title: 'goroutines that wait for ever',
    modes: RETENTION,
    requires: [goroutines('.', 200)],
    supports: [],
    meaning: 'So many goroutines wait in the same place; each keeps its stack and what it refers to.',
    remedy: 'Give each a way out: a context to select on, a buffered channel for one answer, an Unlock on every path.',
    wouldConfirm: 'a second goroutine profile later, or a dump with debug=2, which tells how long they have waited',
    falseAlarm: 'Workers of a pool wait for work, in a number that does not grow.',
    link: 'https://go.dev/doc/diagnostics#profiling',
  },
  {
    id: 'threads',
    title: 'operating system threads',
    modes: RETENTION,
    requires: [wrapper('^runtime\\.(allocm|newm|mcommoninit|makeProfStackFP|mProfStackInit)$')],
    supports: [objects(300), goroutines('^(runtime\\.cgocall|syscall\\.[Ss]yscall\\w*|runtime\\.LockOSThread)$', 100)],
    calledThrough: '^(runtime\\.cgocall|syscall\\.\\w+|internal/poll\\.\\(\\*FD\\)\\.\\w+|runtime\\.LockOSThread)$',
    meaning: 'A thread was started for every call that blocks in the system or in C, and threads stay.',
    remedy: 'Bound how many such calls run at once; end a goroutine that is locked to its thread without unlocking it.',
    wouldConfirm: 'the number of threads of the process, or a goroutine dump with many in [syscall]',
    falseAlarm: 'Some threads for each processor are normal.',
    link: 'https://pkg.go.dev/runtime/debug#SetMaxThreads',
  },
  {
    id: 'http-body',
    title: 'HTTP connections of a client that stay',
    modes: RETENTION,
    requires: [wrapper('^net/http\\.\\(\\*Transport\\)\\.dialConn$')],
    supports: [
      {
        type: 'goroutines',
        pattern: '^net/http\\.\\(\\*persistConn\\)\\.readLoop$',
        without: '^bufio\\.\\(\\*Reader\\)\\.Peek$',
        atLeast: 100,
      },
    ],
    calledThrough:
      '^net/http\\.(\\(\\*Client\\)\\.(Do|Get|Head|Post|PostForm)|\\(\\*Transport\\)\\.RoundTrip|Get|Post|PostForm|Head)$',
    meaning:
      'Connections are opened and not given back: bodies of responses are not closed, or every call has a Transport of its own.',
    remedy: 'Close each body, also on errors and in loops, share one Client, and set IdleConnTimeout.',
    wouldConfirm: 'a goroutine profile with as many persistConn.readLoop as connections',
    falseAlarm: 'A pool of connections to many hosts is as large as it has to be.',
    link: 'https://pkg.go.dev/net/http#Response',
  },
  {
    id: 'http2-streams',
    title: 'HTTP/2 streams and frames',
    modes: BOTH,
    requires: [wrapper('^(golang\\.org/x/net/http2\\.|net/http\\.\\(?\\*?http2)')],
    supports: [goroutines('http2.*(serve|readLoop|readFrames)', 500)],
    oftenIntended: BOTH,
    meaning: 'Streams or frame buffers of HTTP/2 connections take the memory.',
    remedy: 'Limit streams and connections (MaxConcurrentStreams, IdleTimeout), and close bodies and streams.',
    wouldConfirm: TWO_SNAPSHOTS,
    falseAlarm: 'Buffers in proportion to the open streams are normal.',
    link: 'https://pkg.go.dev/golang.org/x/net/http2#Server',
  },
  {
    id: 'http-idle-server',
    title: 'idle connections of a server',
    modes: RETENTION,
    requires: [wrapper('^net/http\\.\\(\\*conn\\)\\.serve$'), named('leaf', '^bufio\\.New(Reader|Writer)Size$')],
    supports: [
      goroutines('^net/http\\.\\(\\*connReader\\)\\.|^net/http\\.\\(\\*conn\\)\\.serve$', 500),
      objects(2_000),
    ],
    calledThrough:
      '^net/http\\.(\\(\\*Server\\)\\.(Serve|ServeTLS|ListenAndServe|ListenAndServeTLS)|Serve|ListenAndServe\\w*)$',
    oftenIntended: BOTH,
    meaning: 'The server keeps connections of clients open that send nothing.',
    remedy: 'Set IdleTimeout and ReadHeaderTimeout of http.Server, and limit connections (netutil.LimitListener).',
    wouldConfirm: 'a goroutine profile in which most connections wait in bufio.(*Reader).Peek',
    falseAlarm: 'Keep-alive is on purpose; so many clients may be wanted.',
    link: 'https://pkg.go.dev/net/http#Server',
  },
  {
    id: 'tls-connections',
    title: 'TLS connections',
    modes: BOTH,
    requires: [wrapper('^crypto/(tls|x509)\\.')],
    supports: [objects(2_000)],
    calledThrough: '^net/http\\.\\(\\*Client\\)\\.|^crypto/tls\\.(Dial|Client|Server)',
    oftenIntended: BOTH,
    meaning: 'Buffers and certificates of TLS connections take the memory.',
    remedy: 'Share connections and clients, resume sessions, and load certificates once.',
    wouldConfirm: TWO_SNAPSHOTS,
    falseAlarm: 'The system’s root certificates are read once, a few megabytes.',
    link: 'https://pkg.go.dev/crypto/tls#Config',
  },
  {
    id: 'sql-rows',
    title: 'database rows or statements that are not closed',
    modes: RETENTION,
    requires: [
      named(
        'any',

        '^database/sql\\.\\(\\*(DB|Stmt|Tx|Conn|Rows)\\)\\.(conn|openNewConnection|connectionOpener|query\\w*|Query\\w*|Prepare\\w*|prepare\\w*|initContextClose|awaitDone)$',
      ),
    ],
    supports: [goroutines('^database/sql\\.\\(\\*(Rows|Tx)\\)\\.awaitDone$', 200), objects(10_000)],
    calledThrough: '^database/sql\\.\\(\\*(DB|Stmt|Tx|Conn)\\)\\.(Query|Prepare|Begin)\\w*$',
    meaning: 'Each open result holds a connection; another is opened for the next query.',
    remedy: 'Close Rows and Stmt on every path (defer rows.Close()), check rows.Err, and set SetMaxOpenConns.',
    wouldConfirm: 'sql.DB.Stats: OpenConnections and InUse that only rise',
    falseAlarm: 'A large result that is read to its end is released.',
    link: 'https://go.dev/doc/database/querying',
  },
  {
    id: 'grpc-connections',
    title: 'gRPC connections and streams',
    modes: BOTH,
    requires: [wrapper('^google\\.golang\\.org/grpc')],
    supports: [
      goroutines('^google\\.golang\\.org/grpc', 500),
      named('any', 'newBufWriter|recvBuffer|loopyWriter|http2(Client|Server)'),
    ],
    calledThrough: '^google\\.golang\\.org/grpc\\.(NewClient|Dial|DialContext)$',
    oftenIntended: BOTH,
    meaning: 'Connections or streams of gRPC, with their buffers, take the memory.',
    remedy: 'Share one ClientConn per target and close it; end streams by their context.',
    wouldConfirm: TWO_SNAPSHOTS,
    falseAlarm: 'Buffers in proportion to the streams in use are normal.',
    link: 'https://pkg.go.dev/google.golang.org/grpc#ClientConn',
  },
  {
    id: 'bufio-per-connection',
    title: 'a read and a write buffer for each connection',
    modes: BOTH,
    requires: [named('leaf', '^bufio\\.New(Reader|Writer)Size$')],
    supports: [blockSize(16_384), objects(1_000)],
    oftenIntended: BOTH,
    meaning: 'Buffers of bufio are made for each connection or file and live as long as it.',
    remedy: 'Make them smaller, close what is idle, or take them from a pool with Reset.',
    wouldConfirm: 'the number of open connections or files: two buffers each',
    falseAlarm: 'Buffers in proportion to the connections in use are normal.',
    link: 'https://pkg.go.dev/bufio#Reader.Reset',
  },
  {
    id: 'deferred-calls',
    title: 'records of deferred calls',
    modes: BOTH,
    requires: [wrapper('^runtime\\.(deferproc\\w*|newdefer|deferprocStack)$')],
    supports: [objects(10_000)],
    meaning: 'Many calls are deferred before their function returns.',
    remedy: 'Put the body of the loop into a function of its own.',
    wouldConfirm: 'the source: a defer inside a for',
    falseAlarm: 'Deep recursion with a defer in each call does the same.',
    link: 'https://go.dev/ref/spec#Defer_statements',
  },
  {
    id: 'compressor-per-use',
    title: 'a compressor for each use',
    modes: BOTH,
    requires: [
      wrapper(
        '^compress/(flate|gzip|zlib|lzw)\\.New(Writer|Reader)|^compress/flate\\.\\(\\*(compressor|dictDecoder)\\)\\.init|klauspost/compress/.*(NewWriter|NewReader|newFastEnc|initPredefined|encoderOptions|\\(\\*(Encoder|Decoder)\\)\\.Reset)|^github\\.com/(andybalholm/brotli|pierrec/lz4|golang/snappy)\\b.*New',
      ),
    ],
    supports: [objects(1_000), { type: 'retained', atMost: 0.05 }],
    meaning: 'Each compressor takes from a quarter of a megabyte to over one; they are made anew, or kept after Close.',
    remedy: 'Keep them in a sync.Pool and call Reset, and let go of those that are closed.',
    wouldConfirm: 'objects against requests: about one compressor for each',
    falseAlarm: 'A bounded pool of compressors is how it should be.',
    link: 'https://pkg.go.dev/compress/flate#Writer.Reset',
  },
  {
    id: 'json-any',
    title: 'JSON decoded into any',
    modes: BOTH,
    requires: [
      wrapper(
        '^encoding/json\\.\\(\\*decodeState\\)\\.(object|array|literal|value)Interface$|^encoding/json/(v2|jsontext)\\..*unmarshalValueAny',
      ),
    ],
    supports: [blockSize(40, 400), objects(20_000)],
    oftenIntended: BOTH,
    meaning: 'Maps, slices and boxed values take several times the memory of the text.',
    remedy: 'Decode into structs that have the fields which are needed, or read tokens with json.Decoder.',
    wouldConfirm: 'objects: a map and its table for every JSON object',
    falseAlarm: 'Data whose form is not known has to be decoded like this.',
    link: 'https://pkg.go.dev/encoding/json#Unmarshal',
  },
  {
    id: 'json-array',
    title: 'a large JSON array decoded at once',
    modes: BOTH,
    requires: [wrapper('^encoding/json\\.(\\(\\*decodeState\\)\\.array|.*unmarshalSlice)$')],
    supports: [shape('append', 'doubling')],
    oftenIntended: RETENTION,
    meaning: 'The whole array is in memory, and its slice was copied over and over while it grew.',
    remedy: 'Read element by element: json.Decoder with Token and More.',
    wouldConfirm: 'block sizes that grow by a quarter each, at reflect.growslice',
    falseAlarm: 'Small arrays in many messages look alike, but have small blocks.',
    link: 'https://pkg.go.dev/encoding/json#example-Decoder.Decode-Stream',
  },
  {
    id: 'protobuf-messages',
    title: 'protobuf messages',
    modes: BOTH,
    requires: [
      wrapper(
        '^(google\\.golang\\.org/protobuf|github\\.com/(golang|gogo)/protobuf)|\\)\\.(Unmarshal|UnmarshalVT|MarshalToSizedBuffer)$',
      ),
    ],
    supports: [objects(20_000), named('any', 'consume|appendBytes|unmarshal')],
    oftenIntended: BOTH,
    meaning: 'Trees of messages take the memory, or parts of them keep the buffer they were read from.',
    remedy: 'Reuse messages with Reset, copy the fields that are kept, and decode only what is needed.',
    wouldConfirm: TWO_SNAPSHOTS,
    falseAlarm: 'Messages that are being worked on are normal.',
    link: 'https://pkg.go.dev/google.golang.org/protobuf/proto#Reset',
  },
  {
    id: 'reflection-decoding',
    title: 'decoding by reflection',
    modes: CHURN,
    requires: [
      wrapper(
        '^encoding/(gob|xml|asn1|binary)\\.|^reflect\\.(New|MakeSlice|MakeMap\\w*|copyVal|unsafe_New(Array)?|growslice|Value\\.grow)$',
      ),
    ],
    supports: [
      wrapper('\\.(compileDec|getDecEnginePtr|compileEnc|newTypeObject|getTypeInfo)$|\\)\\.(Decode|Unmarshal)$'),
      HARDLY_ANY_KEPT,
    ],
    meaning: 'Types are taken apart at run time, for a new decoder anew.',
    remedy: 'Keep one decoder for a stream, or use generated codecs.',
    wouldConfirm: 'the source: a decoder made for each message',
    falseAlarm: 'Once for each type at start-up is normal.',
    link: 'https://pkg.go.dev/encoding/gob#NewDecoder',
  },
  {
    id: 'regexp-in-loop',
    title: 'regular expressions compiled again and again',
    modes: BOTH,
    requires: [
      wrapper(
        '^regexp\\.(MustCompile|Compile|CompilePOSIX|MustCompilePOSIX|MatchString|Match|compile)$|^regexp/syntax\\.',
      ),
    ],
    supports: [objects(50_000), HARDLY_ANY_KEPT],
    meaning: 'Compiling makes thousands of objects, and those that are kept stay large.',
    remedy: 'Compile once, in a package-level variable, or bound the cache of compiled ones.',
    wouldConfirm: 'the source: a pattern that is compiled where requests are served',
    falseAlarm: 'Patterns of package-level variables are compiled once, at start-up.',
    link: 'https://pkg.go.dev/regexp#MustCompile',
  },
  {
    id: 'regexp-matching',
    title: 'memory of matching',
    modes: CHURN,
    requires: [wrapper('^regexp\\.(\\(\\*bitState\\)|newbitState|\\(\\*Regexp\\)\\.(Find|Replace|Split|allMatches))')],
    supports: [HARDLY_ANY_KEPT, objects(20_000)],
    oftenIntended: BOTH,
    meaning: 'Searching allocates: slices of matches, or the state of the matcher.',
    remedy: 'Use the forms with indexes or bytes, or plain functions of strings where the pattern is a text.',
    wouldConfirm: 'a CPU profile in which the same function is high',
    falseAlarm: 'It may not matter if the collector has little to do.',
    link: 'https://pkg.go.dev/regexp',
  },
  {
    id: 'read-all',
    title: 'whole bodies in memory',
    modes: BOTH,
    requires: [wrapper('^(io|io/ioutil|os)\\.(ReadAll|ReadFile)$')],
    supports: [shape('append', 'doubling'), blockSize(32_768)],
    oftenIntended: RETENTION,
    meaning: 'All of a stream is read into one slice, which is copied over and over while it grows.',
    remedy:
      'Read it as a stream (io.Copy, json.Decoder), limit it (io.LimitReader), or make the buffer as large as Content-Length says.',
    wouldConfirm: 'block sizes that grow by a half or less each, and sizes of bodies that fit them',
    falseAlarm: 'Small bodies that are let go at once do no harm.',
    link: 'https://pkg.go.dev/io#ReadAll',
  },
  {
    id: 'formatting-churn',
    title: 'formatting',
    modes: CHURN,
    requires: [
      wrapper(
        '^fmt\\.(Sprintf|Sprint|Sprintln|Errorf|Fprintf|Fprint|Fprintln|Appendf)$|^strconv\\.(Format\\w+|Itoa|Quote\\w*)$|^log\\.|^github\\.com/sirupsen/logrus\\.',
      ),
    ],
    supports: [objects(200_000), HARDLY_ANY_KEPT],
    oftenIntended: BOTH,
    meaning: 'Every call makes a text and puts its arguments into interfaces.',
    remedy: 'Append to a buffer that is used again (strconv.Append…, fmt.Appendf), or format only what is written.',
    wouldConfirm: 'a CPU profile in which the collector and fmt are high',
    falseAlarm: 'It may not matter if the collector has little to do.',
    link: 'https://pkg.go.dev/strconv#AppendInt',
  },
  {
    id: 'template-per-use',
    title: 'templates that are parsed again and again',
    modes: BOTH,
    requires: [
      wrapper(
        '^(text|html)/template\\.(New|Must|Parse\\w*|\\(\\*Template\\)\\.(Parse\\w*|New|AddParseTree|Clone))$|^text/template/parse\\.',
      ),
    ],
    supports: [HARDLY_ANY_KEPT, objects(200_000)],
    meaning: 'Parsing makes a tree of objects each time, and for HTML the first use adds more to escape it.',
    remedy: 'Parse once, in a package-level variable, and only execute where requests are served.',
    wouldConfirm: 'the source: a template that is parsed where requests are served',
    falseAlarm: 'Templates that are parsed at start-up stay, and are small.',
    link: 'https://pkg.go.dev/html/template#Must',
  },
  {
    id: 'json-encoding',
    title: 'encoding JSON',
    modes: CHURN,
    requires: [wrapper('^encoding/json\\.(Marshal\\w*|\\(\\*Encoder\\)\\.Encode|\\(\\*encodeState\\))')],
    supports: [HARDLY_ANY_KEPT, objects(100_000)],
    oftenIntended: BOTH,
    meaning: 'Every value is written to a buffer of its own and copied, maps are sorted first.',
    remedy: 'Encode to the writer (json.NewEncoder), into structs rather than maps, or append by hand where it is hot.',
    wouldConfirm: 'a CPU profile in which encoding/json is high',
    falseAlarm: 'It may not matter if the collector has little to do.',
    link: 'https://pkg.go.dev/encoding/json#NewEncoder',
  },
  {
    id: 'random-source',
    title: 'a source of random numbers for each use',
    modes: BOTH,
    requires: [wrapper('^math/rand\\.(NewSource|newSource|New)$')],
    supports: [objects(5_000)],
    meaning: 'A source of math/rand has 4.9 kB and takes long to seed.',
    remedy: 'Use the functions of math/rand/v2, or keep one source.',
    wouldConfirm: 'the source: rand.NewSource where requests are served',
    falseAlarm: 'One source for each worker is normal.',
    link: 'https://pkg.go.dev/math/rand/v2',
  },
  {
    id: 'decoded-images',
    title: 'decoded images',
    modes: BOTH,
    requires: [wrapper('^image\\.New\\w+$|^image/(png|jpeg|gif)\\.|^golang\\.org/x/image/')],
    supports: [blockSize(100_000), HARDLY_ANY_KEPT],
    oftenIntended: BOTH,
    meaning: 'An image takes 4 bytes for each point when it is decoded, whatever the size of the file.',
    remedy: 'Look at the size first (image.DecodeConfig), limit how many are worked on at once, and use buffers again.',
    wouldConfirm: 'width times height times 4, against the sizes of blocks',
    falseAlarm: 'Images that are being worked on are normal.',
    link: 'https://pkg.go.dev/image#DecodeConfig',
  },
  {
    id: 'trace-spans',
    title: 'spans of traces',
    modes: BOTH,
    requires: [
      wrapper(
        '^go\\.opentelemetry\\.io/otel/(sdk/trace|exporters)|^github\\.com/(opentracing|jaegertracing|uber/jaeger)|gopkg\\.in/DataDog/dd-trace-go|/ddtrace/tracer\\.',
      ),
    ],
    supports: [objects(50_000)],
    oftenIntended: BOTH,
    meaning: 'Spans are made for requests and wait to be sent; those that are not ended stay.',
    remedy: 'End every span, sample fewer, and bound the queue of the exporter.',
    wouldConfirm: TWO_SNAPSHOTS,
    falseAlarm: 'A queue of spans that wait for the next batch is normal.',
    link: 'https://pkg.go.dev/go.opentelemetry.io/otel/sdk/trace#NewBatchSpanProcessor',
  },
  {
    id: 'unbounded-queue',
    title: 'a list or queue',
    modes: RETENTION,
    requires: [wrapper('^container/(list|heap|ring)\\.')],
    supports: [objects(20_000), NEARLY_ALL_KEPT],
    oftenIntended: BOTH,
    meaning: 'Elements are put into a list that nothing empties as fast.',
    remedy: 'Bound it, and slow down or drop what comes when it is full.',
    wouldConfirm: TWO_SNAPSHOTS,
    falseAlarm: 'A list of a cache, or a queue with a limit, is as long as it is meant to be.',
    link: '',
  },
  {
    id: 'context-not-cancelled',
    title: 'contexts that are never cancelled',
    modes: RETENTION,
    requires: [
      wrapper(
        '^context\\.(WithCancel|withCancel|WithCancelCause|WithTimeout\\w*|WithDeadline\\w*|AfterFunc|\\(\\*cancelCtx\\)\\.propagateCancel)$',
      ),
    ],
    supports: [objects(20_000), shape('map tables')],
    meaning: 'A context stays among the children of its parent until it is cancelled.',
    remedy: 'Call the function that With… returned, on every path; stop what AfterFunc registered.',
    wouldConfirm: 'the source: a cancel function that is stored or dropped; go vet finds only the plain cases',
    falseAlarm: 'Contexts of requests that are being served are normal.',
    link: 'https://pkg.go.dev/context#WithCancel',
  },
  {
    id: 'context-values',
    title: 'values of contexts',
    modes: BOTH,
    requires: [wrapper('^context\\.WithValue$')],
    supports: [objects(20_000)],
    oftenIntended: BOTH,
    meaning: 'Each value is a context of its own that keeps its parents; chains that grow keep all.',
    remedy: 'Put one value with all there is into the context, and do not derive contexts from each other in a loop.',
    wouldConfirm: TWO_SNAPSHOTS,
    falseAlarm: 'A few values for each request in work are normal.',
    link: 'https://pkg.go.dev/context#WithValue',
  },
  {
    id: 'label-cardinality',
    title: 'label cardinality of metrics',
    modes: RETENTION,
    requires: [
      wrapper(
        'prometheus/client_golang/prometheus\\.(\\(\\*metricMap\\)|newHistogram|newCounter|newSummary|MakeLabelPairs|.*getOrCreateMetric)|^go\\.opentelemetry\\.io/otel/(sdk/metric|attribute)|/VictoriaMetrics/metrics\\.|^github\\.com/(armon|hashicorp)/go-metrics',
      ),
    ],
    supports: [objects(150_000)],
    meaning: 'Every combination of label values is a series that is kept for ever.',
    remedy: 'Drop labels that take values from outside (paths, ids, addresses), or put them into few classes.',
    wouldConfirm: 'the number of series in /metrics, and which label has most values',
    falseAlarm: 'A histogram with a fixed set of labels is as large as it gets.',
    link: 'https://prometheus.io/docs/practices/naming/#labels',
  },
  {
    id: 'logger-clones',
    title: 'a logger for each user of it',
    modes: BOTH,
    requires: [
      wrapper(
        '^go\\.uber\\.org/zap(/zapcore)?\\.(newCounters|NewSampler\\w*|\\(\\*Logger\\)\\.(clone|With|WithOptions)|.*\\.With)$|zapcore\\.(newCounters|NewSampler\\w*)$|logrus\\.(New|WithField\\w*)$|^log/slog\\..*(clone|With\\w*)$',
      ),
    ],
    supports: [blockSize(100_000), objects(20_000)],
    meaning: 'Loggers with state of their own are made again and again: a sampler of zap is 448 kB.',
    remedy: 'Make the sampler once, and derive loggers with fields from it.',
    wouldConfirm: 'objects against tenants, requests or whatever has a logger',
    falseAlarm: 'A few loggers made at start-up are normal.',
    link: 'https://pkg.go.dev/go.uber.org/zap/zapcore#NewSamplerWithOptions',
  },
  {
    id: 'sync-map-cache',
    title: 'a sync.Map that only grows',
    modes: RETENTION,
    requires: [
      wrapper(
        '^(internal/sync\\.\\(\\*HashTrieMap|internal/sync\\.new(Indirect|Entry)Node|sync\\.\\(\\*Map\\)\\.|sync\\.newEntry)',
      ),
    ],
    supports: [objects(10_000)],
    oftenIntended: BOTH,
    meaning: 'A sync.Map has no bound of its own.',
    remedy: 'Delete what is old, or use a cache with a limit.',
    wouldConfirm: TWO_SNAPSHOTS,
    falseAlarm: 'A fixed set of keys fills up and stays.',
    link: 'https://pkg.go.dev/sync#Map',
  },
  {
    id: 'pool-pins-buffers',
    title: 'a pool that keeps large buffers',
    modes: RETENTION,
    requires: [wrapper('^sync\\.\\(\\*Pool\\)\\.(Get|Put|pin|pinSlow)$')],
    supports: [blockSize(65_536), shape('doubling', 'append')],
    meaning: 'What went into the pool at its largest stays that large.',
    remedy: 'Do not put back what is larger than usual, or have pools by size.',
    wouldConfirm: 'a snapshot after two collections with nothing to do: pools are emptied then',
    falseAlarm: 'A pool that is used well has a few buffers for each processor.',
    link: 'https://go.dev/issue/23199',
  },
  {
    id: 'cache',
    title: 'a cache',
    modes: RETENTION,
    requires: [
      wrapper(
        '(?i)(ristretto|bigcache|freecache|fastcache|groupcache|golang-lru|simplelru|ttlcache|go-cache|otter|theine)\\b|\\.\\(\\*?\\w*(lru|cache)\\w*(\\[.*\\])?\\)\\.(set|put|add|get|store|insert|remember)\\w*$|\\.(set|put|add|get|fill)\\w*cache$',
      ),
    ],
    supports: [objects(10_000), shape('map tables')],
    oftenIntended: BOTH,
    meaning: 'A cache is large; whether it is larger than it should be, one profile cannot tell.',
    remedy: 'Compare with the limit it was given; give it one, count what it holds, and evict.',
    wouldConfirm: TWO_SNAPSHOTS,
    falseAlarm: 'A cache that is full is as large as it was meant to be.',
    link: '',
  },
  {
    id: 'informer-cache',
    title: 'objects of Kubernetes kept by informers',
    modes: BOTH,
    requires: [wrapper('^k8s\\.io/(client-go|apimachinery|api)\\b|sigs\\.k8s\\.io/controller-runtime')],
    supports: [wrapper('DeltaFIFO|Reflector|DeepCopy|Decode|Unmarshal'), objects(50_000)],
    oftenIntended: BOTH,
    meaning: 'Informers keep every object they watch, whole.',
    remedy:
      'Watch fewer (field and label selectors, namespaces), drop fields with a transform, or watch metadata only.',
    wouldConfirm: 'the number and the size of the objects that are watched',
    falseAlarm: 'What is needed has to be kept.',
    link: 'https://pkg.go.dev/k8s.io/client-go/tools/cache#TransformFunc',
  },
  {
    id: 'storage-engine',
    title: 'a storage engine in the program',
    modes: BOTH,
    requires: [
      wrapper(
        '^(go\\.etcd\\.io/bbolt|github\\.com/(dgraph-io/badger|blevesearch|syndtr/goleveldb|cockroachdb/pebble)|modernc\\.org/sqlite)\\b',
      ),
    ],
    supports: [blockSize(32_768), objects(10_000)],
    oftenIntended: BOTH,
    meaning: 'The engine’s tables, caches and pages take memory, some of it outside the heap.',
    remedy: 'Bound its caches, and close indexes, iterators and transactions.',
    wouldConfirm: 'its own statistics, and the resident size of the process against the heap',
    falseAlarm: 'Caches of the engine are as large as they were configured.',
    link: '',
  },
  {
    id: 'buffer-growth',
    title: 'a buffer that was grown step by step',
    modes: BOTH,
    requires: [
      wrapper(
        '^(bytes\\.(growSlice|\\(\\*Buffer\\)\\.(grow|Grow|Write\\w*|ReadFrom))|strings\\.\\(\\*Builder\\)\\.(grow|Grow|Write\\w*))$',
      ),
      shape('doubling', 'append'),
    ],
    supports: [blockSize(65_536)],
    oftenIntended: BOTH,
    meaning: 'A buffer was copied into one twice as large again and again; Reset keeps the largest.',
    remedy: 'Grow it once to what is needed, and drop it instead of Reset where it has become unusually large.',
    wouldConfirm: 'how long one buffer lives, and how large the largest content is',
    falseAlarm: 'One buffer that is used again all the time is how it should be.',
    link: 'https://pkg.go.dev/bytes#Buffer.Grow',
  },
  {
    id: 'string-concat',
    title: 'text put together with +=',
    modes: CHURN,
    requires: [shape('arithmetic')],
    supports: [line('\\+=|=\\s*\\w+\\s*\\+'), wrapper('^strings\\.(Join|Repeat|Replace\\w*)$'), HARDLY_ANY_KEPT],
    meaning: 'Every += copies all there is so far, so that memory goes by the square of the length.',
    remedy: 'Use strings.Builder.',
    wouldConfirm: 'the source: += on a string in a loop',
    falseAlarm: 'Blocks of random sizes look alike.',
    link: 'https://pkg.go.dev/strings#Builder',
  },
  {
    id: 'string-functions',
    title: 'functions that copy strings',
    modes: CHURN,
    requires: [
      wrapper('^(strings|bytes)\\.(Repeat|Join|Replace\\w*|Split\\w*|Fields\\w*|ToUpper|ToLower|Map|Title|genSplit)$'),
    ],
    supports: [HARDLY_ANY_KEPT, objects(100_000)],
    oftenIntended: BOTH,
    meaning: 'Every call makes new texts or a new slice of them.',
    remedy: 'Walk over the text with Cut, Index or the iterators (SplitSeq, FieldsSeq), and compare with EqualFold.',
    wouldConfirm: 'a CPU profile in which the same function is high',
    falseAlarm: 'It may not matter if the collector has little to do.',
    link: 'https://pkg.go.dev/strings#SplitSeq',
  },
  {
    id: 'conversion-copies',
    title: 'copies between string and []byte',
    modes: CHURN,
    requires: [OWN_LEAF, line('\\bstring\\(|\\[\\](byte|rune)\\(')],
    supports: [HARDLY_ANY_KEPT, blockSize(1, 64), objects(100_000)],
    oftenIntended: BOTH,
    meaning: 'Converting copies the text each time.',
    remedy: 'Keep one of the two types; a map lookup m[string(b)] and a comparison do not copy.',
    wouldConfirm: 'a CPU profile with runtime.slicebytetostring or stringtoslicebyte',
    falseAlarm: 'Some conversions are free, and what allocates may be something else on the line.',
    link: 'https://go.dev/wiki/CompilerOptimizations#conversions',
  },
  {
    id: 'append-growth',
    title: 'a slice that grows by append',
    modes: BOTH,
    requires: [shape('append')],
    supports: [
      OWN_LEAF,
      line('\\bappend\\(|slices\\.(Insert|Concat|Grow)'),
      wrapper('^slices\\.|^reflect\\.growslice$'),
    ],
    oftenIntended: RETENTION,
    meaning: 'The slice was copied into a larger array again and again; all but the last were thrown away.',
    remedy: 'Make it as large as it will get: make([]T, 0, n), or slices.Grow; bound what is kept for ever.',
    wouldConfirm: 'the source: append to a slice that began empty',
    falseAlarm: 'A slice of unknown length that is made once does no harm.',
    link: 'https://go.dev/blog/slices-intro',
  },
  {
    id: 'map-growth',
    title: 'a map that grows',
    modes: RETENTION,
    requires: [shape('map tables', 'doubling'), OWN_LEAF],
    supports: [line('\\]\\s*=[^=]|\\]\\s*(\\+\\+|--|[-+|]=)|make\\(map'), objects(100)],
    oftenIntended: BOTH,
    meaning: 'Tables of a map were split or doubled as it grew; maps never shrink.',
    remedy: 'Bound it, delete what is old, and make it anew where it was much larger once.',
    wouldConfirm: TWO_SNAPSHOTS,
    falseAlarm: 'A map of a fixed set of keys stops growing.',
    link: 'https://go.dev/issue/20135',
  },
  {
    id: 'substring-pinning',
    title: 'a small part that keeps something large',
    modes: RETENTION,
    requires: [shape('one size'), blockSize(8_192), NEARLY_ALL_KEPT, line('\\[[^\\]]*:[^\\]]*\\]')],
    supports: [objects(100)],
    oftenIntended: BOTH,
    meaning: 'A substring or a sub-slice keeps all of what it is a part of.',
    remedy: 'Copy what is kept: strings.Clone, bytes.Clone, slices.Clone.',
    wouldConfirm: 'the source: what is kept of each block',
    falseAlarm: 'The whole block may be needed.',
    link: 'https://pkg.go.dev/strings#Clone',
  },
  {
    id: 'channel-buffers',
    title: 'buffers of channels',
    modes: BOTH,
    requires: [OWN_LEAF, line('make\\(chan\\b')],
    supports: [objects(1_000), blockSize(1_024)],
    oftenIntended: BOTH,
    meaning: 'A channel has room for all its elements from the start, and stays as long as somebody refers to it.',
    remedy: 'Make the buffer smaller, and remove channels of those who have left.',
    wouldConfirm: 'how many channels there are, against those who listen',
    falseAlarm: 'A channel for each of a bounded number of listeners is normal.',
    link: 'https://go.dev/ref/spec#Making_slices_maps_and_channels',
  },
  {
    id: 'large-objects',
    title: 'large objects',
    modes: BOTH,
    requires: [OWN_LEAF, blockSize(32_769)],
    supports: [shape('one size'), { type: 'retained', atMost: 0.05 }],
    oftenIntended: BOTH,
    meaning:
      'Blocks of more than 32 kB are allocated one by one and freed only as a whole; new ones have to be zeroed.',
    remedy: 'Use them again (a sync.Pool, a free list), or work in pieces.',
    wouldConfirm: 'objects against requests: how many are made for each',
    falseAlarm: 'A few large tables that stay are cheap.',
    link: '',
  },
  {
    id: 'cgo-memory',
    title: 'memory that is passed to or from C',
    modes: BOTH,
    requires: [wrapper('^(C\\.|_cgo_|runtime\\.cgocall$|runtime/cgo\\.)|^main\\._C(func|2func)_')],
    supports: [objects(1_000)],
    oftenIntended: BOTH,
    meaning: 'Copies for C are made; what C allocates itself is in no heap profile.',
    remedy: 'Free what C.CString and C.malloc return, and delete handles.',
    wouldConfirm: 'the resident size of the process, far above what Go has from the system',
    falseAlarm: 'Copies that are let go at once do no harm.',
    link: 'https://pkg.go.dev/cmd/cgo',
  },
  {
    id: 'churn',
    title: 'many small objects that die young',
    modes: CHURN,
    requires: [OWN_LEAF, HARDLY_ANY_KEPT, objects(1_000_000)],
    supports: [],
    oftenIntended: BOTH,
    meaning: 'Millions of objects were made and let go: work for the collector, no leak.',
    remedy: 'Pass values instead of pointers, use buffers again, and see what escapes with go build -gcflags=-m.',
    wouldConfirm: 'a CPU profile in which runtime.gcBgMarkWorker and mallocgc are high',
    falseAlarm: 'It may not matter if the collector has little to do.',
    link: 'https://go.dev/doc/gc-guide',
  },
];
