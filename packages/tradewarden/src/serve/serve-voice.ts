import { systemClock } from '@tradewarden/core';
import type { Terminal } from '../console/terminal.ts';

/** Says one thing that matters: a line for people, or one JSON object with the facts. */
export type Say = (event: string, text: string, facts?: Readonly<Record<string, unknown>>) => void;

/** With `json` NDJSON, else lines; whatever a plan is called, it stays one line. */
export const serveVoice =
  ({ out }: Pick<Terminal, 'out'>, json: boolean): Say =>
  (event, text, facts = {}) => {
    const at = new Date(systemClock.now()).toISOString();
    out(json ? `${JSON.stringify({ event, at, ...facts })}\n` : `${text.replaceAll(/\p{Cc}+/gu, ' ')}\n`);
  };
