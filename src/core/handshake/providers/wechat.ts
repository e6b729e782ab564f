import { asked } from '../echo.ts';
import { answered, type Handshake, newChallenge, refused } from '../handshake.ts';
import { queryChallenge } from '../read-challenge.ts';

const scheme = 'wechat';
const name = 'WeChat server verification';

/** https://developers.weixin.qq.com/doc/offiaccount/en/Basic_Information/Access_Overview.html */
export const wechatVerification: Handshake = {
  scheme,
  name,
  methods: ['GET'],
  answer(parts, { verdict }) {
    const text = queryChallenge(parts, 'echostr');
    const isSigned = ['signature', 'timestamp', 'nonce'].every((field) => parts.query(field).length === 1);
    if (text === null || !isSigned) return null;
    if (verdict(scheme) === 'failed') return refused({ name }, 403, 'its signature failed');
    return answered({ name }, { kind: 'text', text });
  },
  requests: (context) => [
    asked('GET', {
      query: `echostr=${newChallenge(context)}&nonce=${newChallenge(context)}&timestamp=0&signature=${'0'.repeat(40)}`,
      signing: 'right',
    }),
  ],
};
