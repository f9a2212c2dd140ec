// node cut.mjs IN OUT: copies an executable of a Go program so that only what
// a reader of its build information needs is left: headers, section tables
// and names, notes, the build info section and the strings it points to. All
// else becomes zero bytes (the size stays); OUT is gzipped, a few kB.
// Fails when the build info is not where it is expected (-none: none wanted).
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const [input, output, none] = process.argv.slice(2);
const file = readFileSync(input);
const kept = [];
const keep = (start, length) => kept.push([start, Math.min(file.length, start + length)]);
/** Pieces of memory and where they are in the file: [address, offset, length]. */
let map = [];
let little = true;

function elf() {
	const wide = file[4] === 2;
	little = file[5] === 1;
	const u16 = (at) => (little ? file.readUInt16LE(at) : file.readUInt16BE(at));
	const u32 = (at) => (little ? file.readUInt32LE(at) : file.readUInt32BE(at));
	const word = (at) => (wide ? Number(little ? file.readBigUInt64LE(at) : file.readBigUInt64BE(at)) : u32(at));
	keep(0, wide ? 64 : 52);
	const [phoff, shoff] = wide ? [word(32), word(40)] : [word(28), word(32)];
	const [phentsize, phnum, shentsize, shnum, shstrndx] = [0, 2, 4, 6, 8].map((i) => u16((wide ? 54 : 42) + i));
	keep(phoff, phentsize * phnum);
	keep(shoff, shentsize * shnum);
	for (let i = 0; i < phnum; i++) {
		const at = phoff + i * phentsize;
		if (u32(at) !== 1) continue;
		map.push(wide ? [word(at + 16), word(at + 8), word(at + 32)] : [word(at + 8), word(at + 4), word(at + 16)]);
	}
	const section = (i) => {
		const at = shoff + i * shentsize;
		return { name: u32(at), type: u32(at + 4), offset: word(at + (wide ? 24 : 16)), size: word(at + (wide ? 32 : 20)) };
	};
	const names = section(shstrndx);
	keep(names.offset, names.size);
	for (let i = 0; i < shnum; i++) {
		const { name, type, offset, size } = section(i);
		const end = file.indexOf(0, names.offset + name);
		const text = file.toString("latin1", names.offset + name, end);
		if (type === 7 || text === ".interp") keep(offset, size); // notes
	}
}

function macho() {
	const wide = file.readUInt32LE(0) === 0xfeedfacf;
	const size = wide ? 32 : 28;
	keep(0, size + file.readUInt32LE(20));
	let at = size;
	for (let i = 0; i < file.readUInt32LE(16); i++) {
		if (file.readUInt32LE(at) === 0x19) map.push([24, 40, 48].map((d) => Number(file.readBigUInt64LE(at + d))));
		at += file.readUInt32LE(at + 4);
	}
}

function pe() {
	const head = file.readUInt32LE(0x3c);
	const sections = file.readUInt16LE(head + 6);
	const optional = file.readUInt16LE(head + 20);
	const wide = file.readUInt16LE(head + 24) === 0x20b;
	const base = wide ? Number(file.readBigUInt64LE(head + 48)) : file.readUInt32LE(head + 52);
	const table = head + 24 + optional;
	keep(0, table + sections * 40);
	const symbols = file.readUInt32LE(head + 12);
	// the string table's length and the names of sections, which come first
	if (symbols) keep(symbols + 18 * file.readUInt32LE(head + 16), 300);
	for (let i = 0; i < sections; i++) {
		const at = table + i * 40;
		map.push([base + file.readUInt32LE(at + 12), file.readUInt32LE(at + 20), file.readUInt32LE(at + 16)]);
	}
}

if (file.readUInt32BE(0) === 0x7f454c46) elf();
else if ([0xfeedface, 0xfeedfacf].includes(file.readUInt32LE(0))) macho();
else if (file.readUInt16BE(0) === 0x4d5a) pe();
else keep(0, 4096); // XCOFF, Plan 9: the headers are at the start

const offsetOf = (address) => {
	const piece = map.find(([start, , length]) => address >= start && address < start + length);
	if (!piece) throw new Error(`no part of ${input} holds ${address.toString(16)}`);
	return address - piece[0] + piece[1];
};

const magic = Buffer.from("\xff Go buildinf:", "latin1");
let at = -1;
do {
	at = file.indexOf(magic, at + 1);
	// the magic also stands in programs that read build info; the real one is
	// at a multiple of 16 and is followed by a pointer size or a flag
} while (at >= 0 && (at % 16 !== 0 || !(file[at + 15] & 2 || [4, 8].includes(file[at + 14]))));
if (at < 0 !== Boolean(none)) throw new Error(`${input}: build info ${none ? "found" : "not found"}`);
if (at >= 0) {
	keep(at, 32);
	if (file[at + 15] & 2) {
		let next = at + 32;
		for (let i = 0; i < 2; i++) {
			let length = 0;
			let shift = 0;
			let byte;
			do {
				byte = file[next++];
				length |= (byte & 127) << shift;
				shift += 7;
			} while (byte & 128);
			next += length;
		}
		keep(at, next - at);
	} else {
		const size = file[at + 14];
		const big = file[at + 15] & 1;
		const word = (where) =>
			size === 8
				? Number(big ? file.readBigUInt64BE(where) : file.readBigUInt64LE(where))
				: big
					? file.readUInt32BE(where)
					: file.readUInt32LE(where);
		for (const pointer of [word(at + 16), word(at + 16 + size)]) {
			if (pointer === 0) continue;
			const header = offsetOf(pointer);
			keep(header, 2 * size);
			const length = word(header + size);
			if (length > 0) keep(offsetOf(word(header)), length);
		}
	}
}

const out = Buffer.alloc(file.length);
for (const [start, end] of kept) file.copy(out, start, start, end);
writeFileSync(output, gzipSync(out, { level: 9 }));
