import type { NotifySettings } from './notify-settings.ts';

/** A limit: a fraction or count, or the literal `'unlimited'`. */
export type LimitInput = number | string;

/** The file `tradewarden.config.ts`. Everything has a default; limits are nested by their path (`exposure: { asset: 0.05 }`). */
export interface TradewardenConfig {
  /** Name of the account whose limits and records are used; default `main`. */
  readonly account?: string;
  /** Equity basis when no venue supplies one; default 10000. */
  readonly balance?: LimitInput;
  /** Where the equity comes from; `venue` needs one that is followed, such as that of `demo`. Default `configuration`: the balance, which shows no losses. */
  readonly equitySource?: 'configuration' | 'venue';
  readonly profile?: 'conservative' | 'balanced' | 'aggressive';
  /** `memory:`, `sqlite:PATH` or `postgres://USER@HOST/DATABASE`; default `sqlite:./tradewarden.db`. */
  readonly store?: string;
  readonly risk?: Readonly<Record<string, LimitInput>>;
  readonly exposure?: Readonly<Record<string, LimitInput>>;
  readonly heat?: Readonly<Record<string, LimitInput>>;
  readonly positions?: Readonly<Record<string, LimitInput>>;
  readonly margin?: Readonly<Record<string, LimitInput>>;
  readonly sizing?: Readonly<Record<string, LimitInput | Readonly<Record<string, LimitInput>>>>;
  readonly leverage?: Readonly<Record<string, LimitInput>>;
  readonly liquidation?: Readonly<Record<string, LimitInput>>;
  readonly rewardToRisk?: Readonly<Record<string, LimitInput>>;
  readonly score?: Readonly<Record<string, LimitInput>>;
  readonly stop?: Readonly<Record<string, LimitInput>>;
  readonly collar?: Readonly<Record<string, LimitInput>>;
  readonly entry?: Readonly<Record<string, LimitInput>>;
  readonly plan?: Readonly<Record<string, LimitInput>>;
  readonly fire?: Readonly<Record<string, LimitInput>>;
  readonly fees?: Readonly<Record<string, LimitInput>>;
  readonly size?: Readonly<Record<string, LimitInput>>;
  readonly conflict?: Readonly<Record<string, LimitInput>>;
  readonly loss?: Readonly<Record<string, LimitInput>>;
  readonly drawdown?: Readonly<Record<string, LimitInput>>;
  readonly lossStreak?: LimitInput;
  readonly cooldown?: Readonly<Record<string, LimitInput>>;
  readonly outcome?: Readonly<Record<string, LimitInput>>;
  readonly breakers?: Readonly<Record<string, LimitInput>>;
  readonly equity?: Readonly<Record<string, LimitInput>>;
  readonly rate?: Readonly<Record<string, LimitInput>>;
  readonly repeat?: Readonly<Record<string, LimitInput>>;
  /** What balance and caps are counted in; default USDT. */
  readonly currency?: string;
  /** Counters hold 10^-unitPlaces of the currency, 0 to 8; default 8 for bitcoin, 6 otherwise. Fixed by the first decision of an account. */
  readonly unitPlaces?: LimitInput;
  /** Balance currency for one unit of each other currency: `{ EUR: 1.08 }`. */
  readonly fx?: Readonly<Record<string, LimitInput>>;
  /** Markets that are taken as one by group caps: symbols or base assets by name of the group. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** Other names of an asset: `{ WBTC: 'BTC' }`. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** How approved plans are worked. */
  readonly execution?: {
    /** Percent of the quantity that waits at the far edge of the zone, 0 to 100; default 0. */
    readonly farPercent?: LimitInput;
    /** After so many filled targets the stop moves to the average entry; default never. */
    readonly breakEvenAfter?: LimitInput;
    /** Percent of the price at which the stop follows it; default not at all. */
    readonly trailPercent?: LimitInput;
    /** After so many filled targets it begins to; default 0, with the entry. */
    readonly trailAfter?: LimitInput;
    /** How long something held may be without a working stop; default 3000. */
    readonly protectWithinMs?: LimitInput;
  };
  readonly audit?: {
    /** The folder of the private keys that sign the log; default beside the database. Best where its writer cannot read. */
    readonly keys?: string;
    /**
     * Where checkpoints are kept as well: `file:PATH`, best on another disk, and `channels`, one message a day.
     * Default: `channels`, when one outside the terminal is turned on.
     */
    readonly anchors?: readonly string[];
    /** Forbids `audit trim`. */
    readonly legalHold?: boolean;
  };
  /** Where messages go (`routes`), and in what words (`templates`, a folder). Channels are turned on by the environment. */
  readonly notify?: NotifySettings;
  /**
   * The module whose default export, or the one named `venue`, gives the venue of paper trading: `(context: VenueContext) => Venue | Promise<Venue>`.
   * A path, from this file on.
   */
  readonly venue?: string;
  /** The file that stops all entries while it is there; default `<database>.kill`, or `tradewarden.kill` where the store is no file. */
  readonly killFlag?: string;
  readonly logLevel?: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL';
}

/** Checks a configuration while it is written; the program checks it again when it is read. */
export const defineConfig = (config: TradewardenConfig): TradewardenConfig => Object.freeze({ ...config });
