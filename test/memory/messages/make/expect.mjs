// Writes expected.json and README.md. What is expected is said here, file by
// file; lines come from the "FAILS name" comments of the programs, numbers
// from the texts by plain patterns, and every claim is checked against the
// fixture: this script fails when one does not hold.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

process.chdir(new URL("..", import.meta.url).pathname);
const read = (name) => {
	let bytes = readFileSync(name);
	if (name.endsWith(".gz")) bytes = gunzipSync(bytes);
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString("utf16le").replaceAll("\r\n", "\n");
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return Buffer.from(bytes).swap16().toString("utf16le").replaceAll("\r\n", "\n");
	return bytes.toString();
};
const problems = [];
const expected = {};
const rows = [];

/** The line of a program that carries "FAILS name". */
const lineOf = (program, name) => {
	const lines = readFileSync(`make/${program}/main.go`, "utf8").split("\n");
	const at = lines.findIndex((line) => line.endsWith(`// FAILS ${name}`));
	if (at < 0) problems.push(`make/${program}/main.go has no FAILS ${name}`);
	return at + 1;
};
const number = (match) => (match ? Number(match[1]) : null);

/**
 * Expects of a file: where (program, name, function) it failed, and whatever
 * else is given; requestedBytes, inUseBytes, allocationBytes and goroutines
 * are read off unless given.
 */
