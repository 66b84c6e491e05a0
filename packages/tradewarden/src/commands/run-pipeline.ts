import { Pipeline, type TradePlan } from '@tradewarden/core';
import { placeOrder } from '@tradewarden/executor';
import { announce } from '@tradewarden/notify';
import { riskGate } from '@tradewarden/risk';
import { gateOptionsOf } from '../config/gate-settings.ts';
import type { OpenedVenue } from '../config/venue-module.ts';
import { type CommandInput, flag } from '../console/command.ts';
import type { RunMode } from './run-options.ts';

/** What every plan goes through, and what follows from its approval: the same in `run` and in `serve`. */
export function runPipeline(
  { settings, options }: Pick<CommandInput, 'settings' | 'options'>,
  { execute }: RunMode,
  venue: Pick<OpenedVenue, 'market' | 'equity'> | undefined,
): Pipeline<TradePlan, unknown> {
  const gate = riskGate(gateOptionsOf(settings, venue));
  let pipeline = Pipeline.of<TradePlan>().stage(gate);
  if (!flag(options, 'no-notify')) pipeline = pipeline.followUp(announce());
  if (execute) pipeline = pipeline.followUp(placeOrder());
  return pipeline;
}
