import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Channel, plainText } from '@tradewarden/core';

/** One time that a message reached its reader. */
export interface Delivered {
  readonly deliveryId: string;
  readonly attempt: number;
  /** It said that it may have come before. */
  readonly repeat: boolean;
}

const logIn = (directory: string): string => join(directory, 'deliveries.log');

/** A channel into a file: what was appended was read, whoever dies afterwards. */
export const fileChannel = (directory: string): Channel => ({
  specification: 'channel/v1',
  id: 'file',
  capabilities: {
    maximumLength: 10_000,
    lengthUnit: 'code-points',
    maximumParts: 1,
    edit: false,
    silent: false,
    idempotencyKey: false,
  },
  render: (message) => [{ text: plainText(message) }],
  deliver: async (_part, { deliveryId, attempt, repeat = false }) => {
    const delivered: Delivered = { deliveryId, attempt, repeat };
    appendFileSync(logIn(directory), `${JSON.stringify(delivered)}\n`);
    return { status: 'delivered' };
  },
});

/** Everything that was delivered, in order. */
export const deliveries = (directory: string): readonly Delivered[] =>
  readFileSync(logIn(directory), { encoding: 'utf8', flag: 'a+' })
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Delivered);
