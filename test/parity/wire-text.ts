/**
 * A profile.proto message as text, one field a line: what is compared byte by byte still reads well where it differs.
 * Nothing gets lost: packed and single numbers, the order of fields and numbers written longer than needed all show.
 */

type Shape = Readonly<Record<number, Field>>;
interface Field {
  readonly name: string;
  readonly message?: Shape;
  readonly isText?: boolean;
}

const number = (name: string): Field => ({ name });
const message = (name: string, shape: Shape): Field => ({ name, message: shape });

const VALUE_TYPE: Shape = { 1: number('type'), 2: number('unit') };
const PROFILE: Shape = {
  1: message('sample_type', VALUE_TYPE),
  2: message('sample', {
    1: number('location_id'),
    2: number('value'),
    3: message('label', { 1: number('key'), 2: number('str'), 3: number('num'), 4: number('num_unit') }),
  }),
  3: message('mapping', {
    1: number('id'),
    2: number('memory_start'),
    3: number('memory_limit'),
    4: number('file_offset'),
    5: number('filename'),
    6: number('build_id'),
    7: number('has_functions'),
    8: number('has_filenames'),
    9: number('has_line_numbers'),
    10: number('has_inline_frames'),
  }),
  4: message('location', {
    1: number('id'),
    2: number('mapping_id'),
    3: number('address'),
    4: message('line', { 1: number('function_id'), 2: number('line'), 3: number('column') }),
    5: number('is_folded'),
  }),
  5: message('function', {
    1: number('id'),
    2: number('name'),
    3: number('system_name'),
    4: number('filename'),
    5: number('start_line'),
  }),
  6: { name: 'string_table', isText: true },
  7: number('drop_frames'),
  8: number('keep_frames'),
  9: number('time_nanos'),
  10: number('duration_nanos'),
  11: message('period_type', VALUE_TYPE),
  12: number('period'),
  13: number('comment'),
  14: number('default_sample_type'),
  15: number('doc_url'),
};

/** The fields of a message, a line each; from where it cannot be read on, its bytes. */
export function wireText(bytes: Uint8Array): string {
  return fieldTexts(bytes, PROFILE)
    .map((line) => `${line}\n`)
    .join('');
}

function fieldTexts(bytes: Uint8Array, shape: Shape): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [tag, bodyStart] = varintAt(bytes, at);
    const field = shape[Number(tag >> 3n)] ?? { name: `field ${tag >> 3n}` };
    const wireType = tag & 7n;
    const [value, valueEnd] = varintAt(bytes, bodyStart);
    if (wireType === 0n && valueEnd <= bytes.length) {
      lines.push(`${field.name}: ${varintText(value, valueEnd - bodyStart)}`);
      at = valueEnd;
    } else if (wireType === 2n && valueEnd + Number(value) <= bytes.length) {
      at = valueEnd + Number(value);
      lines.push(bodyText(field, bytes.subarray(valueEnd, at)));
    } else {
      lines.push(`bytes ${hex(bytes.subarray(at))}`);
      break;
    }
  }
  return lines;
}

function bodyText({ name, message: shape, isText }: Field, body: Uint8Array): string {
  if (isText) return `${name}: ${JSON.stringify(Buffer.from(body).toString('latin1'))}`;
  if (shape !== undefined) return `${name} { ${fieldTexts(body, shape).join(' ')} }`;
  const packed: string[] = [];
  for (let at = 0; at < body.length; ) {
    const [value, end] = varintAt(body, at);
    packed.push(varintText(value, end - at));
    at = end;
  }
  return `${name}: [${packed.join(' ')}]`;
}

/** Reads a number; the position behind it is past the end where it is cut. */
function varintAt(bytes: Uint8Array, start: number): [value: bigint, end: number] {
  let value = 0n;
  let at = start;
  for (let shift = 0n; ; shift += 7n, at++) {
    if (at >= bytes.length) return [value, bytes.length + 1];
    value |= BigInt(bytes[at] & 0x7f) << shift;
    if (bytes[at] < 0x80) return [value, at + 1];
  }
}

function varintText(value: bigint, size: number): string {
  const shortest = Math.max(1, Math.ceil(value.toString(2).length / 7));
  return size === shortest ? String(BigInt.asIntN(64, value)) : `${BigInt.asIntN(64, value)} (${size} bytes)`;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
