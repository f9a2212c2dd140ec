import { localEngine } from '../../src/host/engine.ts';
import { Interpreter, type InterpreterSurroundings } from '../../src/host/interpreter.ts';
import { IN_SHELL } from '../../src/host/output.ts';
import { plainText } from '../../src/report/line.ts';
import { openSession, SHELL_OPTIONS } from '../../src/shell/session.ts';
import { openWorkspace, type Workspace } from '../../src/shell/workspace.ts';
import { drawProfile } from './draw-profile.ts';
import { fakeHost } from './fake-host.ts';

/** A shell on a drawn profile, on a machine made of a few files. */
export interface DrawnShell {
  /** Runs a line; what it printed, and what it told besides, as it came. Rejects as the interpreter does. */
  type(line: string): Promise<string>;
  readonly interpreter: Interpreter;
  readonly workspace: Workspace;
  /** Files that were written. */
  readonly written: ReadonlyMap<string, string>;
}

export interface DrawnShellOptions
  extends Partial<Pick<InterpreterSurroundings, 'dialect' | 'showScreen' | 'showText' | 'copyText' | 'handOver'>> {
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly history?: readonly string[];
  /** Whether somebody reads along, on a terminal. */
  readonly hasTerminal?: boolean;
}

export function drawnShell(
  drawing: string,
  { files = {}, env = {}, history = [], hasTerminal = true, dialect = 'shell', ...views }: DrawnShellOptions = {},
): DrawnShell {
  const machine = fakeHost({ files, env });
  let told = '';
  const engine = localEngine({
    machine,
    explains: hasTerminal,
    tools: '',
    hasTerminal,
    drawFor: () => plainText,
    ...IN_SHELL,
  });
  const interpreter = new Interpreter(openWorkspace(openSession(drawProfile(drawing), 'drawn.pb', SHELL_OPTIONS)), {
    engine,
    machine,
    dialect,
    sink: {
      message: (text) => {
        told += text.endsWith('\n') ? text : `${text}\n`;
      },
      write: async (chunk) => {
        told += Buffer.from(chunk).toString();
      },
    },
    history: () => history,
    ...views,
  });
  return {
    async type(line) {
      told = '';
      await interpreter.run(line);
      return told;
    },
    interpreter,
    get workspace() {
      return interpreter.workspace;
    },
    written: machine.written,
  };
}
