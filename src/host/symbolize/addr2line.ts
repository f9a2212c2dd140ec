import { addressLines, parseInlinedCalls } from './inlined-calls.ts';
import type { SymbolTool } from './symbol-tool.ts';

/** The tool of GNU binutils. Its places may have a question mark for the line, and a "discriminator" for parts of one. */
export const addr2line: SymbolTool = {
  name: 'addr2line',
  async frames({ binary, addresses, run }) {
    const args = [`--exe=${binary}`, '--functions', '--inlines', '--addresses'];
    const place = /^(.*):(\d+|\?)(?: \(discriminator \d+\))?$/;
    return parseInlinedCalls(await run(args, addressLines(addresses)), addresses, place);
  },
};
