// Records how the pprof of the installed Go writes the names of the files given here: `node record.mjs *.txt`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Function as Fn, Line, Location, Mapping, Profile, Sample, StringTable, ValueType } from 'pprof-format';

const pprof = execFileSync('go', ['tool', '-n', 'pprof'], { encoding: 'utf8' }).trim();

for (const file of process.argv.slice(2)) {
  const names = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((row) => row.split('\t')[0]);
  const columns = ['full', 'templates', 'default'].map((mode) => recorded(names, mode));
  const rows = names.map((name, i) => {
    const [full, templates, short] = columns.map((column) => (column[i] === name ? '=' : column[i]));
    const cells = [name, full, templates === full ? '' : templates, short === templates ? '' : short];
    return cells.join('\t').trimEnd();
  });
  writeFileSync(file, `${rows.join('\n')}\n`);
}

/** The names as pprof has them in a copy of a profile, one sample and function for each. */
function recorded(names, mode) {
  const folder = mkdtempSync(join(tmpdir(), 'demangle-'));
  const input = join(folder, 'in.pb');
  const output = join(folder, 'out.pb.gz');
  writeFileSync(input, profileOf(names).encode());
  execFileSync(pprof, [`-symbolize=demangle=${mode}`, '-proto', `-output=${output}`, input], { stdio: 'ignore' });
  const profile = Profile.decode(gunzipSync(readFileSync(output)));
  rmSync(folder, { recursive: true });
  const byId = new Map(profile.function.map((fn) => [Number(fn.id), fn]));
  return names.map((_, i) => profile.stringTable.strings[Number(byId.get(i + 1).name)]);
}

function profileOf(names) {
  const stringTable = new StringTable();
  const text = (value) => stringTable.dedup(value);
  const ids = names.map((_, i) => i + 1);
  return new Profile({
    stringTable,
    sampleType: [new ValueType({ type: text('samples'), unit: text('count') })],
    mapping: [new Mapping({ id: 1, memoryLimit: 2 ** 40, filename: text('/bin/a'), hasFunctions: true })],
    function: ids.map((id) => new Fn({ id, name: text(names[id - 1]), systemName: text(names[id - 1]) })),
    location: ids.map((id) => new Location({ id, mappingId: 1, address: id, line: [new Line({ functionId: id })] })),
    sample: ids.map((id) => new Sample({ locationId: [id], value: [1] })),
  });
}
