// Writes os/: what the kernel, systemd, containers and Windows say of a Go
// program they ended. None of this can be produced on the recording machine;
// the comment at each form tells where it comes from.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

process.chdir(new URL("..", import.meta.url).pathname);
mkdirSync("os", { recursive: true });
const write = (name, text) => writeFileSync(`os/${name}`, text);

// An OOM kill of the whole machine (kernel 6.18): real, of a Go program (pprof)
// on the recording machine. Replaced: the cgroup's name, one task name, the
// kernel's suffix.
const host = readFileSync("make/oom-host.dmesg", "utf8");
write("kernel-host.dmesg.log", host);

// A cgroup's OOM kill, cgroup v2, kernel 6.1: the order of the parts and the
// fields from kernel-internals.org/mm/reading-oom-log and /mm/memcg-oom, from
// mm/oom_kill.c and mm/memcontrol.c, and from kata-containers/runtime#2775,
// reportportal/kubernetes#203, ironcore-dev/dpservice#74. Values made up.
const pod =
	"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod3f1c2a7e_5b1d_4c80_9a51_0e6d1f0b7c11.slice";
const scope = "cri-containerd-7d0e9a6c1b4f4e53a8a2f7f9d6d1c3a5e0b2c4d6f8091a2b3c4d5e6f70819203.scope";
const memcg = `[ 7063.247407] report invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=969
[ 7063.247411] CPU: 3 PID: 48219 Comm: report Not tainted 6.1.0-27-amd64 #1  Debian 6.1.115-1
[ 7063.247414] Hardware name: QEMU Standard PC (Q35 + ICH9, 2009), BIOS 1.16.2-debian-1.16.2-1 04/01/2014
[ 7063.247416] Call Trace:
[ 7063.247418]  <TASK>
[ 7063.247421]  dump_stack_lvl+0x44/0x5c
[ 7063.247427]  dump_header+0x4a/0x211
[ 7063.247431]  oom_kill_process.cold+0xb/0x10
[ 7063.247434]  out_of_memory+0x1fd/0x4c0
[ 7063.247438]  mem_cgroup_out_of_memory+0x134/0x150
[ 7063.247443]  try_charge_memcg+0x69b/0x760
[ 7063.247447]  charge_memcg+0x2f/0x70
[ 7063.247450]  __mem_cgroup_charge+0x27/0x80
[ 7063.247453]  __handle_mm_fault+0x9e5/0xfa0
[ 7063.247458]  handle_mm_fault+0xdb/0x2d0
[ 7063.247461]  do_user_addr_fault+0x1cd/0x690
[ 7063.247464]  exc_page_fault+0x70/0x170
[ 7063.247468]  asm_exc_page_fault+0x22/0x30
[ 7063.247471] RIP: 0033:0x483a0c
[ 7063.247474] Code: Unable to access opcode bytes at 0x4839e2.
[ 7063.247476] RSP: 002b:000000c00019fd38 EFLAGS: 00010246
[ 7063.247485]  </TASK>
[ 7063.247487] memory: usage 524288kB, limit 524288kB, failcnt 1190
[ 7063.247490] swap: usage 0kB, limit 0kB, failcnt 0
[ 7063.247491] Memory cgroup stats for ${pod}:
[ 7063.247502] anon 529137664
               file 4096
               kernel 7610368
               kernel_stack 294912
               pagetables 1425408
               sec_pagetables 0
               percpu 62816
               sock 0
               vmalloc 0
               shmem 0
               file_mapped 0
               file_dirty 0
               file_writeback 0
               swapcached 0
               anon_thp 419430400
               inactive_anon 529108992
               active_anon 28672
               inactive_file 4096
               active_file 0
               unevictable 0
               slab_reclaimable 174592
               slab_unreclaimable 331144
               pgfault 181544
               pgmajfault 21
[ 7063.247504] Tasks state (memory values in pages):
[ 7063.247505] [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
[ 7063.247507] [  48190]     0 48190      255        1    32768        0          -998 pause
[ 7063.247510] [  48213]  1000 48213   421853   132105  1359872        0           969 report
[ 7063.247513] [  48301]  1000 48301     1078      640    49152        0           969 sh
[ 7063.247515] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=${scope},mems_allowed=0,oom_memcg=${pod},task_memcg=${pod}/${scope},task=report,pid=48213,uid=1000
[ 7063.247531] Memory cgroup out of memory: Killed process 48213 (report) total-vm:1687412kB, anon-rss:516736kB, file-rss:11684kB, shmem-rss:0kB, UID:1000 pgtables:1328kB oom_score_adj:969
[ 7063.263325] oom_reaper: reaped process 48213 (report), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB
`;
write("kernel-memcg.dmesg.log", memcg);

