/** Which account is reached, and where; asked once before anything is sent. */
export interface VenueIdentity {
  /** The same for the same account and no other. Nothing secret can be read from it. */
  readonly account: string;
  readonly environment: 'simulated' | 'testnet' | 'demo' | 'live';
  /** Names of the hosts that requests go to; empty in process. */
  readonly hosts: readonly string[];
}
