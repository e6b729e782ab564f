import { blankForm, type RecipeForm } from './recipe-form.ts';

export interface ContentPreset {
  readonly label: string;
  readonly signed: string;
}

/** What is signed, most used first. */
export const contentPresets: readonly ContentPreset[] = [
  { label: 'Body only', signed: '{body}' },
  { label: 'Timestamp.body', signed: '{ts}.{body}' },
  { label: 'Id.timestamp.body', signed: '{h:webhook-id}.{ts}.{body}' },
  { label: 'URL and body', signed: '{url}{body}' },
];

export interface Starter {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  /** All of the form but its name. */
  readonly form: Omit<RecipeForm, 'name'>;
}

function starter(id: string, label: string, hint: string, part: Partial<RecipeForm>): Starter {
  const { name: _, ...form } = { ...blankForm, ...part };
  return { id, label, hint, form };
}

/** Formats that senders copy from each other: the sender’s documents usually show one of them. */
export const starters: readonly Starter[] = [
  starter('body', 'The body’s HMAC in hex', 'X-Signature: 5257a8…', { names: ['X-Signature'] }),
  starter('prefix', 'With a prefix, as GitHub does', 'X-Signature-256: sha256=5257a8…', {
    names: ['X-Signature-256'],
    format: 'prefix',
  }),
  starter('list', 'A list with a timestamp, as Stripe does', 'X-Signature: t=1700000000,v1=5257a8…', {
    names: ['X-Signature'],
    format: 'list',
    prefix: '',
    signed: '{ts}.{body}',
    hasTimestamp: true,
    timestampIn: 'signature',
    timestampName: 't',
  }),
  starter('versioned', 'A version and a timestamp header, as Slack does', 'X-Signature: v0=5257a8…', {
    names: ['X-Signature'],
    format: 'prefix',
    prefix: 'v0=',
    signed: 'v0:{ts}:{body}',
    hasTimestamp: true,
    timestampName: 'X-Request-Timestamp',
  }),
  starter('standard', 'Standard Webhooks', 'webhook-signature: v1,K5oZfz… v1,…', {
    names: ['webhook-signature'],
    format: 'list',
    prefix: '',
    separator: ' ',
    assign: ',',
    encoding: 'base64',
    signed: '{h:webhook-id}.{ts}.{body}',
    hasTimestamp: true,
    timestampName: 'webhook-timestamp',
    strip: ['whsec_'],
    keyEncoding: 'base64',
  }),
  starter('token', 'A shared token', 'X-Webhook-Token: the secret', { algorithm: 'token', names: ['X-Webhook-Token'] }),
];
