import { ConfigError } from '@tradewarden/core';
import { quietHoursProblem } from './quiet-hours.ts';
import type { Route } from './route.ts';

/**
 * A mistyped zone stops the program when it starts, not the first message at night.
 * @throws {ConfigError} with every route whose quiet hours are none.
 */
export function assertRoutes(routes: readonly Route[] = []): void {
  const issues = routes.flatMap(({ quietHours }, index) => {
    const message = quietHours === undefined ? undefined : quietHoursProblem(quietHours);
    return message === undefined ? [] : [{ path: `routes.${index}.quietHours`, message }];
  });
  if (issues.length > 0) throw new ConfigError('notify', issues);
}
