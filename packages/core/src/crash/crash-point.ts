/** The moments at which a process may die with something half done. */
export type CrashPoint =
  | 'CP1'
  | 'CP2'
  | 'CP3'
  | 'CP4'
  | 'CP5'
  | 'CP6'
  | 'CP7'
  | 'CP8'
  | 'CP9'
  | 'CP10'
  | 'CP11'
  | 'CP12'
  | 'CP13'
  | 'CP14'
  | 'CP15'
  | 'CP16'
  | 'CP17'
  | 'CP18';

/**
 * Called at every point of {@link crashPoints} that is `ours`: a simulation throws in it, a test of real processes
 * kills itself. Workers take one as the option `crash`; without one nothing is called.
 */
export type CrashHook = (point: CrashPoint) => void | Promise<void>;

interface CrashPointText {
  /** The process dies after this. */
  readonly after: string;
  /** What stands in the store then. */
  readonly found: string;
  /** Who goes on, and how. */
  readonly recovery: string;
  /** `ours`: a hook is called there. `store`: a store that loses answers or fails. `operator`: by hand. */
  readonly by: 'ours' | 'store' | 'operator';
}

/** Every crash point, with what the next process finds and does. */
export const crashPoints: Readonly<Record<CrashPoint, CrashPointText>> = {
  CP1: {
    after: 'a plan was received, before its decision is committed',
    found: 'nothing',
    recovery: 'the plan is sent again and decided then',
    by: 'ours',
  },
  CP2: {
    after: 'the commit of an approval was sent, and its answer is lost',
    found: 'the decision with its reservation, or nothing',
    recovery: 'the same plan again finds its decision, or is decided',
    by: 'store',
  },
  CP3: {
    after: 'an approval was committed',
    found: 'reservation `reserved`, jobs ready',
    recovery: 'any worker takes the jobs; without one the sweeper releases at expiry',
    by: 'ours',
  },
  CP4: {
    after: 'a plan was rejected, before the rejection is committed',
    found: 'nothing',
    recovery: 'the same plan again is decided again',
    by: 'ours',
  },
  CP5: {
    after: 'the order journal of a plan has begun, before anything is sent',
    found: 'reservation `armed`, execution `journaled`, a journal without a send',
    recovery: 'the next writer sends its first order',
    by: 'ours',
  },
  CP6: {
    after: 'the order was marked as on its way, just before the send, whose answer nobody will see',
    found: 'reservation `armed`, a send in the order journal without an answer',
    recovery: 'the next writer looks it up, and sends it again only when its absence is proven',
    by: 'ours',
  },
  CP7: {
    after: 'the venue took the order, before that is recorded',
    found: 'reservation `armed`, a send in the order journal without an answer',
    recovery: 'the next writer finds it at the venue by client order id',
    by: 'ours',
  },
  CP8: {
    after: 'a fill was seen, before it is recorded',
    found: 'reservation `armed` or `open`, without the fill',
    recovery: 'the state of an order at a venue is cumulative: the next look records it',
    by: 'ours',
  },
  CP9: {
    after: 'the commit of a fill was sent, and its answer is lost',
    found: 'reservation `open`, or as before',
    recovery: 'the next look reads the journal again',
    by: 'store',
  },
  CP10: {
    after: 'an order ended at the venue, before its capacity is released',
    found: 'reservation `armed` or `open`',
    recovery: 'the next look releases',
    by: 'ours',
  },
  CP11: {
    after: 'the commit of a release was sent, and its answer is lost',
    found: 'reservation `closed`, or as before',
    recovery: 'the same release again finds it closed',
    by: 'store',
  },
  CP12: {
    after: 'a message was delivered, before its job is settled',
    found: 'the job leased',
    recovery: 'the lease runs out, and the next attempt may deliver twice; it says so',
    by: 'ours',
  },
  CP13: {
    after: 'the sealer computed leaves and root, before they are committed',
    found: 'the log as it was',
    recovery: 'the next sealer computes again; of two, one wins',
    by: 'ours',
  },
  CP14: {
    after: 'a group of commits was sent, in the middle of it',
    found: 'every commit of the group whole, or not at all',
    recovery: 'every caller settles its own by the key that fences it',
    by: 'store',
  },
  CP15: {
    after: 'a plan was evaluated, before its commit: what is latched now counts',
    found: 'the latch',
    recovery: 'the commit conflicts, and the plan is decided again under the latch',
    by: 'ours',
  },
  CP16: {
    after: 'a migration of the stored layout began',
    found: 'the old layout: a migration is one transaction',
    recovery: 'the next start migrates again',
    by: 'store',
  },
  CP17: {
    after: 'the disk is full or read-only',
    found: 'what was committed before',
    recovery:
      'plans fail with STORE_UNAVAILABLE once nothing fits any more; releases, closings and latches use kept space',
    by: 'store',
  },
  CP18: {
    after: 'an older backup was restored',
    found: 'a ledger that knows less than the venue',
    recovery: 'the operator reconciles with the venue before anything is placed',
    by: 'operator',
  },
};
