import '@shopify/shopify-api/adapters/web-api';
import { ApiVersion, LogSeverity, shopifyApi } from '@shopify/shopify-api';
import type { SignedRequest } from '../../../src/core/signature/verify.ts';
import {
  headers,
  type OfficialLibrary,
  OTHER_TEXT_SECRET,
  once,
  perSecret,
  TEXT_SECRET,
  text,
} from '../official-library.ts';

const apiOf = perSecret((apiSecretKey) =>
  shopifyApi({
    apiKey: 'unused',
    apiSecretKey,
    apiVersion: ApiVersion.January26,
    hostName: 'hooks.example.com',
    isEmbeddedApp: false,
    logger: { level: LogSeverity.Error, log: () => undefined },
  }),
);

/** As a handler made for `fetch` gets it; the library is given the body beside it. */
const fetchRequest = once(
  (request: SignedRequest) => new Request(request.url ?? '', { method: request.method, headers: headers(request) }),
);

export const shopify: OfficialLibrary = {
  package: '@shopify/shopify-api',
  scheme: 'shopify',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  headers: [
    ['content-type', 'application/json'],
    ['X-Shopify-Topic', 'orders/create'],
    ['X-Shopify-Shop-Domain', 'example.myshopify.com'],
    ['X-Shopify-API-Version', '2026-01'],
    ['X-Shopify-Webhook-Id', 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043'],
  ],
  verify: async (request, secret) => {
    const { valid } = await apiOf(secret).webhooks.validate({
      rawBody: text(request),
      rawRequest: fetchRequest(request),
    });
    return valid;
  },
  differs: { empty: 'it reports an empty body as missing', binary: 'it takes the body as text' },
};

/** The names of Shopify's events API, which the same library checks. */
export const shopifyEvents: OfficialLibrary = {
  ...shopify,
  scheme: 'shopify-events',
  headers: [
    ['content-type', 'application/json'],
    ['shopify-topic', 'Product'],
    ['shopify-action', 'update'],
    ['shopify-handle', 'product-updates'],
    ['shopify-resource-id', 'gid://shopify/Product/1'],
    ['shopify-triggered-at', '2026-01-01T00:00:00Z'],
    ['shopify-event-id', 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043'],
    ['shopify-webhook-id', 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043'],
    ['shopify-shop-domain', 'example.myshopify.com'],
    ['shopify-api-version', '2026-01'],
  ],
};
