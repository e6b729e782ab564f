import type { AuditCheck } from './check.ts';
import { acceptsRotated, acceptsValid, acceptsValidBinarySafe, acceptsValidUnicode } from './checks/accepts.ts';
import { handlesEmptyBody, handlesLargeBody, handlesWrongContentType } from './checks/bodies.ts';
import { rejectsAppendedBody, rejectsReserialisedBody, rejectsTamperedBody } from './checks/contents.ts';
import {
  handlesOutOfOrder,
  handlesUnknownEvent,
  idempotentConcurrent,
  idempotentDuplicate,
  rejectsReplay,
} from './checks/deliveries.ts';
import { rejectsDuplicateHeader } from './checks/duplicate-header.ts';
import { answersHandshake } from './checks/handshakes.ts';
import { leaksExpectedSignature } from './checks/leaks.ts';
import {
  rejectsEmptySecret,
  rejectsEmptySignature,
  rejectsMalformedSignature,
  rejectsOtherAlgorithm,
  rejectsShortSignature,
  rejectsUnsigned,
  rejectsWrongSecret,
} from './checks/signatures.ts';
import { answersInTime, constantTimeHint } from './checks/times.ts';
import {
  rejectsFutureTimestamp,
  rejectsMissingTimestamp,
  rejectsNonNumericTimestamp,
  rejectsStaleTimestamp,
  rejectsSwappedTimestamp,
} from './checks/timestamps.ts';

/** Every check, in the order of `checkIds`: the plainest first, and a valid delivery before everything. */
export const checks: readonly AuditCheck[] = [
  acceptsValid,
  acceptsValidUnicode,
  acceptsValidBinarySafe,
  acceptsRotated,
  rejectsUnsigned,
  rejectsEmptySignature,
  rejectsMalformedSignature,
  rejectsShortSignature,
  rejectsWrongSecret,
  rejectsEmptySecret,
  rejectsTamperedBody,
  rejectsReserialisedBody,
  rejectsAppendedBody,
  rejectsStaleTimestamp,
  rejectsFutureTimestamp,
  rejectsSwappedTimestamp,
  rejectsMissingTimestamp,
  rejectsNonNumericTimestamp,
  rejectsOtherAlgorithm,
  rejectsDuplicateHeader,
  rejectsReplay,
  idempotentDuplicate,
  idempotentConcurrent,
  handlesOutOfOrder,
  handlesUnknownEvent,
  handlesEmptyBody,
  handlesLargeBody,
  handlesWrongContentType,
  answersInTime,
  answersHandshake,
  leaksExpectedSignature,
  constantTimeHint,
];
