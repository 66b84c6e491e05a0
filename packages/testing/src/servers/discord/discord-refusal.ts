/** An answer of the REST API that says no; thrown inside the fake server, sent by it. */
export class DiscordRefusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    code: number,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** One fault of a form: where it is (`embeds.0.title`), its code and its sentence. */
export type FormIssue = readonly [path: string, code: string, message: string];

/** All faults of a form as Discord nests them. */
export function invalidForm(issues: readonly FormIssue[]): DiscordRefusal {
  const errors: Record<string, unknown> = {};
  for (const [path, code, message] of issues) {
    let at = errors;
    for (const step of path.split('.')) {
      const next = (at[step] ?? {}) as Record<string, unknown>;
      at[step] = next;
      at = next;
    }
    at['_errors'] = [...((at['_errors'] as unknown[] | undefined) ?? []), { code, message }];
  }
  return new DiscordRefusal(400, 50_035, 'Invalid Form Body', { errors });
}
