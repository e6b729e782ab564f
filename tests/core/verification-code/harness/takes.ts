import type { CodePlan } from '../../../../src/core/verification-code/code-plan.ts';

/** What `verify` takes beside headers, body and secrets: u(rl), m(ethod), n(ow). */
export function letters({ takes, timestamp }: CodePlan): string {
  const windowed = timestamp !== null && timestamp.toleranceSeconds !== null;
  return `${takes.url ? 'u' : ''}${takes.method ? 'm' : ''}${windowed ? 'n' : ''}`;
}
