/** What is asked about a program's memory, as plain data: files are read, and code for it is loaded, where it is done. */
export interface MemoryTask {
  readonly tool: MemoryTool;
  /** Files and directories as they were named; without any the open profiles are meant. */
  readonly files: readonly string[];
  readonly isJson: boolean;
  /** How many suspects are told. */
  readonly limit: number;
  /** Whether it is about all that was ever allocated; undefined for what the sample type in use says. */
  readonly isChurn: boolean | undefined;
  /** A file with entries of the user's for the catalogue; empty for the one among the settings, if it is there. */
  readonly catalogue: string;
}

export const MEMORY_TOOLS = ['doctor', 'leaks', 'growth', 'suspects', 'memstats', 'objects'] as const;
export type MemoryTool = (typeof MEMORY_TOOLS)[number];

/** Whether it reads files of any kind itself, instead of looking into profiles that are open. */
export function takesFiles(tool: MemoryTool): boolean {
  return tool === 'doctor' || tool === 'leaks';
}

export function isMemoryTool(word: string | undefined): word is MemoryTool {
  return (MEMORY_TOOLS as readonly (string | undefined)[]).includes(word);
}