// The same through other doors. A line without a stamp of its own (the
// cgroup's statistics) belongs to the line before.
const lines = memcg.trimEnd().split("\n");
const stamp = /^\[ *[\d.]+\] /;
const bare = lines.map((line) => line.replace(stamp, ""));
write("kernel-memcg.bare.log", `${bare.join("\n")}\n`);
const start = Date.UTC(2026, 10, 23, 8, 2, 17) - 7063_000;
const at = (line) => new Date(start + Number(/^\[ *([\d.]+)\]/.exec(line)?.[1] ?? 7063) * 1000);
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const two = (n) => String(n).padStart(2, "0");
const clock = (t) => `${two(t.getUTCHours())}:${two(t.getUTCMinutes())}:${two(t.getUTCSeconds())}`;
const short = (t) => `${months[t.getUTCMonth()]} ${String(t.getUTCDate()).padStart(2)} ${clock(t)}`;
write(
	"kernel-memcg.dmesg-T.log",
	`${lines.map((line) => (stamp.test(line) ? line.replace(stamp, `[${days[at(line).getUTCDay()]} ${short(at(line))} 2026] `) : line)).join("\n")}\n`,
);
write("kernel-memcg.journal.log", `${lines.map((line, i) => `${short(at(line))} node-7 kernel: ${bare[i].trimStart()}`).join("\n")}\n`);
write(
	"kernel-memcg.syslog.log",
	`${lines.map((line) => `${short(at(line))} node-7 kernel: ${stamp.test(line) ? line : `[ 7063.247502] ${line.trimStart()}`}`).join("\n")}\n`,
);
write(
	"kernel-memcg.journal-iso.log",
	`${lines.map((line, i) => `${at(line).toISOString().replace(/\.\d+Z/, "+00:00")} node-7 kernel: ${bare[i].trimStart()}`).join("\n")}\n`,
);
write("kernel-memcg.priority.log", `${lines.map((line) => (stamp.test(line) ? `<${/oom-kill|invoked|Tasks/.test(line) ? 6 : 4}>${line}` : line)).join("\n")}\n`);
write(
	"kernel-memcg.dmesg-x.log",
	`${lines.map((line) => (stamp.test(line) ? `kern  :${/Killed/.test(line) ? "err   " : "info  "}: ${line}` : line)).join("\n")}\n`,
);
// only the last lines, as grep -i "killed process" leaves them
write("kernel-memcg.line.log", `${bare.filter((line) => line.includes("Killed process")).join("\n")}\n`);
write("kernel-host.line.log", `${host.trimEnd().split("\n").at(-1)}\n`);