function expect(file, how, ended, where, more = {}) {
	const text = read(file);
	const plain = more.goroutineText ?? text;
	const entry = {
		ended,
		requestedBytes: number(/out of memory: cannot allocate (\d+)-byte block/.exec(text) ?? /VirtualAlloc of (\d+) bytes/.exec(text)),
		inUseBytes: number(/-byte block \((\d+) in use\)/.exec(text)),
		allocationBytes: null,
		failingFunction: null,
		failingFile: null,
		failingLine: null,
		goroutines: (plain.match(/^goroutine \d+ .*:$/gm) ?? []).length,
		goVersion: /golang\.org\/toolchain@v0\.0\.1-go([\d.]+)\.linux/.exec(text)?.[1] ?? null,
	};
	const size = /^runtime\.mallocgc\((0x[0-9a-f]+),/m.exec(text);
	if (size && ["heap exhaustion", "address space", "runtime metadata", "locked memory", "host memory"].includes(ended)) entry.allocationBytes = Number(size[1]);
	delete more.goroutineText;
	if (where) {
		const [program, name, func, path] = where;
		entry.failingFunction = func;
		entry.failingLine = lineOf(program, name);
		entry.failingFile = path ?? `example.com/messages/${program}/main.go`;
		if (!more.unchecked) {
			const place = `${entry.failingFile}:${entry.failingLine}`;
			const lines = text.split("\n");
			// both in one frame: the file on the line after the function
			if (!lines.some((line, i) => line.includes(`${func}(`) && lines[i + 1]?.includes(place))) problems.push(`${file}: no ${func} at ${place}`);
		}
	}
	delete more.unchecked;
	expected[file] = { ...entry, ...more };
	const message =
		/^.*(?:runtime: out of memory: cannot.*|fatal error: .*|VirtualAlloc of.*|runtime: mmap.*|runtime: program exceeds.*|runtime: failed to create.*|stack exceeds.*|pthread_create failed.*)$/m.exec(text)?.[0] ??
		/^(?:panic|SIGQUIT|signal: killed|make: |bash: |gc \d+).*$/m.exec(text)?.[0] ??
		text.split("\n").find((line) => /oom|memory|137|kill/i.test(line)) ??
		"";
	rows.push([file, message.trim().slice(0, 110), how]);
}

const go = execFileSync("go", ["env", "GOVERSION"]).toString().trim();
const on = (what, arch = "linux/amd64") => `${what}; ${go}, ${arch}`;
const heap = "heap exhaustion";
const v = (kib) => `ulimit -v ${kib}`;

// crash/: exhaust
for (const [mode, func] of Object.entries({
	makeslice: "main.decodeImage",
	append: "main.readEvents",
	concat: "main.page",
	builder: "main.render",
	buffer: "main.collect",
	readall: "main.fetch",
	map: "main.count",
	mapstring: "main.names",
	node: "main.enqueue",
	convert: "main.asText",
	json: "main.decode",
	reflect: "main.scratch",
})) {
	expect(`crash/${mode}.log`, on(`exhaust ${mode}, ${v(1300000)}`), heap, ["exhaust", mode, func]);
}
// the frame that needs more stack stands at the first line of its function
expect("crash/stack-growth.log", on("exhaust stack, RLIMIT_AS set by itself"), heap, ["exhaust", "stack-entry", "main.walk"], { stackWasGrowing: true });
expect("crash/goroutines.log.gz", on("exhaust goroutines N, RLIMIT_AS set by itself"), heap, ["exhaust", "goroutines", "main.accept"]);
expect("crash/sysmap.log", on("exhaust overcommit (1 TiB, refused by the kernel's overcommit heuristic)"), heap, ["exhaust", "makeslice", "main.decodeImage"], {
	allocationBytes: 2 ** 40,
	alsoAccepted: ["address space"],
});
expect("crash/labels-1.26.log", on("exhaust labels, GODEBUG=tracebacklabels=1"), heap, ["exhaust", "makeslice", "main.decodeImage"]);
for (const mode of ["none", "single", "all", "system", "crash"])
	expect(`crash/traceback-${mode}.log`, on(`exhaust makeslice, GOTRACEBACK=${mode}, ${v(1300000)}`), heap, ["exhaust", "makeslice", "main.decodeImage"]);
expect("crash/paths.log", on("exhaust append, built without -trimpath (main package at /home/dev/reports)"), heap, ["exhaust", "append", "main.readEvents", "/home/dev/reports/exhaust/main.go"]);
expect("crash/stripped.log", on("exhaust append, -ldflags='-s -w'"), heap, ["exhaust", "append", "main.readEvents"]);
expect("crash/386-images.log", on("exhaust images, no limit: the 4 GiB are used up", "linux/386"), "address space", ["exhaust", "makeslice", "main.decodeImage"], { alsoAccepted: [heap] });
expect("crash/386-sysmap.log", on(`exhaust images, ${v(1000000)}`, "linux/386"), heap, ["exhaust", "makeslice", "main.decodeImage"], { alsoAccepted: ["address space"] });
expect("crash/386-stack-limit.log", on(`recurse one (endless recursion), ${v(16000)}: memory ends before the stack's limit`, "linux/386"), heap, ["recurse", "one", "main.(*item).depth"], {
	stackWasGrowing: true,
	alsoAccepted: ["stack overflow"],
});
const meta = "runtime metadata";
expect("crash/persistentalloc-buckets.log", on("metadata buckets (profile buckets), RLIMIT_AS set by itself"), meta, ["metadata", "leaf", "main.leaf"], { unchecked: false });
expect("crash/persistentalloc-finalizers.log", on("metadata finalizers, RLIMIT_AS set by itself"), meta, ["metadata", "finalizers", "main.finalizers"]);
expect("crash/page-summary.log", on(`recurse none, ${v(600000)}, at start`), "address space", null, { alsoAccepted: [meta] });
expect("crash/start-no-heap.log", on(`recurse none, ${v(640000)}, at start`), "address space", null, { alsoAccepted: [heap] });
expect("crash/arena-map.log", on(`recurse none, ${v(690000)}, at start`), meta, null, { alsoAccepted: ["address space"] });
expect("crash/page-alloc.log", on("recurse none, ulimit -v about 701000, at start"), meta, null, { alsoAccepted: ["address space"] });
const injected = (error, what) => on(`${what}; ${error} injected into mmap with strace`);
expect("crash/arena-metadata.log", injected("ENOMEM", "recurse one, at start"), meta, null, { alsoAccepted: ["address space"] });
expect("crash/stackalloc-efence.log", injected("ENOMEM", "recurse one, GODEBUG=efence=1"), meta, null, { alsoAccepted: [heap] });
expect("crash/checkmarks.log", injected("ENOMEM", "exhaust append, GODEBUG=gccheckmark=1"), meta, ["exhaust", "append", "main.readEvents"]);
expect("crash/cannot-map.log", injected("EPERM", "recurse one, at start"), heap, null, { alsoAccepted: ["address space", "not out of memory"], errno: 1 });
expect("crash/access-denied.log", injected("EACCES", "recurse one, at start"), "not out of memory", null, { alsoAccepted: [heap] });
expect("crash/locked-start.log", injected("EAGAIN", "recurse one, at start"), "locked memory", null);
expect("crash/locked-map.log", on("locked (mlockall MCL_FUTURE), ulimit -l 2000, not root"), "locked memory", ["locked", "locked", "main.keep"], { errno: 11 });
expect("crash/trace-region.log", injected("ENOMEM", "observe trace"), meta, ["observe", "trace", "main.main"]);
expect("crash/heapdump.log", injected("ENOMEM", "observe dump"), meta, ["observe", "dump", "main.main"]);
for (const [mode, func] of Object.entries({ one: "main.(*item).depth", two: "main.odd", json: "main.account.MarshalJSON" }))
	for (const arch of ["", "-386"]) {
		const file = `crash/stack-overflow-${mode}${arch}.log`;
		expect(file, on(`recurse ${mode}`, arch ? "linux/386" : "linux/amd64"), "stack overflow", ["recurse", mode, func], {
			stackLimitBytes: arch ? 250000000 : 1000000000,
			elidedFrames: number(/^\.\.\.(\d+) frames elided\.\.\.$/m.exec(read(file))),
		});
	}
for (const [mode, func] of Object.entries({
	"makeslice-len": "main.table",
	"makeslice-len-big": "main.table",
	"makeslice-cap": "main.tableFor",
	growslice: "main.room",
	"growslice-len": "main.room",
	"slices-grow": "main.grown",
	reflect: "main.viaReflect",
	repeat: "main.ruler",
	"repeat-negative": "main.ruler",
	makechan: "main.queue",
	buffer: "main.buffer",
	"buffer-negative": "main.buffer",
	"builder-grow": "main.builder",
	"builder-negative": "main.builder",
	"unsafe-slice": "main.view",
})) {
	const marker = { "makeslice-len-big": "makeslice-len", "growslice-len": "growslice", "repeat-negative": "repeat", "buffer-negative": "buffer", "builder-negative": "builder-grow" }[mode] ?? mode;
	expect(`crash/size-${mode}.log`, on(`panics ${mode}`), "bad size", ["panics", marker, func]);
	if (["makeslice-len-big", "growslice", "reflect", "repeat", "buffer"].includes(mode)) expect(`crash/size-${mode}-386.log`, on(`panics ${mode}`, "linux/386"), "bad size", ["panics", marker, func]);
}
expect("crash/threads-limit.log.gz", on("threads 400 200 (debug.SetMaxThreads(200))"), "threads", null, { threadLimit: 200, alsoAcceptedFunctions: ["main.lockDevice", "main.openDevices"] });
expect("crash/threads-ulimit.log", on("threads 100, ulimit -u 30, not root"), "threads", null, { errno: 11, alsoAcceptedFunctions: ["main.lockDevice", "main.openDevices"] });
expect("crash/threads-cgo.log", on("cgothreads 100, ulimit -u 30, not root, cgo"), "threads", null, { alsoAcceptedFunctions: ["main.device", "main.main"] });
expect("crash/size-handler.log", on("server: net/http recovers the panic, the program lives on"), null, ["server", "handler", "main.table"], { alsoAccepted: ["bad size", "not out of memory"] });
const fine = "not out of memory";
for (const [mode, func] of Object.entries({ panic: "main.process", repanic: "main.process", nil: "main.(*order).label", mapwrites: "main.(*stock).take", deadlock: "main.waitForever", index: "main.main", unlock: "main.main" })) {
	expect(`crash/not-memory-${mode}.log`, on(`crashes ${mode}`), fine, ["crashes", mode === "repanic" ? "panic" : mode, func]);
}
Object.assign(expected["crash/not-memory-repanic.log"], { alsoAcceptedFunctions: ["main.processAgain.func1", "main.processAgain"] });
expect("crash/not-memory-fatal.log", on("crashes fatal (log.Fatal with a text about memory)"), fine, null, { alsoAccepted: [null] });
expect("crash/not-memory-panic-none.log", on("crashes panic, GOTRACEBACK=none"), fine, null);
expect("crash/not-memory-panic-all.log", on("crashes panic, GOTRACEBACK=all"), fine, ["crashes", "panic", "main.process"]);
expect("crash/not-memory-panic-system.log", on("crashes panic, GOTRACEBACK=system"), fine, ["crashes", "panic", "main.process"]);
expect("crash/not-memory-panic-crash.log", on("crashes panic, GOTRACEBACK=crash"), fine, ["crashes", "panic", "main.process"]);
expect("crash/not-memory-quit.log", on("crashes quit, SIGQUIT"), fine, null, { alsoAcceptedFunctions: ["main.serve"] });
const unknown = "killed, cause unknown";
const pidOf = (file) => number(/line \d+: +(\d+) Killed/.exec(read(file)));
expect("crash/killed-shell.log", on("bash's word for a program that got SIGKILL"), unknown, null, { pid: pidOf("crash/killed-shell.log"), process: "./crashes" });
expect("crash/killed-go-run.log", on("go run's word for a program that got SIGKILL"), unknown, null);
expect("crash/killed-make.log", on("make's word for a program that got SIGKILL"), unknown, null);
for (const [file, n, older] of [
	["crash/groups-300.log.gz", 300, ""],
	["crash/groups-older.log", 12, " 65s"],
	["crash/goroutines-3000.log.gz", 3000, ""],
])
	expect(file, on(`groups ${n}${older}, ulimit -v`), heap, ["groups", "groups", "main.(*hub).replay"], {
		groups: { "main.(*hub).subscribe": n / 2, "main.(*hub).audit": n / 3, "main.(*hub).heartbeat": n / 6 },
		...(older && { waitMinutes: 1 }),
	});

// old/: other toolchains
for (const file of readdirSync("old")) {
	const [, mode, version] = /^(\w+)-(?:off-)?(?:go)?([\d.]+)\.log$/.exec(file);
	const text = read(`old/${file}`);
	const exact = /golang\.org\/toolchain@v0\.0\.1-go([\d.]+)\.linux/.exec(text)?.[1] ?? version;
	const how = `${mode === "labels" ? `exhaust labels, GODEBUG=tracebacklabels=${file.includes("off") ? 0 : 1}` : `old ${mode}`}; go${exact}, linux/amd64`;
	if (mode === "labels") {
		expect(`old/${file}`, how, heap, ["exhaust", "makeslice", "main.decodeImage"]);
		continue;
	}
	const func = { makeslice: "main.loadTable", map: "main.count", stack: "main.depth" }[mode];
	expect(`old/${file}`, how, mode === "stack" ? "stack overflow" : heap, ["old", mode, func, "src/app/main.go"], {
		...(mode === "stack" ? { stackLimitBytes: 1000000000, elidedFrames: number(/^\.\.\.(\d+) frames elided/m.exec(text)) } : {}),
		...(mode !== "stack" && version === "1.10" ? { alsoAccepted: ["address space"] } : {}),
	});
}

// os/
const doc = (what) => `**not produced here**: ${what}`;
const kib = (text, key) => Number(new RegExp(`Killed process .*${key}:(\\d+)kB`).exec(text)?.[1] ?? Number.NaN) * 1024 || null;
const kernel = (file, how, ended, process, pid, more = {}) => {
	const text = read(file);
	expect(file, how, ended, null, { process, pid, anonRssBytes: kib(text, "anon-rss"), totalVmBytes: kib(text, "total-vm"), ...more });
};
const limit = { limitBytes: 524288 * 1024 };
kernel("os/kernel-host.dmesg.log", "**real**, an OOM kill of this machine (kernel 6.18) found in dmesg, of a Go program; cgroup and one task name replaced; not recorded anew", "host memory", "pprof", 15513);
kernel("os/kernel-host.line.log", "last line of the above", "host memory", "pprof", 15513);
for (const door of ["dmesg", "bare", "dmesg-T", "dmesg-x", "journal", "journal-iso", "syslog", "priority"])
	kernel(`os/kernel-memcg.${door}.log`, doc("kernel 6.1; kernel-internals.org/mm/reading-oom-log, /mm/memcg-oom, mm/oom_kill.c, kata-containers/runtime#2775, reportportal/kubernetes#203"), "container limit", "report", 48213, limit);
kernel("os/kernel-memcg.line.log", doc("its last line, without stamp"), "container limit", "report", 48213);
kernel("os/kernel-memcg-3.10.log", doc("kernel 3.10; kubernetes/kubernetes#56891, istio/istio#42734"), "container limit", "report", 28438, limit);
kernel("os/kernel-host-4.19.log", doc("kernel 4.19; linux-test-project/ltp#1080; the invoker (postgres) is not the victim"), "host memory", "report", 42424);
kernel("os/kernel-memcg-group.log", doc("mm/memcontrol.c (memory.oom.group); the invoker (logship) is not the first victim"), "container limit", "report", 5120, { limitBytes: 262144 * 1024, alsoKilled: [{ process: "logship", pid: 5121 }] });
kernel("os/systemd-oom-kill.log", doc("systemd/systemd#20118, #36529, man systemd.service"), "host memory", "report", 9123, { unit: "report.service" });
expect("os/systemd-unit-only.log", doc("as above, without the kernel's lines"), "host memory", null, { unit: "report.service", alsoAccepted: ["container limit"] });
expect("os/systemd-signal.log", doc("systemd/systemd#22032"), unknown, null, { unit: "report.service" });
expect("os/systemd-oomd.log", doc("systemd/systemd#32304, #22032; src/oom"), "host memory", null, { unit: "report.service" });
expect("os/docker-inspect-oomkilled.json", doc("docs.docker.com, moby/moby#38352"), "container limit", null, { process: "report", ...limit });
expect("os/docker-inspect-137.json", doc("the same with OOMKilled false"), unknown, null, { process: "report", ...limit });
expect("os/docker-ps.log", doc("docs.docker.com"), unknown, null, { process: "report" });
expect("os/docker-events.log", doc("docs.docker.com (events oom, die)"), "container limit", null, { process: "report" });
expect("os/compose-137.log", doc("docker compose"), unknown, null, { process: "report-1" });
expect("os/kubectl-describe.log", doc("kubernetes.io, devopsaitoolkit.com/blog/kubernetes-error-oomkilled"), "container limit", null, { process: "report", ...limit });
expect("os/kubectl-pods.log", doc("kubernetes.io"), "container limit", null, { process: "report-5f7d8c9b6d-h4kpz" });
expect("os/kubectl-pod.json", doc("kubernetes.io"), "container limit", null, { process: "report", ...limit });
expect("os/kubectl-events.log", doc("pkg/kubelet/oom"), "host memory", null, { process: "report", pid: 48213 });
expect("os/kubectl-evicted.log", doc("kubernetes.io node-pressure-eviction"), "host memory", null, { process: "report" });
expect("os/memory.events", doc("cgroup-v2.rst"), "container limit", null);
expect("os/memory.events-none", doc("cgroup-v2.rst; the limit was met, nothing was killed"), null, null);
expect("os/memory.oom_control", doc("cgroup-v1/memory.rst"), "container limit", null);
expect("os/exit-137.log", doc("a status alone"), unknown, null);
expect("os/exit-signal.log", doc("GNU time"), unknown, null);
expect("os/go-test-killed.log", doc("cmd/go"), unknown, null);
expect("os/go-build-killed.log", doc("cmd/go"), unknown, null);
const win = ["exhaust", "append", "main.readEvents", "C:/work/reports/exhaust/main.go"];
expect("os/windows-1455.log", doc("runtime/mem_windows.go (1.26), mandiant/GoReSym#51; frames of the program from crash/append.log"), "host memory", win, { alsoAccepted: [heap], errno: 1455 });
expect("os/windows-8.log", doc("as above, errno 8"), "host memory", win, { alsoAccepted: [heap], errno: 8 });
expect("os/windows-commit.log", doc("as above, any other errno"), heap, win, { alsoAccepted: ["host memory"], errno: 487 });
expect("os/windows-old.log", doc("golang/go#12587 (Go 1.5, golang/go#33716: always 0 bytes)"), "host memory", null, {
	failingFunction: "main.readOrders",
	failingFile: "C:/work/reports/orders.go",
	failingLine: 88,
	alsoAccepted: [heap],
	errno: 1455,
});
// these are CRLF files
for (const file of ["windows-1455", "windows-8", "windows-commit", "windows-old"]) expected[`os/${file}.log`].goroutines = (read(`os/${file}.log`).match(/^goroutine \d+ .*:\r$/gm) ?? []).length;

// wrapped/: what holds for crash/append.log holds for its copies
const base = expected["crash/append.log"];
const same = (name, how, more = {}) => {
	expect(`wrapped/${name}`, `crash/append.log: ${how}`, base.ended, null);
	const entry = expected[`wrapped/${name}`];
	Object.assign(entry, base, more);
};
for (const [name, how, more] of [
	["kubectl-timestamps.log", "kubectl logs --timestamps"],
	["kubectl-prefix.log", "kubectl logs --prefix", { process: "report-5f7d8c9b6d-h4kpz/report" }],
	["cri.log", "CRI log file of a node"],
	["journald.log", "journalctl", { process: "app", pid: 123 }],
	["journald-iso.log", "journalctl -o short-iso", { process: "app", pid: 123 }],
	["syslog-rfc5424.log", "syslog, RFC 5424", { process: "app", pid: 123 }],
	["compose-one.log", "docker compose logs", { process: "app-1" }],
	["compose-ansi.log", "docker compose logs in colours", { process: "app-1" }],
	["github-actions.log", "raw log of a GitHub job"],
	["foreman.log", "foreman", { process: "web.1" }],
	["heroku.log", "heroku logs", { process: "web.1" }],
	["docker-json.log", "docker's json-file driver"],
	["json-message.log", "each line inside JSON by a logger"],
	["json-one-line.log", "all lines inside one JSON line"],
	["indented.log", "indented by four spaces"],
	["quoted.log", "quoted with >"],
	["spaces.log", "tabs became eight spaces"],
	["no-indent.log", "tabs lost"],
	["markdown.log", "inside a bug report"],
	["crlf.log", "CRLF"],
	["utf8-bom.log", "UTF-8 with BOM"],
	["utf16le-bom.log", "UTF-16 LE with BOM, CRLF (PowerShell redirect)"],
	["utf16be-bom.log", "UTF-16 BE with BOM, CRLF"],
	["no-last-newline.log", "no newline at the end"],
	["nul-bytes.log", "4096 NUL bytes in the middle (a file system after a crash)"],
	["bad-utf8.log", "a line that is not UTF-8"],
	["long.log.gz", "after 9,000 ordinary lines, some with texts like a crash"],
	["go-run.log", "go run's 'exit status 2' at the end"],
	["go-test.log", "inside go test's output"],
])
	same(name, how, more);
const nowhere = { allocationBytes: null, failingFunction: null, failingFile: null, failingLine: null };
const counted = (name) => (read(`wrapped/${name}`).match(/^goroutine \d+ .*:$/gm) ?? []).length;
same("cut-in-frame.log", "cut inside the name of the first frame of the program", { failingFunction: null, failingFile: null, failingLine: null, goroutines: counted("cut-in-frame.log") });
same("cut-in-stack.log", "cut inside a goroutine's header", { goroutines: counted("cut-in-stack.log") });
same("cut-after-message.log", "only the first two lines", { ...nowhere, goroutines: 0 });
same("cut-in-message.log", "cut inside the message", { ...nowhere, inUseBytes: null, goroutines: 0 });
same("cut-head.log", "the message and the first frames are missing", { ended: null, alsoAccepted: [heap, fine], requestedBytes: null, inUseBytes: null, allocationBytes: null, goroutines: counted("cut-head.log"), alsoAcceptedFunctions: [null] });
same("cut-before-goroutine.log", "the two lines of the message are missing; runtime.throw and allocLarge are there", { ended: null, alsoAccepted: [heap, fine], requestedBytes: null, inUseBytes: null, goroutines: base.goroutines });
same("cut-middle.log", "the middle is missing: the failing stack ends in the middle of a name, another goroutine's follows", { failingFunction: null, failingFile: null, failingLine: null, goroutines: counted("cut-middle.log") });
expect("wrapped/long-no-crash.log.gz", "9,000 ordinary lines, some with texts like a crash, and no crash", null, null, { requestedBytes: null, inUseBytes: null, goroutines: 0, alsoAccepted: [fine] });
expect("wrapped/only-lines.log", "40 ordinary lines", null, null);
expect("wrapped/empty.log", "an empty file", null, null);
expect("wrapped/bash-killed.log", "ordinary lines, then bash's 'Killed' (real)", unknown, null, { pid: pidOf("wrapped/bash-killed.log"), process: "./crashes" });
const of = (file, more = {}) => ({ ...expected[file], ...more });
const several = (name, how, processes) => {
	expect(`wrapped/${name}`, how, processes[0].ended, null);
	expected[`wrapped/${name}`] = { ...processes[0], processes };
};
several("two-compose.log", "crash/append.log and crash/not-memory-panic.log, lines mixed", [of("crash/append.log", { process: "app-1" }), of("crash/not-memory-panic.log", { process: "worker-1" })]);
several("two-compose-both-memory.log", "crash/append.log and crash/stack-overflow-one.log, lines mixed", [of("crash/append.log", { process: "app-1" }), of("crash/stack-overflow-one.log", { process: "worker-1" })]);
several("two-journald.log", "crash/node.log, mixed with the lines of another, healthy process", [of("crash/node.log", { process: "app", pid: 123 })]);
several("two-journald-kernel.log", "the program's, the kernel's and systemd's lines, as journalctl shows them", [of("os/systemd-oom-kill.log")]);
several("twice.log", "crash/append.log, a new start, crash/not-memory-nil.log", [of("crash/append.log"), of("crash/not-memory-nil.log")]);
several("twice-same.log", "crash/append.log twice", [of("crash/append.log"), of("crash/append.log")]);

// gctrace/
const traces = {};
for (const file of readdirSync("gctrace").sort()) {
	const text = read(`gctrace/${file}`);
	const gcs = [...text.matchAll(/^gc (\d+) @([\d.]+)s (\d+)%: .* (\d+)->(\d+)->(\d+) MB, (\d+) MB goal, (?:(\d+) MB stacks, (\d+) MB globals, )?(\d+) P( \(forced\))?$/gm)];
	const all = text.match(/^gc \d+ @/gm)?.length ?? 0;
	if (gcs.length !== all) problems.push(`gctrace/${file}: ${all - gcs.length} gc lines of another form`);
	const live = gcs.map((gc) => Number(gc[6]));
	const name = file.replace(/(-go.*)?\.log$/, "");
	const entry = {
		collections: gcs.length,
		forced: gcs.filter((gc) => gc[11]).length,
		lastLiveMB: live.at(-1),
		maxLiveMB: Math.max(...live),
		lastGoalMB: Number(gcs.at(-1)[7]),
		lastGCPercent: Number(gcs.at(-1)[3]),
		hasStacks: gcs[0][8] !== undefined,
		scavengeLines: (text.match(/^scav \d+ KiB work/gm) ?? []).length,
		reading: { leak: "live rises", crash: "live rises", nogreenteagc: "live rises", scavtrace: "live rises", gcoff: "memory limit reached", spiral: "memory limit reached", steady: "steady", lines: "steady" }[name] ?? "too few or forced",
	};
	if (name === "crash") entry.ended = heap;
	expected[`gctrace/${file}`] = entry;
	traces[file] = entry;
	const version = /-go([\d.]+)\.log/.exec(file)?.[1];
	rows.push([
		`gctrace/${file}`,
		gcs.at(-1)[0].slice(0, 110),
		`${name === "crash" ? "exhaust buffer, GODEBUG=gctrace=1" : `gc ${{ lines: "lines", steady: "steady", spiral: "spiral, GOMEMLIMIT=40MiB", gcoff: "leak, GOGC=off GOMEMLIMIT=30MiB", pacer: "forced, gcpacertrace=1", inittrace: "forced, inittrace=1", schedtrace: "forced, schedtrace=50", scavtrace: "leak, scavtrace=1", nogreenteagc: "leak, GOEXPERIMENT=nogreenteagc" }[name] ?? name}`}; ${version ? `go${version}` : go}`,
	]);
}

// text/: profiles
for (const file of readdirSync("text").sort()) {
	if (file.endsWith(".pb.gz")) {
		rows.push([`text/${file}`, "(binary, beside the text)", `profiles; ${go}`]);
		continue;
	}
	const text = read(`text/${file}`);
	const version = /-go([\d.]+?)(?:-labels)?\.debug/.exec(file)?.[1];
	const total = /^(\w+) profile: (?:total (\d+)|(\d+): (\d+) \[(\d+): (\d+)\] @ heap\/(\d+))/.exec(text);
	const stat = (name) => number(new RegExp(`^# ${name} = (\\d+)`, "m").exec(text));
	if (file.includes("debug2")) {
		expected[`text/${file}`] = { format: "goroutine debug=2", goroutines: (text.match(/^goroutine \d+ .*:$/gm) ?? []).length, longestMinutes: Math.max(0, ...[...text.matchAll(/, (\d+) minutes/g)].map((m) => Number(m[1]))) };
	} else if (total[2]) {
		const count = (/^goroutine/.test(file) && [...text.matchAll(/^(\d+) @/gm)].reduce((sum, m) => sum + Number(m[1]), 0)) || null;
		if (count !== null && count !== Number(total[2])) problems.push(`text/${file}: total ${total[2]}, rows ${count}`);
		expected[`text/${file}`] = { format: `${total[1]} debug=1`, total: Number(total[2]), stacks: (text.match(/^\d+ @/gm) ?? []).length, labelled: (text.match(/^# labels: /gm) ?? []).length };
	} else {
		expected[`text/${file}`] = {
			format: "heap debug=1",
			inUseObjects: Number(total[3]),
			inUseBytes: Number(total[4]),
			allocObjects: Number(total[5]),
			allocBytes: Number(total[6]),
			rate: Number(total[7]) / 2,
			memStats: Object.fromEntries(["HeapAlloc", "HeapSys", "HeapIdle", "HeapInuse", "HeapReleased", "Sys", "NumGC", "NumForcedGC", "MaxRSS", "NextGC"].map((name) => [name, stat(name)])),
		};
	}
	rows.push([`text/${file}`, text.split("\n")[0].slice(0, 110), `profiles${file.includes("minutes") ? " (after 125 s)" : ""}${file.includes("labels") ? ", GODEBUG=tracebacklabels=1" : ""}; ${version ? `go${version}` : go}`]);
}

for (const dir of ["crash", "old", "os", "wrapped"]) for (const file of readdirSync(dir)) if (!expected[`${dir}/${file}`]) problems.push(`${dir}/${file}: nothing is expected`);
writeFileSync("expected.json", `${JSON.stringify(expected, null, "\t")}\n`);

// binaries/
const binaries = {};
for (const file of readdirSync("binaries").filter((name) => name.endsWith(".txt")).sort()) {
	const name = file.slice(0, -4);
	const lines = readFileSync(`binaries/${file}`, "utf8").trimEnd().split("\n");
	const field = (key) => lines.find((line) => line.startsWith(`\t${key}\t`))?.split("\t");
	binaries[`${name}.gz`] = lines[0].includes("could not")
		? { goVersion: null }
		: {
				goVersion: lines[0].split(": ")[1],
				path: field("path")?.[2] ?? null,
				module: field("mod")?.[2] ?? null,
				moduleVersion: field("mod")?.[3] ?? null,
				settings: Object.fromEntries(lines.filter((line) => line.startsWith("\tbuild\t")).map((line) => /^\tbuild\t([^=]+)=(.*)$/.exec(line).slice(1))),
			};
	const [goos, goarch] = name.split("-");
	Object.assign(binaries[`${name}.gz`], { goos, goarch });
	rows.push([`binaries/${name}.gz`, lines[0].replace(/^[^:]*: /, "").slice(0, 80), `make in binaries/record.sh, cut with cut.mjs; truth in ${file}`]);
}
binaries["linux-amd64-short.gz"] = { goVersion: null, goos: "linux", goarch: "amd64" };
rows.push(["binaries/linux-amd64-short.gz", "(first 300,000 bytes of linux-amd64)", "binaries/record.sh"]);
writeFileSync("binaries/expected.json", `${JSON.stringify(binaries, null, "\t")}\n`);

const cell = (text) => text.replaceAll("|", "\\|").replaceAll(/[\u0000-\u001F]/g, "");
writeFileSync("README.md", `${readFileSync("make/README.head.md", "utf8")}\n| File | Message | How it was made |\n| --- | --- | --- |\n${rows.map(([file, message, how]) => `| \`${file}\` | \`${cell(message).replaceAll("`", "'")}\` | ${cell(how)} |`).join("\n")}\n`);
console.log(`${Object.keys(expected).length} files expected, ${Object.keys(binaries).length} binaries`);
if (problems.length) {
	console.error(problems.join("\n"));
	process.exit(1);
}
