/** Where an order stands. The names of FIX in brackets, where there is one. */
export type OrderState =
  /** Journalled, nothing has left [A]. */
  | 'intended'
  /** Bytes may be on their way [A]. */
  | 'sending'
  /** It may or may not exist; counts as filled for risk. */
  | 'unknown'
  /** Works at the venue [0]. */
  | 'open'
  /** Works, with fills [1]. */
  | 'partial'
  /** A conditional order that became a regular one, which says what fills. */
  | 'triggered'
  /** [6] */
  | 'cancelling'
  /** A cancel whose effect is not known. */
  | 'cancel-unknown'
  /** [2] */
  | 'filled'
  /** [4] May hold fills, as every end below. */
  | 'cancelled'
  /** [C] */
  | 'expired'
  /** [8] */
  | 'rejected'
  /** Proven never to have arrived; may be sent again. */
  | 'absent'
  /** Not at the venue, and will not be sent. */
  | 'denied'
  /** What the venue says contradicts what was sent, or the evidence is exhausted: sticky, for a person. */
  | 'needs-operator';

const ends = ['filled', 'cancelled', 'expired', 'rejected'] as const;
/** Where a venue may show an order that was still alive a moment ago. */
const ahead = ['triggered', ...ends, 'needs-operator'] as const;

/**
 * Every step that a new fact may cause, from left to right; everything else is an error of the reducer. The ends go
 * on to nothing but `needs-operator`, except that a late trade may complete one, that a proof of absence allows
 * another send, and that an order believed gone may turn out to exist.
 */
export const orderTransitions: Readonly<Record<OrderState, readonly OrderState[]>> = {
  intended: ['sending', 'denied', 'needs-operator'],
  sending: ['intended', 'unknown', 'open', 'partial', 'cancelling', 'absent', 'denied', ...ahead],
  unknown: ['open', 'partial', 'cancelling', 'absent', 'denied', ...ahead],
  open: ['partial', 'cancelling', 'cancel-unknown', ...ahead],
  partial: ['cancelling', 'cancel-unknown', ...ahead],
  triggered: [...ends, 'needs-operator'],
  // A look may find it alive after all.
  cancelling: ['open', 'partial', 'cancel-unknown', ...ahead],
  'cancel-unknown': ['open', 'partial', 'cancelling', ...ahead],
  filled: ['needs-operator'],
  cancelled: ['filled', 'needs-operator'],
  expired: ['filled', 'needs-operator'],
  rejected: ['filled', 'needs-operator'],
  absent: ['sending', 'denied', 'open', 'partial', ...ahead],
  denied: ['open', 'partial', ...ahead],
  'needs-operator': [],
};
