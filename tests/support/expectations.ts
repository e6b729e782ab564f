import type { AuditExpectations } from '../../src/core/audit/audit.ts';

/** What a user who says nothing of the handler expects of it. */
export const defaultExpectations: AuditExpectations = {
  duplicates: 'accept',
  deadlineMs: null,
  timing: false,
  verifyToken: null,
};
