import { describe, expect, it } from 'vitest';
import { schemeById, schemes } from '../../../src/core/signature/registry.ts';

const ids = (text: string) => text.trim().split(/\s+/);

/** The catalogue's senders whose way of signing is data: signature over content, a secret sent as it is, or nothing. */
const signed = ids(`
  rookone-eigentic agent-x-webhook-signature rex vorsto-x-signature github github-sha1 gitlab-signing bitbucket
  gitea forgejo circleci buildkite-signature vercel heroku sentry pagerduty launchdarkly doppler npm expo
  grafana planetscale tailscale cloudflare-stream inngest trigger-dev uploadthing hookdeck cursor infisical
  langfuse novu snyk terraform-cloud pulumi sonarqube render mongodb-atlas autodesk-aps dub standard-webhooks
  svix openai anthropic replicate resend clerk supabase-auth-hooks polar dodopayments liveblocks lithic whop
  incident-io loops brex gemini etsy vanta stytch bigcommerce slack line meta-whatsapp x-twitter zoom plivo-v2
  sinch mailgun mandrill nylas klaviyo customer-io segment airship intercom zendesk front plain
  ms-teams-outgoing sendbird getstream pusher ably twitch lark viber linkedin tiktok elevenlabs retell
  firecrawl stripe paddle square adyen-payments adyen-header razorpay mollie gocardless coinbase-commerce
  coinbase-cdp lemon-squeezy checkout-com paystack cashfree mercado-pago recurly chargify modern-treasury
  dwolla quickbooks xero airwallex affirm authorize-net easypost metronome shopify shopify-events woocommerce
  squarespace shippo aftership recharge fastspring onfleet lob workos persona onfido veriff sumsub descope
  linear notion asana clickup jira trello calendly cal-com typeform tally docusign dropbox box airtable
  hubspot-v1 hubspot-v2 hubspot-v3 mux sanity storyblok webflow attio greenhouse ashby rootly fireflies
  circleback
`);
const tokens = ids(`
  gitlab-token buildkite-token cloudflare-notifications telegram postmark sparkpost vapi deepgram flutterwave
  recurly-basic chargebee okta-event-hooks auth0-log-stream revenuecat google-watch azure-event-grid datadog
  supabase-db zapier fillout
`);
const unsigned = ids(`
  discord-incoming klarna gumroad salesforce
`);

/** Known from memory only, or open in the catalogue. */
const unconfirmed = ids(`
  gitlab-signing grafana infisical snyk terraform-cloud pulumi sonarqube brex lark viber flutterwave airwallex
  klarna gumroad lob auth0-log-stream sumsub descope storyblok google-watch azure-event-grid salesforce
`);

describe('the catalogue', () => {
  it('is here, each id once', () => {
    const all = [...signed, ...tokens, ...unsigned];
    expect(all.filter((id) => schemeById(id) === undefined)).toEqual([]);
    expect(new Set(schemes.map(({ id }) => id)).size).toBe(schemes.length);
  });

  it('says of each what kind it is and whether it can be signed', () => {
    const kindOf = (id: string) => schemeById(id)?.kind;
    expect(signed.filter((id) => !['recipe', 'code'].includes(kindOf(id) ?? ''))).toEqual([]);
    expect(tokens.filter((id) => kindOf(id) !== 'token')).toEqual([]);
    expect(unsigned.filter((id) => kindOf(id) !== 'none')).toEqual([]);
    expect([...signed, ...tokens].filter((id) => schemeById(id)?.info.canSign !== true)).toEqual([]);
    expect(unsigned.filter((id) => schemeById(id)?.info.canSign !== false)).toEqual([]);
  });

  it('says which are unconfirmed', () => {
    const listed = [...signed, ...tokens, ...unsigned];
    expect(listed.filter((id) => schemeById(id)?.info.confirmed === false).sort()).toEqual([...unconfirmed].sort());
  });
});

describe.each(schemes.map((scheme) => [scheme.id, scheme] as const))('%s', (id, scheme) => {
  it('is described for people', () => {
    const { info } = scheme;
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(info.name).not.toBe('');
    if (info.docs !== null) expect(new URL(info.docs).protocol).toBe('https:');
    // Whole sentences: a capital, a sign or a header's name at the start, a full stop at the end.
    for (const sentence of [info.secretHint, ...info.notes]) {
      expect(sentence).toMatch(/^[A-Z0-9“@]|^(seed|sk_|lf-|v1,|whsec_|x-|macSecret|webhook)/);
      expect(sentence).toMatch(/[.]$/);
      expect(sentence).not.toMatch(/ {2}|'|\(M\)|\bSDK\b/);
    }
    expect(new Set(info.notes).size).toBe(info.notes.length);
  });

  it('is detected in time linear in what the sender wrote', () => {
    // Quadratic work on 64 KiB would be four thousand million steps, and outlast any timeout.
    const length = 64 * 1024;
    const patterns = scheme.detect.flat().flatMap((rule) => ('header' in rule && rule.pattern ? [rule.pattern] : []));
    const pieces = [
      'a',
      '0',
      ' ',
      ',',
      '=',
      '.',
      'v1',
      'v1,',
      ' v1,',
      ', ts',
      'sha256=',
      'Basic ',
      'eyJ',
      'a.',
      '\t,',
      'v0',
    ];
    for (const pattern of patterns) {
      expect(pattern.flags).not.toMatch(/[gy]/);
      for (const piece of pieces) {
        const value = piece.repeat(length / piece.length);
        for (const hostile of [value, `${value}!`, `!${value}`]) expect(pattern.test(hostile)).toBeTypeOf('boolean');
      }
    }
  });
});
