import { judgeWith } from './judge-with.ts';
import { standardWebhooks, svix } from './libraries/standard-webhooks.ts';
import { dodopayments, liveblocks, openai, replicate, resend } from './libraries/standard-webhooks-brands.ts';

judgeWith([standardWebhooks, svix, openai, replicate, resend, dodopayments, liveblocks]);
