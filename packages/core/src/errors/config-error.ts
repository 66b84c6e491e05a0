import { CoreError, isErrorKind } from './core-error.ts';

export interface ConfigIssue {
  /** Dotted, such as `exposure.total`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/** Options that cannot be used, with every issue at once. */
export class ConfigError extends CoreError<'CONFIG_INVALID'> {
  readonly issues: readonly ConfigIssue[];

  constructor(subject: string, issues: readonly ConfigIssue[]) {
    const lines = issues.map(({ path, message }) => `  ${path === '' ? '(whole)' : path}: ${message}`);
    super('config', {
      code: 'CONFIG_INVALID',
      message: [`invalid options for ${subject}:`, ...lines].join('\n'),
    });
    this.issues = issues;
  }

  static override isInstance(error: unknown): error is ConfigError {
    return isErrorKind(error, 'config');
  }
}
