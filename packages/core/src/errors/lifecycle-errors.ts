import { CoreError } from './core-error.ts';

type LifecycleCode = 'LIFECYCLE' | 'PLUGIN_REQUIREMENT_MISSING' | 'START_FAILED' | 'STOP_FAILED';
type BindingCode = 'BINDING_CYCLE' | 'BINDING_DUPLICATE' | 'BINDING_MISSING';

/** Something was started, stopped or used in the wrong order, or did not start or stop. */
export class LifecycleError extends CoreError<LifecycleCode> {
  constructor(code: LifecycleCode, message: string, cause?: unknown) {
    super('lifecycle', { code, message, cause });
  }
}

/** A token is bound twice, not at all, or in a circle. */
export class BindingError extends CoreError<BindingCode> {
  constructor(code: BindingCode, message: string) {
    super('binding', { code, message });
  }
}

/** Something that never passed the gate was offered where only approved work may go. */
export class UnapprovedError extends CoreError<'PLAN_NOT_APPROVED'> {
  constructor(message: string) {
    super('unapproved', { code: 'PLAN_NOT_APPROVED', message });
  }
}