// kernel 3.10 and 4.x: the two lines of the kill (kubernetes/kubernetes#56891,
// istio/istio#42734; the form with ", UID 0," linux-test-project/ltp#1080).
write(
	"kernel-memcg-3.10.log",
	`[Thu Dec  7 00:05:14 2017] report invoked oom-killer: gfp_mask=0xd0, order=0, oom_score_adj=-998
[Thu Dec  7 00:05:14 2017] report cpuset=1e479e759020 mems_allowed=0
[Thu Dec  7 00:05:14 2017] CPU: 9 PID: 14881 Comm: report Tainted: G    B          ------------ T 3.10.0-327.4.5.el7.x86_64 #1
[Thu Dec  7 00:05:14 2017] Call Trace:
[Thu Dec  7 00:05:14 2017]  [<ffffffff8163515c>] dump_stack+0x19/0x1b
[Thu Dec  7 00:05:14 2017]  [<ffffffff816300fc>] dump_header+0x8e/0x214
[Thu Dec  7 00:05:14 2017]  [<ffffffff8116ce7e>] oom_kill_process+0x24e/0x3b0
[Thu Dec  7 00:05:14 2017] Task in /docker/1e479e759020 killed as a result of limit of /docker/1e479e759020
[Thu Dec  7 00:05:14 2017] memory: usage 524288kB, limit 524288kB, failcnt 2231
[Thu Dec  7 00:05:14 2017] memory+swap: usage 1048544kB, limit 9007199254740991kB, failcnt 0
[Thu Dec  7 00:05:14 2017] kmem: usage 0kB, limit 9007199254740991kB, failcnt 0
[Thu Dec  7 00:05:14 2017] Memory cgroup stats for /docker/1e479e759020: cache:32KB rss:524188KB rss_huge:370688KB mapped_file:0KB swap:524356KB inactive_anon:267804KB active_anon:256384KB inactive_file:12KB active_file:4KB unevictable:0KB
[Thu Dec  7 00:05:15 2017] [ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name
[Thu Dec  7 00:05:15 2017] [28438]     0 28438   363909   119961    1661   136409          -998 report
[Thu Dec  7 00:05:15 2017] Memory cgroup out of memory: Kill process 24572 (report) score 0 or sacrifice child
[Thu Dec  7 00:05:15 2017] Killed process 28438 (report) total-vm:1455636kB, anon-rss:466160kB, file-rss:13684kB
`,
);
write(
	"kernel-host-4.19.log",
	`Aug 16 20:29:54 node-3 kernel: postgres invoked oom-killer: gfp_mask=0x6200ca(GFP_HIGHUSER_MOVABLE), nodemask=(null), order=0, oom_score_adj=0
Aug 16 20:29:54 node-3 kernel: Out of memory: Kill process 42424 (report) score 912 or sacrifice child
Aug 16 20:29:54 node-3 kernel: Killed process 42424 (report), UID 1000, total-vm:7296112kB, anon-rss:6021536kB, file-rss:0kB, shmem-rss:0kB
Aug 16 20:29:54 node-3 kernel: oom_reaper: reaped process 42424 (report), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB
`,
);
// memory.oom.group (mm/memcontrol.c), and a victim that is not the invoker
write(
	"kernel-memcg-group.log",
	`[81233.104411] logship invoked oom-killer: gfp_mask=0x100cca(GFP_HIGHUSER_MOVABLE), order=0, oom_score_adj=900
[81233.104630] memory: usage 262144kB, limit 262144kB, failcnt 88
[81233.104631] swap: usage 0kB, limit 0kB, failcnt 0
[81233.104700] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=app,mems_allowed=0,oom_memcg=/system.slice/app.service,task_memcg=/system.slice/app.service,task=report,pid=5120,uid=0
[81233.104731] Memory cgroup out of memory: Killed process 5120 (report) total-vm:1254880kB, anon-rss:248832kB, file-rss:128kB, shmem-rss:0kB, UID:0 pgtables:712kB oom_score_adj:900
[81233.104790] Tasks in /system.slice/app.service are going to be killed due to memory.oom.group set
[81233.104802] Memory cgroup out of memory: Killed process 5121 (logship) total-vm:708100kB, anon-rss:3072kB, file-rss:96kB, shmem-rss:0kB, UID:0 pgtables:92kB oom_score_adj:900
`,
);

// systemd (systemd/systemd#20118, #36529, man systemd.service OOMPolicy=) and
// systemd-oomd (systemd/systemd#32304, #22032)
write(
	"systemd-oom-kill.log",
	`Nov 23 10:02:11 node-7 kernel: oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/system.slice/report.service,task=report,pid=9123,uid=998
Nov 23 10:02:11 node-7 kernel: Out of memory: Killed process 9123 (report) total-vm:9876540kB, anon-rss:7340032kB, file-rss:0kB, shmem-rss:0kB, UID:998 pgtables:15104kB oom_score_adj:0
Nov 23 10:02:11 node-7 systemd[1]: report.service: A process of this unit has been killed by the OOM killer.
Nov 23 10:02:11 node-7 systemd[1]: report.service: Main process exited, code=killed, status=9/KILL
Nov 23 10:02:11 node-7 systemd[1]: report.service: Failed with result 'oom-kill'.
Nov 23 10:02:11 node-7 systemd[1]: report.service: Consumed 14min 3.120s CPU time, 7.1G memory peak.
Nov 23 10:02:12 node-7 systemd[1]: report.service: Scheduled restart job, restart counter is at 4.
`,
);
write(
	"systemd-unit-only.log",
	`Nov 23 10:02:11 node-7 systemd[1]: report.service: A process of this unit has been killed by the OOM killer.
Nov 23 10:02:11 node-7 systemd[1]: report.service: Main process exited, code=killed, status=9/KILL
Nov 23 10:02:11 node-7 systemd[1]: report.service: Failed with result 'oom-kill'.
`,
);
write(
	"systemd-signal.log",
	`Nov 23 10:02:11 node-7 systemd[1]: report.service: Main process exited, code=killed, status=9/KILL
Nov 23 10:02:11 node-7 systemd[1]: report.service: Failed with result 'signal'.
`,
);
write(
	"systemd-oomd.log",
	`Nov 23 10:02:10 node-7 systemd-oomd[731]: Memory pressure for /user.slice/user-1000.slice/user@1000.service is 74.23% > 50.00% for > 20s with reclaim activity
Nov 23 10:02:10 node-7 systemd-oomd[731]: Killed /user.slice/user-1000.slice/user@1000.service/app.slice/report.service due to memory pressure for /user.slice/user-1000.slice/user@1000.service being 74.23% > 50.00% for > 20s with reclaim activity
Nov 23 10:02:10 node-7 systemd[1204]: report.service: systemd-oomd killed 3 process(es) in this unit.
Nov 23 10:02:10 node-7 systemd[1204]: report.service: Failed with result 'oom-kill'.
`,
);

