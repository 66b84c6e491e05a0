import type { Command } from '../console/command.ts';
import { auditCommand } from './audit.ts';
import { backupCommand } from './backup.ts';
import { checkCommand } from './check.ts';
import { demoCommand } from './demo.ts';
import { exposureCommand } from './exposure.ts';
import { killCommand } from './kill.ts';
import { notifyCommand } from './notify.ts';
import { ordersCommand } from './orders.ts';
import { positionsCommand } from './positions.ts';
import { restoreCommand } from './restore.ts';
import { resumeCommand } from './resume.ts';
import { runCommand } from './run.ts';
import { serveCommand } from './serve.ts';
import { statusCommand } from './status.ts';
import { whyCommand } from './why.ts';

/** Every command. Add one: its file, and a line here. */
export const commands: readonly Command[] = [
  runCommand,
  serveCommand,
  checkCommand,
  whyCommand,
  exposureCommand,
  ordersCommand,
  positionsCommand,
  statusCommand,
  killCommand,
  resumeCommand,
  notifyCommand,
  auditCommand,
  backupCommand,
  restoreCommand,
  demoCommand,
];
