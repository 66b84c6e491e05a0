import { DiscordRefusal } from './discord-refusal.ts';

/** Why messages are refused at a place; codes as Discord documents them. */
export type DiscordPlaceState =
  | 'open'
  | 'deleted'
  | 'no-access'
  | 'no-permission'
  | 'thread-locked'
  | 'archived';

/** A webhook, or a channel that a bot writes to. */
export interface DiscordPlace {
  readonly id: string;
  /** Of the webhook, or of the bot. */
  readonly token: string;
  readonly state?: DiscordPlaceState;
  /** A forum wants a thread for every message. */
  readonly forum?: boolean;
  readonly threads?: readonly string[];
}

const refusals: Readonly<
  Record<
    Exclude<DiscordPlaceState, 'open' | 'deleted'>,
    readonly [status: number, code: number, message: string]
  >
> = {
  'no-access': [403, 50_001, 'Missing Access'],
  'no-permission': [403, 50_013, 'Missing Permissions'],
  'thread-locked': [400, 160_005, 'Thread is locked'],
  archived: [400, 50_083, 'Tried to perform an operation on an archived thread'],
};

/** @throws {DiscordRefusal} when messages are not taken there. */
export function checkPlace(place: DiscordPlace, kind: 'webhook' | 'bot'): void {
  const { state = 'open' } = place;
  if (state === 'open') return;
  if (state === 'deleted')
    throw kind === 'webhook'
      ? new DiscordRefusal(404, 10_015, 'Unknown Webhook')
      : new DiscordRefusal(404, 10_003, 'Unknown Channel');
  throw new DiscordRefusal(...refusals[state]);
}

/** @throws {DiscordRefusal} for a thread that is missing, unknown or not possible. */
export function checkThread(
  { forum = false, threads = [] }: DiscordPlace,
  thread: string | null,
  name: unknown,
): void {
  if (thread !== null && !threads.includes(thread)) throw new DiscordRefusal(404, 10_003, 'Unknown Channel');
  if (thread !== null && name !== undefined)
    throw new DiscordRefusal(400, 220_002, 'Webhooks can only post to thread_name or thread_id, not both');
  if (forum && thread === null && name === undefined)
    throw new DiscordRefusal(
      400,
      220_001,
      'Webhooks posted to forum channels must have a thread_name or thread_id',
    );
  if (!forum && name !== undefined)
    throw new DiscordRefusal(400, 220_003, 'Webhooks can only create threads in forum channels');
}