// docker inspect (docs.docker.com, moby/moby#38352): State and HostConfig only
const inspect = (killed) =>
	`${JSON.stringify(
		[
			{
				Id: "4f1d9d2c7a63b5e8f0a1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f50617",
				Created: "2026-11-23T08:01:58.310184421Z",
				Path: "/usr/local/bin/report",
				Args: ["-listen", ":8080"],
				State: {
					Status: "exited",
					Running: false,
					Paused: false,
					Restarting: false,
					OOMKilled: killed,
					Dead: false,
					Pid: 0,
					ExitCode: 137,
					Error: "",
					StartedAt: "2026-11-23T08:01:58.702610013Z",
					FinishedAt: "2026-11-23T08:22:40.118233901Z",
				},
				Image: "sha256:0b9e3f6f8b6f0c1d2e3f405162738495a6b7c8d9eaf0b1c2d3e4f5061728394a",
				Name: "/report",
				RestartCount: 0,
				HostConfig: { Memory: 536870912, MemorySwap: 536870912, MemoryReservation: 0, OomKillDisable: false },
				Config: { Env: ["GOMEMLIMIT=480MiB", "PATH=/usr/local/bin:/usr/bin:/bin"], Image: "registry.example.com/report:1.4.2" },
			},
		],
		null,
		4,
	)}\n`;
write("docker-inspect-oomkilled.json", inspect(true));
write("docker-inspect-137.json", inspect(false));
write(
	"docker-ps.log",
	`CONTAINER ID   IMAGE                               COMMAND                  CREATED          STATUS                       PORTS     NAMES
4f1d9d2c7a63   registry.example.com/report:1.4.2   "/usr/local/bin/repo…"   21 minutes ago   Exited (137) 3 minutes ago             report
`,
);
write(
	"docker-events.log",
	`2026-11-23T08:22:40.021189133Z container oom 4f1d9d2c7a63b5e8f0a1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f50617 (image=registry.example.com/report:1.4.2, name=report)
2026-11-23T08:22:40.118233901Z container die 4f1d9d2c7a63b5e8f0a1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f50617 (execDuration=1241, exitCode=137, image=registry.example.com/report:1.4.2, name=report)
`,
);
write("compose-137.log", "report-1  | 2026/11/23 08:22:39 served 120000 requests\nreport-1 exited with code 137\n");

