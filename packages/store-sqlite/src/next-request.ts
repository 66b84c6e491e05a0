import { performance } from 'node:perf_hooks';
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { WorkerRequest } from './worker-protocol.ts';

/**
 * Longer than a caller needs from an answer to its next request, and short beside one sync of the disk. Waking a
 * thread that sleeps costs about as much, so a busy store answers a read in half the time and an idle one sleeps.
 */
const awakeMs = 0.15;

/** The request that comes while the thread stays awake; undefined when none does, and then it may sleep. */
export function nextRequest(port: MessagePort): WorkerRequest | undefined {
  const until = performance.now() + awakeMs;
  do {
    const received = receiveMessageOnPort(port);
    if (received !== undefined) return received.message as WorkerRequest;
  } while (performance.now() < until);
  return undefined;
}
