/** An answer of the Bot API that says no; thrown inside the fake server, sent by it. */
export class TelegramRefusal extends Error {
  readonly code: number;
  readonly parameters: Readonly<Record<string, number>> | undefined;

  constructor(code: number, description: string, parameters?: Readonly<Record<string, number>>) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

export const badRequest = (description: string): TelegramRefusal =>
  new TelegramRefusal(400, `Bad Request: ${description}`);

export const forbidden = (description: string): TelegramRefusal =>
  new TelegramRefusal(403, `Forbidden: ${description}`);

/** Whole seconds, rounded up, as the Bot API counts. */
export function tooManyRequests(waitMs: number): TelegramRefusal {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new TelegramRefusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
}
