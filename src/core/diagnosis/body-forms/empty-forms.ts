import { utf8Bytes } from '../../bytes.ts';
import type { BodyForm } from './body-form.ts';

/**
 * The signer, or a middleware in front of the verifier, had no body: the stream was read before, the parser knew no such
 * Content-Type. What languages then print for "nothing" is among it.
 */
export function* emptyForms(): Generator<BodyForm> {
  const empty = (form: string, text: string): BodyForm => ({ cause: 'body-empty', form, bytes: utf8Bytes(text) });
  yield empty('no body', '');
  yield empty('an empty object, as body-parser leaves it', '{}');
  yield empty('null', 'null');
  yield empty('an empty list, as PHP prints it', '[]');
  yield empty('undefined', 'undefined');
  yield empty('an empty JSON string', '""');
  yield empty('None', 'None');
  yield empty('nil', 'nil');
}
