import type { Scheme } from '../scheme.ts';
import { airship } from '../schemes/airship.ts';
import { customerIo } from '../schemes/customer-io.ts';
import { klaviyo } from '../schemes/klaviyo.ts';
import { mailgun } from '../schemes/mailgun.ts';
import { mandrill } from '../schemes/mandrill.ts';
import { nylas } from '../schemes/nylas.ts';
import { postmark } from '../schemes/postmark.ts';
import { segment } from '../schemes/segment.ts';
import { sparkpost } from '../schemes/sparkpost.ts';

/** Email and customer messaging. */
export const emailSchemes: readonly Scheme[] = [
  mailgun,
  mandrill,
  postmark,
  sparkpost,
  nylas,
  klaviyo,
  customerIo,
  segment,
  airship,
];
