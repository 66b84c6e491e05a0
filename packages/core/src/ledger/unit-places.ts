/** Counters hold amounts of 10^-6 of the account currency. */
export const unitPlaces = 6;
