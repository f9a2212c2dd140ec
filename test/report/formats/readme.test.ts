import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ALL_REPORTS, EXAMPLES, readmeSections, reportNamed } from './examples.ts';
import { formattedText, shop } from './formatted-text.ts';

const readme = join(import.meta.dirname, '../../../src/report/formats/README.md');
const GENERATED = '<!-- Below this line all is made by `npm run golden`, from the reports themselves. -->\n';

test('README.md says what the reports write', async () => {
  const [written] = readFileSync(readme, 'utf8').split(GENERATED);
  await expect(`${written}${GENERATED}\n${readmeSections()}`).toMatchFileSnapshot(readme);
});

test.each(['json', 'csv', 'markdown'] as const)('the example of %s above is what is written', (format) => {
  const text = formattedText(reportNamed('top'), format, { profile: shop, options: { nodecount: 2 } });
  expect(readFileSync(readme, 'utf8')).toContain(`\`\`\`${format}\n${text}\`\`\`\n`);
});

test('every report is documented', () => {
  expect(EXAMPLES.flatMap(({ reports }) => reports).sort()).toEqual(ALL_REPORTS.map(({ name }) => name).sort());
});
