import { judgeWith } from './judge-with.ts';
import { adyenPayments } from './libraries/adyen.ts';
import { braintree } from './libraries/braintree.ts';
import { livekit } from './libraries/livekit.ts';
import { messagebird } from './libraries/messagebird.ts';
import { plivoV2, plivoV3 } from './libraries/plivo.ts';
import { qstash } from './libraries/qstash.ts';
import { sendgrid } from './libraries/sendgrid.ts';
import { sns } from './libraries/sns.ts';
import { twilioJson } from './libraries/twilio.ts';
import { vonageJwt, vonageSmsSig } from './libraries/vonage.ts';

judgeWith([
  adyenPayments,
  braintree,
  livekit,
  messagebird,
  plivoV2,
  plivoV3,
  qstash,
  sendgrid,
  sns,
  twilioJson,
  vonageJwt,
  vonageSmsSig,
]);
