/** Small ELF files, built from what matters of them. */
export interface DrawnElf {
  readonly wordSize?: 4 | 8;
  readonly isLittle?: boolean;
  readonly segments?: readonly DrawnSegment[];
  /** In hexadecimal, in a section or a segment of notes, behind a note of somebody else. */
  readonly buildId?: string;
  readonly buildIdIn?: 'section' | 'segment';
}

export interface DrawnSegment {
  readonly offset: number;
  readonly size: number;
  readonly address: number;
  readonly flags?: 'R' | 'RX' | 'RW';
}

export function drawElf({
  wordSize = 8,
  isLittle = true,
  segments = [],
  buildId = '',
  buildIdIn = 'section',
}: DrawnElf = {}): Uint8Array {
  const bytes: number[] = [];
  const number = (value: number, size: number) => {
    const order = Array.from({ length: size }, (_, i) => Math.floor(value / 2 ** (8 * i)) % 256);
    bytes.push(...(isLittle ? order : order.reverse()));
  };
  const words = (...values: number[]) => values.forEach((value) => void number(value, wordSize));
  const halves = (...values: number[]) => values.forEach((value) => void number(value, 2));
  const is64 = wordSize === 8;
  const [headerSize, segmentSize, sectionSize] = is64 ? [64, 56, 64] : [52, 32, 40];

  const note = (name: string, type: number, text: readonly number[]) => {
    number(name.length + 1, 4);
    number(text.length, 4);
    number(type, 4);
    bytes.push(...Buffer.from(`${name}\0`.padEnd(Math.ceil((name.length + 1) / 4) * 4, '\0')), ...text);
    while (bytes.length % 4 !== 0) bytes.push(0);
  };
  const notes = (): number => {
    const start = bytes.length;
    note('ABC', 3, [1, 2, 3]);
    note('GNU', 3, [...Buffer.from(buildId, 'hex')]);
    return bytes.length - start;
  };

  const isNoteSection = buildId !== '' && buildIdIn === 'section';
  const isNoteSegment = buildId !== '' && buildIdIn === 'segment';
  const rows = segments.length + (isNoteSegment ? 1 : 0);
  const tablesEnd = headerSize + rows * segmentSize + (isNoteSection ? sectionSize : 0);
  const noteSize = 16 + 4 + 16 + Math.ceil(buildId.length / 8) * 4;

  bytes.push(0x7f, ...Buffer.from('ELF'), is64 ? 2 : 1, isLittle ? 1 : 2, 1, ...new Array<number>(9).fill(0));
  halves(3, is64 ? 62 : 3);
  number(1, 4);
  words(0, rows === 0 ? 0 : headerSize, isNoteSection ? headerSize + rows * segmentSize : 0);
  number(0, 4);
  halves(headerSize, segmentSize, rows, sectionSize, isNoteSection ? 1 : 0, 0);

  const segment = (type: number, { offset, size, address, flags = 'RX' }: DrawnSegment) => {
    const bits = { R: 4, RX: 5, RW: 6 }[flags];
    number(type, 4);
    if (is64) number(bits, 4);
    words(offset, address, address, size, size);
    if (!is64) number(bits, 4);
    words(0x1000);
  };
  for (const drawn of segments) segment(1, drawn);
  if (isNoteSegment) segment(4, { offset: tablesEnd, size: noteSize, address: 0, flags: 'R' });
  if (isNoteSection) {
    number(0, 4);
    number(7, 4);
    words(0, 0, tablesEnd, noteSize);
    number(0, 4);
    number(0, 4);
    words(4, 0);
  }
  if (buildId !== '') {
    const size = notes();
    if (size !== noteSize) throw new Error(`notes of ${size} bytes drawn, ${noteSize} announced`);
  }
  return Uint8Array.from(bytes);
}
