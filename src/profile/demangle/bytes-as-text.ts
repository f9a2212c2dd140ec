import { bytesOfText } from '../../base/byte-text.ts';

/** The UTF-8 bytes of a text, each as one character. */
export function bytesAsText(text: string): string {
  return Buffer.from(bytesOfText(text)).toString('latin1');
}
