import { describe, expect, it } from 'vitest';
import { defaultExpectations } from '../support/expectations.ts';
import { auditOf, findingIds, findingsOf } from './audit-of.ts';
import { bodyFaults } from './faults/body-faults.ts';
import { deliveryFaults } from './faults/delivery-faults.ts';
import type { Fault } from './faults/fault.ts';
import { publishedSamples } from './faults/published-samples.ts';
import { signatureFaults } from './faults/signature-faults.ts';
import { timestampFaults } from './faults/timestamp-faults.ts';
import { serve } from './handler.ts';

describe.each([
  ['signatures', signatureFaults],
  ['timestamps', timestampFaults],
  ['bodies', bodyFaults],
  ['deliveries', deliveryFaults],
  ['published samples', publishedSamples],
] as const)('faults of %s', (_, faults) => {
  it.concurrent.each(faults.map((fault): [string, Fault] => [fault.name, fault]))(
    '%s',
    async (_name, { scheme, secret, finds, expectations, start }) => {
      await using server = await serve(start());
      const report = await auditOf({
        url: server.url,
        scheme,
        secret,
        expectations: { ...defaultExpectations, ...expectations },
      });
      expect(findingIds(report), findingsOf(report).join('\n')).toEqual(finds);
    },
  );
});