// Kubernetes (kubernetes.io: assign-memory-resource, node-pressure-eviction;
// pkg/kubelet/eviction and pkg/kubelet/oom for the events' texts)
write(
	"kubectl-describe.log",
	`Name:             report-5f7d8c9b6d-h4kpz
Namespace:        shop
Priority:         0
Service Account:  default
Node:             node-7/10.0.3.7
Start Time:       Mon, 23 Nov 2026 08:01:55 +0000
Labels:           app=report
                  pod-template-hash=5f7d8c9b6d
Status:           Running
IP:               10.244.2.31
Controlled By:    ReplicaSet/report-5f7d8c9b6d
Containers:
  report:
    Container ID:   containerd://7d0e9a6c1b4f4e53a8a2f7f9d6d1c3a5e0b2c4d6f8091a2b3c4d5e6f70819203
    Image:          registry.example.com/report:1.4.2
    Port:           8080/TCP
    Host Port:      0/TCP
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       OOMKilled
      Exit Code:    137
      Started:      Mon, 23 Nov 2026 08:01:58 +0000
      Finished:     Mon, 23 Nov 2026 08:22:40 +0000
    Ready:          False
    Restart Count:  3
    Limits:
      cpu:     2
      memory:  512Mi
    Requests:
      cpu:     250m
      memory:  256Mi
    Environment:
      GOMEMLIMIT:  480MiB
      GOGC:        100
Conditions:
  Type              Status
  Initialized       True
  Ready             False
QoS Class:                   Burstable
Events:
  Type     Reason     Age                From               Message
  ----     ------     ----               ----               -------
  Normal   Pulled     3m (x4 over 24m)   kubelet            Container image "registry.example.com/report:1.4.2" already present on machine
  Warning  BackOff    10s (x9 over 20m)  kubelet            Back-off restarting failed container report in pod report-5f7d8c9b6d-h4kpz_shop(0f0c)
`,
);
write(
	"kubectl-pods.log",
	`NAME                      READY   STATUS      RESTARTS      AGE
report-5f7d8c9b6d-h4kpz   0/1     OOMKilled   3 (30s ago)   6m18s
`,
);
write(
	"kubectl-pod.json",
	`${JSON.stringify(
		{
			apiVersion: "v1",
			kind: "Pod",
			metadata: { name: "report-5f7d8c9b6d-h4kpz", namespace: "shop" },
			spec: { containers: [{ name: "report", image: "registry.example.com/report:1.4.2", resources: { limits: { memory: "512Mi" }, requests: { memory: "256Mi" } } }] },
			status: {
				phase: "Running",
				containerStatuses: [
					{
						name: "report",
						restartCount: 3,
						ready: false,
						lastState: { terminated: { exitCode: 137, reason: "OOMKilled", startedAt: "2026-11-23T08:01:58Z", finishedAt: "2026-11-23T08:22:40Z" } },
						state: { waiting: { reason: "CrashLoopBackOff" } },
					},
				],
			},
		},
		null,
		2,
	)}\n`,
);
write(
	"kubectl-events.log",
	`LAST SEEN   TYPE      REASON      OBJECT                        MESSAGE
2m          Warning   SystemOOM   node/node-7                   System OOM encountered, victim process: report, pid: 48213
2m          Warning   BackOff     pod/report-5f7d8c9b6d-h4kpz   Back-off restarting failed container report in pod report-5f7d8c9b6d-h4kpz_shop(0f0c)
`,
);
write(
	"kubectl-evicted.log",
	`Name:           report-5f7d8c9b6d-h4kpz
Namespace:      shop
Status:         Failed
Reason:         Evicted
Message:        The node was low on resource: memory. Threshold quantity: 100Mi, available: 84920Ki. Container report was using 1830Mi, request is 256Mi, has larger consumption of memory.
`,
);

// The files of the cgroup itself (Documentation/admin-guide/cgroup-v2.rst,
// cgroup-v1/memory.rst)
write("memory.events", "low 0\nhigh 0\nmax 1190\noom 1\noom_kill 1\noom_group_kill 0\n");
write("memory.events-none", "low 0\nhigh 0\nmax 52\noom 0\noom_kill 0\noom_group_kill 0\n");
write("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n");

write("exit-137.log", "2026/11/23 08:22:39 served 120000 requests\nexit status 137\n");
write("exit-signal.log", "2026/11/23 08:22:39 served 120000 requests\nCommand terminated by signal 9\n");
// go test's and go build's word for a killed child (cmd/go; golang/go issues)
write("go-test-killed.log", "ok  \texample.com/shop/cart\t0.412s\nsignal: killed\nFAIL\texample.com/shop/report\t41.207s\nFAIL\n");
write("go-build-killed.log", "example.com/shop/report: /usr/local/go/pkg/tool/linux_amd64/link: signal: killed\n");

