import { asciiText } from '../base/ascii-text.ts';
import { bytesOfText, textOfBytes } from '../base/byte-text.ts';

/** Whether text is drawn with ASCII alone; may change at any time. */
export interface Look {
  isAscii: boolean;
}

/** The same stream, but that what is written to it is ASCII as long as the look says so. */
export function asciiOutput(stream: NodeJS.WriteStream, look: Look): NodeJS.WriteStream {
  const write = (chunk: string | Uint8Array, ...rest: unknown[]) =>
    (stream.write as (...args: unknown[]) => boolean)(look.isAscii ? inAscii(chunk) : chunk, ...rest);
  return new Proxy(stream, {
    get(target, key) {
      if (key === 'write') return write;
      const value = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function inAscii(chunk: string | Uint8Array): string | Uint8Array {
  return typeof chunk === 'string' ? asciiText(chunk) : bytesOfText(asciiText(textOfBytes(chunk)));
}

/** Whether the locale says that its characters are not UTF-8; where it says nothing, they mostly are. */
export function isAsciiLocale({ env }: { env(name: string): string | undefined }): boolean {
  const locale = env('LC_ALL') || env('LC_CTYPE') || env('LANG');
  return locale !== undefined && locale !== '' && !/utf-?8/i.test(locale);
}
