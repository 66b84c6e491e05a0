/**
 * Caps that are off unless a limit is set, as `<family>.<scope>`: `exposure` measures notional, `heat` the risk at the
 * stop, `margin` the margin, `positions` counts. All but the last are fractions of equity.
 */
export const capLimits = {
  'exposure.baseAsset': 'unlimited',
  'exposure.side': 'unlimited',
  'exposure.group': 'unlimited',
  'exposure.source': 'unlimited',
  'exposure.venue': 'unlimited',
  'heat.symbol': 'unlimited',
  'heat.baseAsset': 'unlimited',
  'heat.side': 'unlimited',
  'heat.group': 'unlimited',
  'heat.source': 'unlimited',
  'heat.venue': 'unlimited',
  'margin.symbol': 'unlimited',
  'margin.baseAsset': 'unlimited',
  'margin.side': 'unlimited',
  'margin.group': 'unlimited',
  'margin.source': 'unlimited',
  'margin.venue': 'unlimited',
  'positions.symbol': 'unlimited',
  'positions.baseAsset': 'unlimited',
  'positions.side': 'unlimited',
  'positions.group': 'unlimited',
  'positions.source': 'unlimited',
  'positions.venue': 'unlimited',
} as const;
