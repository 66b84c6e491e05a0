/** One thing that is wrong with an input, and where. */
export interface PlanIssue {
  /** Such as `targets[1].price`; empty for the whole. */
  readonly path: string;
  readonly code: 'PLAN_INCOMPLETE' | 'PLAN_GEOMETRY' | 'INVALID_NUMBER';
  readonly message: string;
}
