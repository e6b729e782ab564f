import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

/** 256 bits: base64url of 32 random bytes, 43 characters. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export interface TokenCheck {
  /** Constant time in the candidate. Wrong tokens beyond five within a second are answered a second later each. */
  matches(candidate: string | undefined): Promise<boolean>;
}

const WRONG_PER_SECOND = 5;

/** `now`: ms of a clock that only goes forwards. */
export function createTokenCheck(token: string, now: () => number = () => performance.now()): TokenCheck {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const expected = digest(token);
  let wrong: number[] = [];
  return {
    async matches(candidate) {
      // Digests have one length, so neither the length nor the first differing byte of the candidate shows in the time.
      if (candidate !== undefined && timingSafeEqual(digest(candidate), expected)) return true;
      const at = now();
      wrong = [...wrong.filter((time) => at - time < 1000), at].slice(-WRONG_PER_SECOND - 1);
      if (wrong.length > WRONG_PER_SECOND) await delay(1000);
      return false;
    },
  };
}
