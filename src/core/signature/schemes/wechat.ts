import { bytesFromHex, hexOf, latin1Bytes, latin1Text, utf8Bytes } from '../../bytes.ts';
import { fail, ok } from '../../result.ts';
import { codeMechanism } from '../code-mechanism.ts';
import { codeScheme } from '../code-scheme.ts';
import type { CryptoPort } from '../crypto-port.ts';
import { withQueryField } from '../form-fields.ts';
import { newId } from '../recipe-sign.ts';
import { requestParts } from '../request-parts.ts';
import { firstProblem, soleValue } from '../sole-value.ts';

export const wechat = codeScheme({
  id: 'wechat',
  name: 'WeChat official accounts',
  docs: 'https://developers.weixin.qq.com/doc/offiaccount/en/Basic_Information/Access_Overview.html',
  secretHint: 'The token of the server configuration, as text.',
  notes: ['Only the timestamp and the nonce of the query are signed; the body is not.'],
  confirmed: false,
  mechanism: codeMechanism<string>({
    strength: 'legacy',
    signatureHeaders: [],
    // The query's values are byte strings, and the token is sorted among them.
    load: (secret) => ok(latin1Text(utf8Bytes(secret))),
    read(parts, nowMs, crypto) {
      const signature = soleValue('signature', parts.query('signature'), 'signature');
      const stamp = soleValue('timestamp', parts.query('timestamp'), 'timestamp');
      const nonce = soleValue('part', parts.query('nonce'), 'nonce');
      const bytes = signature.value === null ? undefined : bytesFromHex(signature.value);
      const at = stamp.value !== null && /^\d{1,12}$/.test(stamp.value) ? Number(stamp.value) : null;
      return {
        source: signature.value === null ? null : { name: 'signature', value: signature.value },
        received: signature.value === null ? [] : [signature.value],
        content: [],
        url: null,
        timestamp:
          stamp.value === null
            ? null
            : {
                source: 'timestamp',
                raw: stamp.value,
                atMs: at === null ? null : at * 1000,
                ageSeconds: at === null ? null : Math.floor(nowMs / 1000) - at,
                toleranceSeconds: null,
                covered: true,
              },
        problem: firstProblem(
          signature,
          { problem: bytes?.length === 20 ? null : { reason: 'malformed-signature', detail: 'signature' } },
          stamp,
          nonce,
        ),
        objection: null,
        attempt(token) {
          const expected = compute(token, stamp.value ?? '', nonce.value ?? '', crypto);
          return { matches: bytes !== undefined && crypto.sameBytes(expected, bytes), expected: hexOf(expected) };
        },
      };
    },
    sign(request, secret, nowMs, crypto) {
      if (request.url === null) return fail({ kind: 'missing', part: 'the public URL' });
      const nonce = requestParts(request).query('nonce')[0] || newId(crypto);
      const stamp = String(Math.floor(nowMs / 1000));
      const signature = hexOf(compute(latin1Text(utf8Bytes(secret)), stamp, nonce, crypto));
      const stamped = withQueryField(withQueryField(request.url, 'timestamp', stamp), 'nonce', nonce);
      return ok({ headers: request.headers, url: withQueryField(stamped, 'signature', signature) });
    },
  }),
  detect: [[{ query: 'signature' }, { query: 'nonce' }]],
  handshake: { text: 'A GET with echostr: answer with its text.', source: 'documented' },
});

function compute(token: string, timestamp: string, nonce: string, crypto: CryptoPort): Uint8Array {
  return crypto.hash('sha1', [latin1Bytes([token, timestamp, nonce].sort().join(''))]);
}
