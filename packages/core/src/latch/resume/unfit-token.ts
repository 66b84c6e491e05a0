import { hashOfToken, type ResumeChallenge, tokenLifeMs } from './resume-challenge.ts';
import type { ResumeRefusal } from './resume-outcome.ts';

/** Why a token releases nothing; `undefined` when it is the one of the latest request, unused and young enough. */
export function unfitToken(
  challenge: ResumeChallenge | undefined,
  token: string,
  now: number,
): { readonly code: ResumeRefusal; readonly reason: string } | undefined {
  if (challenge === undefined || challenge.tokenHash === '')
    return { code: 'RESUME_NOT_REQUESTED', reason: 'nobody asked to resume; ask first' };
  const asked = `asked for at ${new Date(challenge.at).toISOString()} by ${challenge.actor.id}`;
  if (challenge.tokenHash !== hashOfToken(token))
    return { code: 'RESUME_TOKEN_WRONG', reason: `not the token of the latest request (${asked})` };
  if (challenge.usedAt !== undefined) {
    const used = new Date(challenge.usedAt).toISOString();
    return { code: 'RESUME_TOKEN_USED', reason: `the token has released what it was for at ${used}` };
  }
  const age = now - challenge.at;
  // A clock that went back must not make a token live longer.
  if (age >= 0 && age <= tokenLifeMs) return undefined;
  const limit = `good for ${tokenLifeMs / 1000} s`;
  return { code: 'RESUME_TOKEN_EXPIRED', reason: `the token was ${asked} and is ${limit}; ask again` };
}
