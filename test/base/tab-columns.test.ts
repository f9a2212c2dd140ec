import { describe, expect, test } from 'vitest';
import { alignTabs } from '../../src/base/tab-columns.ts';

// What text/tabwriter of Go 1.26 makes of them (AlignRight, padding 1).
describe('columns', () => {
  test.each([
    ['a column is as wide as its widest cell', 'a:\tx\nlong:\ty\n', '    a:x\n long:y\n'],
    ['lines without the cell end a column', 'long:\tx\n\na:\ty\n', ' long:x\n\n a:y\n'],
    ['later columns begin anew in every block', 'k:\tt\n \t10:\tx\n \t5:\ty\n', ' k:t\n    10:x\n     5:y\n'],
    ['widths count characters', 'ü:\tx\nab:\ty\n', '  ü:x\n ab:y\n'],
    ['from 0xff to 0xff tabs are text', 'a\udcff\tb\udcff\tx\nc\ty\n', ' a\udcff\tb\udcffx\n   cy\n'],
    ['a single 0xff makes text of all that follows', 'a\tx\udcff\nb\ty\n', ' ax\udcff\nb\ty\n'],
  ])('%s', (_, text, aligned) => expect(alignTabs(text)).toBe(aligned));
});
