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
