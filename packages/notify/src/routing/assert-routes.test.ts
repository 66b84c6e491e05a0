import { ConfigError, memoryStore, VirtualClock } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { createDispatcher } from '../outbox/dispatcher.ts';
import { notify } from '../plugin.ts';

const hours = { zone: 'Europe/Amsterdam', from: '22:00', to: '07:00' };
const routes = [
  { channels: ['a'], quietHours: hours },
  { channels: ['b'], quietHours: { ...hours, zone: 'Europe/Amsterdan' } },
  { channels: ['c'], quietHours: { ...hours, to: '25:00' } },
];

const thrownBy = (make: () => unknown): unknown => {
  try {
    make();
  } catch (error) {
    return error;
  }
  return undefined;
};

test('quiet hours that are none are refused where routes are given, all of them at once', () => {
  const store = memoryStore({ clock: new VirtualClock(0) });
  const options = { store, account: 'main', mode: 'notify', channels: [] } as const;
  for (const make of [() => createDispatcher({ ...options, routes }), () => notify({ routes })]) {
    const error = thrownBy(make);
    expect(ConfigError.isInstance(error) && error.issues).toEqual([
      { path: 'routes.1.quietHours', message: 'Europe/Amsterdan: there is no such time zone' },
      { path: 'routes.2.quietHours', message: '22:00–25:00: expected HH:MM' },
    ]);
  }
  expect(() => createDispatcher({ ...options, routes: routes.slice(0, 1) })).not.toThrow();
  expect(() => notify({ routes: routes.slice(0, 1) })).not.toThrow();
});
