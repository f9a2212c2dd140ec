/** Build info as Go's linker writes it since 1.18: a mark, flags, then the version and the modules with their lengths. */
export function drawBuildInfo(modules: string, version = 'go1.26.0'): Buffer {
  const header = Buffer.alloc(32);
  header.write('\xff Go buildinf:', 'latin1');
  header[14] = 8;
  header[15] = 2;
  // Programs find the list in memory by what stands around it.
  const wrapped = Buffer.concat([Buffer.alloc(16, 0x30), Buffer.from(modules), Buffer.alloc(16, 0xf9)]);
  return Buffer.concat([header, withLength(Buffer.from(version)), withLength(wrapped)]);
}

function withLength(content: Buffer): Buffer {
  const length: number[] = [];
  let rest = content.length;
  for (; rest >= 0x80; rest >>= 7) length.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([...length, rest]), content]);
}
