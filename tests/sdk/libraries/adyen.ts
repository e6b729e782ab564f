import { hmacValidator } from '@adyen/api-library';
import { header, type OfficialLibrary, parsed, text } from '../official-library.ts';

const validator = new hmacValidator();

export const adyenHeader: OfficialLibrary = {
  package: '@adyen/api-library',
  scheme: 'adyen-header',
  secret: '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056',
  otherSecret: '54782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056',
  verify: (request, key) => validator.validateHMACSignature(key, header(request, 'hmacsignature'), text(request)),
  sign: (request, key) => [['HmacSignature', validator.calculateHmacSignature(text(request), key)]],
  differs: { binary: 'it takes the body as text', 'trailing junk': 'its base64 decoder passes over other characters' },
};

const item = (reference: string, more = '') =>
  `{"live":"false","notificationItems":[{"NotificationRequestItem":{"additionalData":{"hmacSignature":"${'A'.repeat(43)}="},"amount":{"currency":"EUR","value":1130},"eventCode":"AUTHORISATION","eventDate":"2026-01-01T00:00:00+01:00","merchantAccountCode":"TestMerchant","merchantReference":"${reference}","originalReference":"","paymentMethod":"visa","pspReference":"7914073381342284","success":"true"${more}}}]}`;
const noItem = 'it wants a notification item';

export const adyenPayments: OfficialLibrary = {
  package: '@adyen/api-library',
  scheme: 'adyen-payments',
  secret: adyenHeader.secret,
  otherSecret: adyenHeader.otherSecret,
  bodies: {
    compact: item('TestPayment-1407325143704'),
    unicode: item('Zoë grüßt 東京 🎉'),
    escapes: item('a\\\\b:c\\u00e9\\/<&>'),
    pretty: item('TestPayment', ',\r\n  "reason": "1234:7777:12/2012"\r\n'),
    large: item('lorem ipsum '.repeat(5400)),
  },
  skip: { empty: noItem, binary: noItem, 'byte-order mark': noItem },
  signature: { in: 'body', bytes: /"hmacSignature":"([^"]+)"/ },
  verify: (request, key) => validator.validateHMAC(parsed(request).notificationItems[0].NotificationRequestItem, key),
  differs: {},
};
