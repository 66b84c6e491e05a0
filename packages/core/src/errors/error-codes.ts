interface ErrorCodeText {
  readonly sentence: string;
  readonly remedy: string;
}

export type ErrorCode =
  | 'ACCOUNT_MISMATCH'
  | 'AUDIT_BROKEN'
  | 'AUDIT_KEY_MISSING'
  | 'BINDING_CYCLE'
  | 'BINDING_DUPLICATE'
  | 'BINDING_MISSING'
  | 'CAPACITY_CONFLICT'
  | 'CONFIG_INVALID'
  | 'INPUT_UNREADABLE'
  | 'INVALID_NUMBER'
  | 'LIFECYCLE'
  | 'PLAN_ID_REUSED'
  | 'PLAN_NOT_APPROVED'
  | 'PLUGIN_REQUIREMENT_MISSING'
  | 'POLICY_SUPERSEDED'
  | 'RESUME_CAUSE_ACTIVE'
  | 'RESUME_CHANGED'
  | 'RESUME_NOT_REQUESTED'
  | 'RESUME_TOKEN_EXPIRED'
  | 'RESUME_TOKEN_USED'
  | 'RESUME_TOKEN_WRONG'
  | 'START_FAILED'
  | 'STOP_FAILED'
  | 'STORE_MISUSE'
  | 'STORE_SCHEMA'
  | 'STORE_TOO_WEAK'
  | 'STORE_UNAVAILABLE'
  | 'STORE_UNKNOWN';

/** Every code that a thrown error, a failed run or a refused command can carry. docs/errors.md is made from this table. */
export const errorCodes: Readonly<Record<ErrorCode, ErrorCodeText>> = {
  ACCOUNT_MISMATCH: {
    sentence:
      'The counters of the account are in another currency or unit than this process is configured with.',
    remedy:
      'Set currency and unitPlaces to what the account was opened with, which the message names, or use another account.',
  },
  AUDIT_BROKEN: {
    sentence: 'Records or hashes of the audit log do not agree with its checkpoints.',
    remedy: 'Run audit verify: it names the first record that is wrong.',
  },
  AUDIT_KEY_MISSING: {
    sentence: 'The audit log is sealed with a key that is not here.',
    remedy: 'Seal where the private key is, or bring it here; records keep being written meanwhile.',
  },
  BINDING_CYCLE: {
    sentence: 'Two bindings need each other.',
    remedy: 'Break the cycle that the message names.',
  },
  BINDING_DUPLICATE: {
    sentence: 'A token that holds one service was bound twice.',
    remedy: 'Use override() to replace a binding on purpose.',
  },
  BINDING_MISSING: {
    sentence: 'Nothing is bound to a token that was asked for.',
    remedy: 'Use the plugin that provides it before start().',
  },
  CAPACITY_CONFLICT: {
    sentence: 'The state that a decision was made from kept changing, 20 times in a row.',
    remedy: 'Run the plan again; nothing was written.',
  },
  CONFIG_INVALID: {
    sentence: 'Options or configuration are not valid.',
    remedy: 'Mend every path that the message lists.',
  },
  INPUT_UNREADABLE: {
    sentence: 'An input is not JSON, or names no symbol.',
    remedy: 'Mend the line that the message names; the other lines were processed.',
  },
  INVALID_NUMBER: {
    sentence: 'A value is not an exact, finite decimal in range.',
    remedy: 'Pass a plain decimal string or a finite number.',
  },
  LIFECYCLE: {
    sentence: 'Something was used before start() or after stop().',
    remedy: 'Start the app first, and use it until stop().',
  },
  PLAN_ID_REUSED: {
    sentence: 'A plan came with an id and revision that already belong to other content.',
    remedy: 'Give the changed plan a higher revision or an id of its own.',
  },
  PLAN_NOT_APPROVED: {
    sentence: 'Something that never passed the gate was handed to an executor or venue.',
    remedy: 'Run the plan through a pipeline with a gate.',
  },
  PLUGIN_REQUIREMENT_MISSING: {
    sentence: 'A plugin needs another one that was not used before it.',
    remedy: 'Use the named plugin first.',
  },
  POLICY_SUPERSEDED: {
    sentence: 'The account decides under another configuration than this process has.',
    remedy: 'Use the registered configuration, or adopt this one: run --adopt-policy, adoptPolicy: true.',
  },
  RESUME_CAUSE_ACTIVE: {
    sentence: 'What latched trading still holds; nothing was released.',
    remedy: 'Settle the causes that the message names, or release them by resume --override REASON.',
  },
  RESUME_CHANGED: {
    sentence: 'Something was latched, tightened or released since the token was given; nothing was released.',
    remedy: 'Run resume again, look at what is latched now, and confirm with the new token.',
  },
  RESUME_NOT_REQUESTED: {
    sentence: 'A release was confirmed that nobody asked for.',
    remedy: 'Run resume without --confirm first: it shows what is latched and gives a token.',
  },
  RESUME_TOKEN_EXPIRED: {
    sentence: 'The token to resume is older than 120 s; nothing was released.',
    remedy: 'Run resume again and confirm with the new token in time.',
  },
  RESUME_TOKEN_USED: {
    sentence: 'The token to resume was used already.',
    remedy: 'See status; when something is latched again, run resume again.',
  },
  RESUME_TOKEN_WRONG: {
    sentence: 'The token is not the one of the latest request to resume; nothing was released.',
    remedy: 'Use the token of the latest request, or run resume again.',
  },
  START_FAILED: {
    sentence: 'A service did not start; those that had started were stopped again.',
    remedy: 'See the cause, which names the service.',
  },
  STOP_FAILED: {
    sentence: 'One or more services did not stop cleanly; all were tried.',
    remedy: 'See the causes, which name the services.',
  },
  STORE_MISUSE: {
    sentence: 'A commit breaks a rule of the store contract; it was not sent.',
    remedy: 'This is a mistake in the calling code: see the message.',
  },
  STORE_SCHEMA: {
    sentence: 'The store was written by a newer program.',
    remedy: 'Upgrade this program, or point it at another store.',
  },
  STORE_TOO_WEAK: {
    sentence: 'The store keeps or shares less than this set-up needs; nothing was started.',
    remedy: 'Use the store that the message names, or fewer processes.',
  },
  STORE_UNAVAILABLE: {
    sentence: 'The store could not be reached or written; the commit was surely not applied.',
    remedy: 'See the cause: path, permission, space or server. Work resumes when the store is back.',
  },
  STORE_UNKNOWN: {
    sentence: 'The answer of the store was lost, so nobody can tell whether the commit was applied.',
    remedy: 'Read the key that the commit checks; core does so by itself.',
  },
};
