import { once } from 'node:events';
import { createServer } from 'node:net';

// Below the ports that systems hand out for outgoing connections, so that a stopped server finds its port again.
const lowest = 20_000;
const count = 12_000;
let next = (process.pid * 31) % count;

/** A port of the loopback interface that nothing listens on. */
export async function freePort(): Promise<number> {
  for (;;) {
    next = (next + 1) % count;
    const probe = createServer().listen(lowest + next, '127.0.0.1');
    try {
      await once(probe, 'listening');
    } catch {
      continue;
    }
    probe.close();
    await once(probe, 'close');
    return lowest + next;
  }
}
