// The polyfill comes first: tsyringe needs it when it is imported.
import 'reflect-metadata';
import { CHANNELS, memoryStore, STORE, type TradePlan, VirtualClock } from '@tradewarden/core';
import { createApp } from '@tradewarden/core/app';
import { notify } from '@tradewarden/notify';
import { risk } from '@tradewarden/risk';
import { container as root } from 'tsyringe';
import { ChatChannel, ChatLog } from './chat-channel.ts';

/** An app in a tsyringe container of the user's own, with a class of theirs among our channels. */
export async function announceInChat(plan: TradePlan): Promise<readonly string[]> {
  const lines: string[] = [];
  const container = root.createChildContainer();
  container.register(ChatLog as never, { useValue: { write: (line: string) => void lines.push(line) } });
  container.register(CHANNELS.key, { useClass: ChatChannel });
  const clock = new VirtualClock(plan.createdAt);
  container.register(STORE.key, { useValue: memoryStore({ clock }) });

  await using app = createApp({ mode: 'notify', container, clock })
    .use(risk({ equity: '10000', market: 'none' }))
    .use(notify());
  await app.start();
  await app.run(plan);
  await app.drain();
  return lines;
}
