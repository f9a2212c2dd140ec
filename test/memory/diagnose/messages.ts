/** What `doctor` says about each log, beside what it should say (messages/README.md). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnose } from '../../../src/memory/doctor/diagnose.ts';
import type { Ended } from '../../../src/memory/doctor/ended.ts';
import type { SourceFrame } from '../../../src/memory/statement.ts';
import { CATALOGUE } from '../../../src/memory/suspects/catalogue.ts';
import { caseOf, DAY } from './read-files.ts';

/** What expected.json has of a process; of logs with several, of the first. */
interface Expected {
  readonly ended?: string | null;
  readonly alsoAccepted?: readonly (string | null)[];
  readonly requestedBytes?: number | null;
  readonly failingFunction?: string | null;
  readonly alsoAcceptedFunctions?: readonly (string | null)[];
  readonly processes?: readonly Expected[];
}

export interface ExaminedMessage {
  readonly file: string;
  /** What is wrong, a sentence each; none where all is right. */
  readonly wrong: readonly string[];
}

/** The folders with logs: not those with profiles as text, and with programs. */
const LOGS = /^(?:crash|old|os|wrapped|gctrace)\//;

/** In expected.json these are called otherwise than in `doctor`. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  'killed, cause unknown': 'killed',
  'not out of memory': 'not memory',
};

const NOTHING = 'nothing';

/** `root` is the folder of all messages. */
export function messageFiles(root: string): readonly string[] {
  return Object.keys(expectations(root)).filter((file) => LOGS.test(file));
}

export async function examineMessage(root: string, file: string): Promise<ExaminedMessage> {
  const expected = expectations(root)[file];
  const { endings, suspects } = diagnose(await caseOf([join(root, file)]), { day: DAY, catalogue: CATALOGUE });
  const told = endings.filter((ending): ending is Ended => 'ended' in ending);
  const all = expected.processes ?? [expected];
  // Each process is compared with the ending that fits it best, and no ending with two.
  const left = [...told];
  const wrong = all.flatMap((one) => {
    const compared = left.map((ending) => ({ ending, wrong: differences(one, ending) }));
    const [best] = compared.sort((a, b) => a.wrong.length - b.wrong.length);
    // A panic that was caught ends nothing, but has a place.
    if (best === undefined) return differences(one, undefined, suspects.at(0)?.frame);
    left.splice(left.indexOf(best.ending), 1);
    return best.wrong;
  });
  return { file, wrong };
}

function expectations(root: string): Readonly<Record<string, Expected>> {
  return JSON.parse(readFileSync(join(root, 'expected.json'), 'utf8'));
}

function differences(
  expected: Expected,
  told: Ended | undefined,
  place: SourceFrame | undefined = told?.crash?.failing,
): readonly string[] {
  const wrong: string[] = [];
  const accepted = [expected.ended ?? null, ...(expected.alsoAccepted ?? [])].map(
    (ended) => OTHER_WORDS[ended ?? ''] ?? ended ?? NOTHING,
  );
  // A crash whose message is not there is as good as nothing told.
  const ended = told === undefined || told.ended === 'unknown' ? NOTHING : told.ended;
  if (!accepted.includes(ended)) wrong.push(`ended: ${ended}, not ${accepted.join(' or ')}`);
  const { requestedBytes, failingFunction, alsoAcceptedFunctions = [] } = expected;
  const asked = told?.crash?.requestedBytes;
  if (requestedBytes != null && asked !== requestedBytes) wrong.push(`asked for ${asked}, not ${requestedBytes}`);
  const failing = place?.function ?? null;
  const isTold = failingFunction === undefined || failing === failingFunction;
  if (!isTold && !alsoAcceptedFunctions.includes(failing)) {
    wrong.push(`failed in ${failing ?? NOTHING}, not ${failingFunction ?? NOTHING}`);
  }
  return wrong;
}
