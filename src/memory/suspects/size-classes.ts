/**
 * The sizes that Go's allocator rounds blocks up to, as `cap(append([]byte(nil), make([]byte, n)...))` tells for every n up
 * to 66,000 with Go 1.26 (`runtime.MemStats.BySize` has those up to 18,432). Larger blocks are whole pages of 8 kB.
 */
export const SIZE_CLASSES: readonly number[] = [
  8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416, 448, 480,
  512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072, 3200, 3456, 4096, 4864,
  5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728, 10240, 10880, 12288, 13568, 14336, 16384, 18432, 19072, 20480, 21760,
  24576, 27264, 28672, 32768,
];

const LARGEST_CLASS = 32_768;
const PAGE = 8_192;

/** Bytes that a block of so many bytes takes. */
export function roundedToClass(bytes: number): number {
  if (bytes > LARGEST_CLASS) return Math.ceil(bytes / PAGE) * PAGE;
  return SIZE_CLASSES[firstClassOf(bytes)];
}

/** The first class that is not smaller, by bisection. */
function firstClassOf(bytes: number): number {
  let low = 0;
  let high = SIZE_CLASSES.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (SIZE_CLASSES[middle] < bytes) low = middle + 1;
    else high = middle;
  }
  return low;
}