// Windows. The message, throw and frames: runtime/mem_windows.go of Go 1.26;
// shape of the stack as in mandiant/GoReSym#51 (Go 1.22), golang/go#33716
// (1.13) and golang/go#12587 (1.5); the frames of the program are those of a
// real crash on linux (crash/append.log), put below.
const crash = readFileSync("crash/append.log", "utf8");
const user = crash.slice(crash.indexOf("runtime.mallocgc("));
const windows = (head) => head + user.replaceAll("example.com/messages/", "C:/work/reports/").replaceAll(/^\truntime\//gm, "\tC:/Program Files/Go/src/runtime/");
const throwAt = (line, what, name) => `runtime stack:
runtime.throw({0x7ff60aa31f?, 0xf87ba7c000?})
	C:/Program Files/Go/src/runtime/panic.go:1229 +0x65 fp=0x4347fffa38 sp=0x4347fffa08 pc=0x478045
${name}(0xf870382000, ${what})
	C:/Program Files/Go/src/runtime/mem_windows.go:${line} +0x1bb fp=0x4347fffa98 sp=0x4347fffa38 pc=0x4577fb
runtime.sysUsed(...)
	C:/Program Files/Go/src/runtime/mem.go:83
runtime.(*mheap).allocSpan(0x76ce80, 0x8ee9, 0x0, 0x1)
	C:/Program Files/Go/src/runtime/mheap.go:1347 +0x487 fp=0x4347fffb38 sp=0x4347fffa98 pc=0x469a87
runtime.(*mheap).alloc.func1()
	C:/Program Files/Go/src/runtime/mheap.go:1017 +0x5c fp=0x4347fffb80 sp=0x4347fffb38 pc=0x46923c
runtime.systemstack(0xc018c84540)
	C:/Program Files/Go/src/runtime/asm_amd64.s:562 +0x49 fp=0x4347fffb90 sp=0x4347fffb80 pc=0x4a5fa9

goroutine 1 gp=0xc0000a0000 m=11 mp=0xc018c81808 [running]:
runtime.systemstack_switch()
	C:/Program Files/Go/src/runtime/asm_amd64.s:516 +0x8 fp=0xc000026b28 sp=0xc000026b18 pc=0x4a5f48
runtime.(*mheap).alloc(0x11dd2000?, 0x8ee9?, 0x0?)
	C:/Program Files/Go/src/runtime/mheap.go:1011 +0x5b fp=0xc000026b70 sp=0xc000026b28 pc=0x4690db
`;
const crlf = (text) => text.replaceAll("\n", "\r\n");
write("windows-1455.log", crlf(windows(`runtime: VirtualAlloc of 299704320 bytes failed with errno=1455\nfatal error: out of memory\n\n${throwAt(83, "0x11dd2000", "runtime.sysUsedOS")}`)));
write("windows-8.log", crlf(windows(`runtime: VirtualAlloc of 4194304 bytes failed with errno=8\nfatal error: out of memory\n\n${throwAt(83, "0x400000", "runtime.sysUsedOS")}`)));
write("windows-commit.log", crlf(windows(`runtime: VirtualAlloc of 32768 bytes failed with errno=487\nfatal error: runtime: failed to commit pages\n\n${throwAt(86, "0x8000", "runtime.sysUsedOS")}`)));
write(
	"windows-old.log",
	crlf(`runtime: VirtualAlloc of 0 bytes failed with errno=1455
fatal error: runtime: failed to commit pages

runtime stack:
runtime.throw(0x1091460, 0x1f)
	c:/go/src/runtime/panic.go:527 +0x97 fp=0x22f8d8 sp=0x22f8c0
runtime.sysUsed(0xc0848d2000, 0x2e000)
	c:/go/src/runtime/mem_windows.go:74 +0x188 fp=0x22f920 sp=0x22f8d8
runtime.mHeap_AllocSpanLocked(0x16677e0, 0x10, 0xc0839e4834)
	c:/go/src/runtime/mheap.go:554 +0x155 fp=0x22f978 sp=0x22f920
runtime.systemstack(0xc082010000)
	c:/go/src/runtime/asm_amd64.s:262 +0x7c

goroutine 226 [running]:
runtime.systemstack_switch()
	c:/go/src/runtime/asm_amd64.s:216 fp=0xc0824d3a90 sp=0xc0824d3a88
runtime.mallocgc(0x2e000, 0x0, 0x3, 0xc0824d3bd0)
	c:/go/src/runtime/malloc.go:668 +0xa12 fp=0xc0824d3b60 sp=0xc0824d3a90
runtime.rawbyteslice(0x2d001, 0x0, 0x0, 0x0)
	c:/go/src/runtime/string.go:284 +0x10a fp=0xc0824d3bb8 sp=0xc0824d3b60
main.readOrders(0xc08200e4a0, 0x0, 0x0, 0x0)
	C:/work/reports/orders.go:88 +0x1c5 fp=0xc0824d3f10 sp=0xc0824d3bb8
created by main.main
	C:/work/reports/main.go:31 +0x2b8

goroutine 1 [IO wait, 2670 minutes]:
net.runtime_pollWait(0x14e0bd8, 0x72, 0x13ad6930)
	c:/go/src/runtime/netpoll.go:157 +0x55
main.main()
	C:/work/reports/main.go:40 +0x3c0
`),
);
