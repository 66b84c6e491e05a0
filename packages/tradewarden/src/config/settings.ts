import type { TradewardenConfig } from './define-config.ts';
import type { AuditSettings } from './audit-settings.ts';
import type { ExecutionSettings } from './execution-settings.ts';
import type { GateSettings } from './gate-settings.ts';
import type { NotifySettings } from './notify-settings.ts';

export type Profile = NonNullable<TradewardenConfig['profile']>;

/** The configuration in force: file, then environment, then command line. Limits are flat: `exposure.asset`. */
export interface Settings {
  readonly account: string;
  readonly balance: string;
  /** Whether `balance` is the equity, or what the venue says it is. */
  readonly equitySource: 'configuration' | 'venue';
  readonly profile: Profile;
  readonly store: string;
  readonly limits: Readonly<Record<string, string | number>>;
  readonly gate: GateSettings;
  readonly audit: AuditSettings;
  readonly execution: ExecutionSettings;
  readonly notify: NotifySettings;
  readonly logLevel: string;
  /** The module that gives the venue of paper trading, an absolute path. */
  readonly venue: string | undefined;
  /** Where a kill raises its flag, an absolute path; `undefined`: beside the store. */
  readonly killFlag: string | undefined;
}
