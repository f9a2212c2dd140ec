import { gzipSync } from 'node:zlib';

/** A profile as files hold it: compressed, without a time, so that equal profiles are equal files. */
export function gzipProfile(bytes: Uint8Array): Uint8Array {
  const gzip = gzipSync(bytes);
  gzip[OS_BYTE] = UNKNOWN_OS;
  return gzip;
}

const OS_BYTE = 9;
const UNKNOWN_OS = 255;
