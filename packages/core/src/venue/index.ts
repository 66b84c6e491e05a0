/** The single-order side of venues: what is sent, what is kept, why it is refused. */
export {
  type Instruction,
  namespaceOf,
  type OrderNamespace,
  type OrderRequest,
  type Side,
} from './order-request.ts';
export {
  isLiveOrder,
  type VenueBalance,
  type VenueFill,
  type VenueOrder,
  type VenueOrderStatus,
  type VenuePosition,
} from './venue-order.ts';
export type { VenueRejection } from './venue-rejection.ts';
export { defineVenue, type VenueDefinition, type VenueFactory } from './define-venue.ts';
export { guardSubmit } from './guard-submit.ts';
export type { SubmitOutcome } from './submit-outcome.ts';
export type {
  CancelOutcome,
  FailedRead,
  FillPage,
  LookupAnswer,
  OrderAddress,
  VenueRead,
} from './venue-answer.ts';
export type { VenueIdentity } from './venue-identity.ts';
export type { OrderScope, SubmittableOrder, Venue, VenueCapabilities } from './venue.ts';
