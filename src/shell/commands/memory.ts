/** The commands about memory. They only say what is asked for: the work is done where files can be read meanwhile. */
import { UserError } from '../../base/errors.ts';
import { closestWord } from '../language/closest-word.ts';
import type { Command } from '../language/command.ts';
import type { Word } from '../language/words.ts';
import { type MemoryTask, type MemoryTool, takesFiles } from '../memory-task.ts';
import { homeDirectory } from '../user-directories.ts';

export const doctorCommand = memoryCommand('doctor', {
  summary: 'Say what ended a program that ran out of memory, where its memory is, and which line to change.',
  usage: [
    'doctor [file or directory]… [n] [-json] [-catalogue=file]',
    'any mix of crash logs, kernel logs, GC traces, heap and goroutine profiles, and the program itself',
    'alone: looks into the open profiles',
  ],
  argument: 'files',
});

export const leaksCommand = memoryCommand('leaks', {
  summary: 'Find what grows over several heap or goroutine profiles.',
  usage: [
    'leaks <file or directory>… [n] [-json] [-catalogue=file]',
    'the more snapshots, the surer; their times are read from them, else from their names',
  ],
  argument: 'files',
});

export const growthCommand = memoryCommand('growth', {
  summary: 'Find what grows over the profiles that are open.',
  usage: ['growth [n] [-json] [-catalogue=file]'],
  argument: 'nothing',
});

export const suspectsCommand = memoryCommand('suspects', {
  summary: 'Name the code of a heap profile that looks like a known fault, with what speaks for and against it.',
  usage: [
    'suspects [n] [-inuse | -alloc] [-json] [-catalogue=file]',
    '-inuse looks for what is kept, -alloc for what is made needlessly; alone the sample type in use decides',
  ],
  argument: 'nothing',
});

export const memstatsCommand = memoryCommand('memstats', {
  summary: 'Show and explain the MemStats that a heap profile as text (debug=1) ends with.',
  usage: ['memstats [-json]'],
  argument: 'nothing',
});

export const objectsCommand = memoryCommand('objects', {
  summary: 'Count the objects of a heap profile by size, and by function with their average size.',
  usage: ['objects [n] [-inuse | -alloc] [-json]'],
  argument: 'nothing',
});

/** How many suspects are told where nobody says. */
const USUAL_LIMIT = 5;

function memoryCommand(tool: MemoryTool, about: Pick<Command, 'summary' | 'usage' | 'argument'>): Command {
  return {
    ...about,
    name: tool,
    section: 'memory',
    isOurs: true,
    run({ machine }, words) {
      const task = readMemoryWords(tool, words, homeDirectory(machine));
      const [file] = task.files;
      if (file !== undefined && !takesFiles(tool)) {
        throw new UserError(`${tool} is about the profiles that are open`, `load ${file}; ${tool}`);
      }
      return { type: 'examine', task };
    },
  };
}

/** Reads the words behind one of these commands. Throws UserError for flags there are none of. */
export function readMemoryWords(tool: MemoryTool, words: readonly Word[], home: string | undefined): MemoryTask {
  let task: MemoryTask = { tool, files: [], isJson: false, limit: USUAL_LIMIT, isChurn: undefined, catalogue: '' };
  for (const { text, isQuoted } of words) {
    const flag = isQuoted ? undefined : text;
    if (flag === '-json') task = { ...task, isJson: true };
    else if (flag === '-inuse' || flag === '-alloc') task = { ...task, isChurn: flag === '-alloc' };
    else if (flag?.startsWith('-catalogue=')) task = { ...task, catalogue: withHome(flag.slice(11), home) };
    else if (flag?.startsWith('-')) throw unknownFlag(tool, flag);
    else if (flag !== undefined && /^\d{1,6}$/.test(flag)) task = { ...task, limit: Number(flag) };
    else task = { ...task, files: [...task.files, withHome(text, home)] };
  }
  return task;
}

const FLAGS = ['-json', '-inuse', '-alloc', '-catalogue='];

function unknownFlag(tool: MemoryTool, flag: string): UserError {
  const closest = closestWord(flag, FLAGS);
  const hint = closest === undefined ? `help ${tool} tells what there is` : `did you mean ${closest}?`;
  return new UserError(`${tool} has no flag ${flag}`, hint);
}

/** A path with the `~` of its beginning spelled out. */
function withHome(path: string, home: string | undefined): string {
  return home !== undefined && /^~(?:[\\/]|$)/.test(path) ? home + path.slice(1) : path;
}
