/** The grammar of ids that `slotOrderId` makes: tells our orders from those of others when no journal knows them. */
export const isOwnOrderId = (clientOrderId: string): boolean =>
  /^tw[0-9abcdefghjkmnpqrstvwxyz]{24}$/.test(clientOrderId);
