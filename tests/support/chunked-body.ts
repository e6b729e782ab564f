import fc from 'fast-check';
import { concatBytes, latin1Bytes } from '../../src/core/bytes.ts';

const chunk = fc
  .tuple(
    fc.uint8Array({ minLength: 1, maxLength: 40 }),
    fc.constantFrom('', ';a', ';a="b;\\"c"', '; x=y'),
    fc.boolean(),
    // Any number of zeros may stand in front.
    fc.constantFrom('', '00', '0'.repeat(30)),
  )
  .map(([data, extension, upper, zeros]) => {
    const size = data.length.toString(16);
    return concatBytes([
      latin1Bytes(`${zeros}${upper ? size.toUpperCase() : size}${extension}\r\n`),
      data,
      latin1Bytes('\r\n'),
    ]);
  });
/** A body in chunks as strict HTTP allows them (RFC 9112, section 7.1): sizes in either case, extensions, trailers. */
export const chunkedBody = fc
  .tuple(fc.array(chunk, { maxLength: 6 }), fc.constantFrom('', 'T: 1\r\n', 'T: 1\r\nt:\r\n'))
  .map(([chunks, trailers]) => concatBytes([...chunks, latin1Bytes(`0\r\n${trailers}\r\n`)]));
