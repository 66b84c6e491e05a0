/** Where a command reads and writes; the process in production, buffers in tests. */
export interface Terminal {
  readonly stdin: NodeJS.ReadableStream;
  /** Results only: with `--json`, one document and nothing else. */
  readonly out: (text: string) => void;
  /** Messages, logs and progress. */
  readonly err: (text: string) => void;
  /** Whether progress may be drawn on standard error. */
  readonly interactive: boolean;
  readonly color: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  /** Calls back for every signal that asks for a kill, until what it returns is called; absent: there is no such signal. */
  readonly onKillSignal?: (asked: (name: string) => void) => () => void;
}
