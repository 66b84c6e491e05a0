import { LifecycleError } from '../errors/lifecycle-errors.ts';

interface Service {
  start?(signal: AbortSignal): Promise<void>;
  stop?(): Promise<void>;
}

interface Made {
  readonly name: string;
  readonly service: Service;
}

/** Starts services in the order they were made, which is the order they need each other in; stops them in reverse. */
export class Lifecycle {
  readonly #made: Made[] = [];
  readonly #started: Made[] = [];
  readonly #abort = new AbortController();
  #stopping: Promise<void> | undefined;

  made(service: unknown, name: string): void {
    if (typeof service === 'object' && service !== null) this.#made.push({ name, service });
  }

  /** `check` is called when everything has started; when it throws, everything is stopped again and it is thrown on. */
  async start(check: () => void): Promise<void> {
    for (const entry of this.#made) {
      try {
        await entry.service.start?.(this.#abort.signal);
        this.#started.push(entry);
      } catch (cause) {
        await this.stop().catch(() => {});
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new LifecycleError('START_FAILED', `${entry.name} did not start: ${reason}`, cause);
      }
    }
    try {
      check();
    } catch (error) {
      await this.stop().catch(() => {});
      throw error;
    }
  }

  stop(): Promise<void> {
    return (this.#stopping ??= this.#stop());
  }

  async #stop(): Promise<void> {
    this.#abort.abort(new Error('the app is stopping'));
    const failures: Error[] = [];
    for (const { name, service } of this.#started.toReversed()) {
      try {
        await service.stop?.();
      } catch (error) {
        failures.push(new Error(`${name} did not stop`, { cause: error }));
      }
    }
    if (failures.length > 0) {
      const names = failures.map(({ message }) => message).join('; ');
      throw new LifecycleError('STOP_FAILED', names, new AggregateError(failures));
    }
  }
}
