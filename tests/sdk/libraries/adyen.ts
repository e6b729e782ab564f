import { hmacValidator } from '@adyen/api-library';
import { header, type OfficialLibrary, text } from '../official-library.ts';

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
