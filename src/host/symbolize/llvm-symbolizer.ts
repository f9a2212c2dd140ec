import { addressLines, parseInlinedCalls } from './inlined-calls.ts';
import type { SymbolTool } from './symbol-tool.ts';

/** LLVM's tool. Its places have a column. */
export const llvmSymbolizer: SymbolTool = {
  name: 'llvm-symbolizer',
  async frames({ binary, addresses, run }) {
    const args = [`--obj=${binary}`, '--functions=linkage', '--no-demangle', '--print-address'];
    return parseInlinedCalls(await run(args, addressLines(addresses)), addresses, /^(.*):(\d+):\d+$/);
  },
};
