import twilio from 'twilio';
import { formFields, header, type OfficialLibrary, OTHER_TEXT_SECRET, TEXT_SECRET, text } from '../official-library.ts';
import { at } from '../probes.ts';

const noJson = 'a form has its own bodies';

export const twilioForm: OfficialLibrary = {
  package: 'twilio',
  scheme: 'twilio-form',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  headers: [['content-type', 'application/x-www-form-urlencoded']],
  bodies: {
    compact: 'MessageSid=SM42&From=%2B15550001&To=%2B15550002&Body=hello&NumMedia=0',
    unicode: 'MessageSid=SM43&Body=Zo%C3%AB+gr%C3%BC%C3%9Ft+%F0%9F%8E%89',
    escapes: 'MessageSid=SM44&Body=a%26b%3Dc%2Bd%25e%2fF+g%20h%C3%A9&Empty=',
    pretty: 'b=2&a=1&a=3&a=1&A=0&%C3%A9=z&ab=7&a.b=8',
    large: `MessageSid=SM45&Body=${'lorem+ipsum+'.repeat(5400)}`,
  },
  skip: { binary: noJson, 'byte-order mark': noJson },
  verify: (request, secret) =>
    twilio.validateRequest(secret, header(request, 'x-twilio-signature'), request.url ?? '', formFields(request)),
  sign: (request, secret) => [
    ['X-Twilio-Signature', twilio.getExpectedTwilioSignature(secret, request.url ?? '', formFields(request))],
  ],
  differs: {},
};

export const twilioJson: OfficialLibrary = {
  package: 'twilio',
  scheme: 'twilio-json',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  verify: (request, secret) =>
    twilio.validateRequestWithBody(secret, header(request, 'x-twilio-signature'), request.url ?? '', text(request)),
  sign: (request, secret) => {
    const signed = at(request, `${request.url}&bodySHA256=${twilio.getExpectedBodyHash(text(request))}`);
    const signature = twilio.getExpectedTwilioSignature(secret, signed.url ?? '', {});
    return { ...signed, headers: [...request.headers, ['X-Twilio-Signature', signature]] };
  },
  differs: { binary: 'it takes the body as text' },
};
