// Writes wrapped/: the real crash logs of crash/ as they arrive through other
// hands: with stamps and prefixes, inside JSON, mixed, cut, re-encoded.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";

process.chdir(new URL("..", import.meta.url).pathname);
mkdirSync("wrapped", { recursive: true });
const read = (name) => {
	const bytes = readFileSync(name);
	return (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
};
const write = (name, data) => writeFileSync(`wrapped/${name}`, name.endsWith(".gz") ? gzipSync(data, { level: 9 }) : data);
const append = read("crash/append.log");
const node = read("crash/node.log");
const overflow = read("crash/stack-overflow-one.log");
const panic = read("crash/not-memory-panic.log");
const nil = read("crash/not-memory-nil.log");
const shell = read("crash/killed-shell.log").split("\n")[0];

// what the program wrote before it died
const two = (n) => String(n).padStart(2, "0");
const requests = (n) =>
	Array.from({ length: n }, (_, i) => `2026/11/23 ${two(8 + Math.floor(i / 3600))}:${two(Math.floor(i / 60) % 60)}:${two(i % 60)} request ${i + 1} GET /reports/${i % 97} 200 ${(i * 7919) % 4096} bytes`);
const text = (lines) => `${lines.join("\n")}\n`;
const body = (log) => log.trimEnd().split("\n");
const log = text([...requests(8), ...body(append)]);

const moment = (i) => new Date(Date.UTC(2026, 10, 23, 8, 0, 0) + i * 3);
const nano = (i) => moment(i).toISOString().replace("Z", "187311Z");
const each = (whole, change) => text(body(whole).map(change));

write("kubectl-timestamps.log", each(log, (line, i) => `${nano(i)} ${line}`));
write("kubectl-prefix.log", each(log, (line) => `[pod/report-5f7d8c9b6d-h4kpz/report] ${line}`));
write("cri.log", each(log, (line, i) => `${nano(i)} stderr F ${line}`));
write("journald.log", each(log, (line) => `Nov 23 10:00:00 host app[123]: ${line}`));
write("journald-iso.log", each(log, (line) => `2026-11-23T10:00:00+0100 host app[123]: ${line}`));
write("syslog-rfc5424.log", each(log, (line, i) => `<13>1 ${moment(i).toISOString()} host app 123 - - ${line}`));
write("compose-one.log", each(log, (line) => `app-1  | ${line}`));
write("compose-ansi.log", each(log, (line) => `\u001B[36mapp-1  | \u001B[0m${line}`));
write("github-actions.log", each(log, (line, i) => `${nano(i).replace("187311Z", "1873113Z")} ${line}`));
write("foreman.log", each(log, (line, i) => `${moment(i).toISOString().slice(11, 19)} web.1  | ${line}`));
write("heroku.log", each(log, (line, i) => `${moment(i).toISOString().replace("Z", "000+00:00")} app[web.1]: ${line}`));
// docker writes JSON with Go's encoder, which escapes < > and &
const goJSON = (value) => JSON.stringify(value).replaceAll(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);
write("docker-json.log", each(log, (line, i) => goJSON({ log: `${line}\n`, stream: "stderr", time: nano(i) })));
write("json-message.log", each(log, (line, i) => JSON.stringify({ level: "error", ts: moment(i).getTime() / 1000, msg: line })));
// one JSON line with the whole log in it, as a log collector that joins lines
write("json-one-line.log", text([JSON.stringify({ "@timestamp": nano(0), severity: "ERROR", message: append, kubernetes: { pod: "report-5f7d8c9b6d-h4kpz" } })]));
write("indented.log", each(log, (line) => `    ${line}`));
write("quoted.log", each(log, (line) => `> ${line}`));
// as the web shows it: a tab pasted as four or eight spaces
write("spaces.log", log.replaceAll("\t", "        "));
write("no-indent.log", log.replaceAll("\t", ""));
write("markdown.log", text(["The report server dies every night:", "", "```", ...body(append), "```", "", "Go 1.26, 2 GB of memory."]));
write("crlf.log", log.replaceAll("\n", "\r\n"));
write("utf8-bom.log", `\uFEFF${log}`);
write("utf16le-bom.log", Buffer.from(`\uFEFF${log.replaceAll("\n", "\r\n")}`, "utf16le"));
write("utf16be-bom.log", Buffer.from(`\uFEFF${log.replaceAll("\n", "\r\n")}`, "utf16le").swap16());
write("no-last-newline.log", log.trimEnd());
write("nul-bytes.log", Buffer.concat([Buffer.from(text(requests(3))), Buffer.alloc(4096), Buffer.from(append)]));
write("bad-utf8.log", Buffer.concat([Buffer.from(text(requests(3))), Buffer.from([0x6e, 0x61, 0xef, 0x76, 0x65, 0xff, 0xfe, 0x0a]), Buffer.from(append)]));
write("bash-killed.log", text([...requests(20), shell]));

// cut: inside a frame, inside the message, without the head
const middle = append.indexOf("main.readEvents") + 8;
write("cut-in-frame.log", append.slice(0, middle));
write("cut-in-stack.log", append.slice(0, append.indexOf("goroutine 3 ") + 30));
write("cut-after-message.log", text(body(append).slice(0, 2)));
write("cut-in-message.log", append.slice(0, 55));
write("cut-head.log", append.slice(append.indexOf("runtime.growslice")));
write("cut-before-goroutine.log", append.slice(append.indexOf("goroutine 1 ")));
// a log rotated by size: the middle is missing
write("cut-middle.log", `${append.slice(0, append.indexOf("runtime.growslice"))}${append.slice(append.indexOf("goroutine 3 ") + 200)}`);

// thousands of ordinary lines, some of which talk of memory
const chatter = requests(9000);
chatter[100] = "2026/11/23 08:01:40 cache: out of memory budget, evicting 12 entries";
chatter[2000] = '2026/11/23 08:33:20 upstream said: "fatal error: Allowed memory size of 134217728 bytes exhausted"';
chatter[3000] = "2026/11/23 08:50:00 panic: recovered in handler /reports/12: runtime error: index out of range [5] with length 3";
chatter[3001] = "goroutine 712 [running]:";
chatter[3002] = "main.serve.func1()";
chatter[3003] = "\texample.com/messages/exhaust/main.go:70 +0x5c";
chatter[3004] = "";
chatter[7000] = '2026/11/23 09:56:40 comment by user 7: "got runtime: out of memory: cannot allocate 4194304-byte block (99 in use), help!"';
write("long.log.gz", text([...chatter, ...body(append)]));
write("long-no-crash.log.gz", text(chatter));
write("only-lines.log", text(requests(40)));
write("empty.log", "");

// two processes in one file
const weave = (a, b, nameA, nameB) => {
	const out = [];
	const left = a.map((line) => `${nameA} | ${line}`);
	const right = b.map((line) => `${nameB} | ${line}`);
	for (let i = 0, j = 0; i < left.length || j < right.length; ) {
		for (let k = 0; k < 3 && i < left.length; k++) out.push(left[i++]);
		for (let k = 0; k < 2 && j < right.length; k++) out.push(right[j++]);
	}
	return text(out);
};
write("two-compose.log", weave([...requests(5), ...body(append)], [...requests(9), ...body(panic)], "app-1     ", "worker-1  "));
write("two-compose-both-memory.log", weave([...requests(5), ...body(append)], body(overflow), "app-1     ", "worker-1  "));
write("two-journald.log", weave([...requests(5), ...body(node)], requests(40), "@A", "@B").replaceAll(/^@A \| /gm, "Nov 23 10:00:00 host app[123]: ").replaceAll(/^@B \| /gm, "Nov 23 10:00:00 host proxy[77]: "));
write(
	"two-journald-kernel.log",
	text([
		...requests(4).map((line) => `Nov 23 10:02:10 node-7 report[9123]: ${line}`),
		...read("os/systemd-oom-kill.log").trimEnd().split("\n"),
		...requests(4).map((line) => `Nov 23 10:02:14 node-7 report[9301]: ${line}`),
	]),
);
// the same program crashed, was started again, and crashed of something else
write("twice.log", text([...requests(5), ...body(append), "exit status 2", ...requests(5), ...body(nil), "exit status 2"]));
write("twice-same.log", text([...requests(5), ...body(append), "exit status 2", ...requests(5), ...body(append), "exit status 2"]));
// go run and go test add lines of their own
write("go-run.log", text([...body(append), "exit status 2"]));
write("go-test.log", text(["=== RUN   TestReport", ...body(append), "FAIL\texample.com/messages/exhaust\t0.231s", "FAIL"]));
