export { breakerAlert } from './breaker-alert.ts';
export { type LatchChange, tightened } from './latch-change.ts';
export type { CauseKeeper, OpenCause } from './resume/cause-keeper.ts';
export { latchedBooks, type LatchedBook } from './resume/latched-books.ts';
export type { ResumeConfirmed, ResumeItem, ResumeRefusal, ResumeRequested } from './resume/resume-outcome.ts';
export {
  type ResumeBy,
  type ResumeConfirmation,
  TwoStepResume,
  type TwoStepResumeOptions,
} from './resume/two-step-resume.ts';
export type { Closing, ClosingGuard } from '../ledger/closing-guard.ts';
export { CLOSING_GUARD } from '../plugin/tokens.ts';
