import type { ViewKind } from '../../../core/view/choose-view.ts';
import { renderBody, renderText } from '../../../core/view/render-body.ts';
import { decodeBody } from './decompress.ts';
import type { ViewAnswer, ViewJob, ViewRequestMessage, ViewResponseMessage } from './job.ts';

/** Decodes and pretty-prints captured bytes away from the screen's thread, where they may take as long as they are let. */
self.addEventListener('message', (event: MessageEvent<ViewRequestMessage>) => {
  const { id, job } = event.data;
  answer(job).then(
    (result) => reply({ id, ok: true, answer: result }, result.decoded?.bytes),
    (error: unknown) => reply({ id, ok: false, message: error instanceof Error ? error.name : typeof error }),
  );
});

async function answer({ bytes, contentType, codings, kind, incomplete }: ViewJob): Promise<ViewAnswer> {
  if (codings.length === 0) return rendered(bytes, contentType, kind, incomplete);
  const decoded = await decodeBody(bytes, codings, incomplete);
  const names = codings.join(', ');
  if (decoded === null) {
    const note = `Encoded with ${names}, which cannot be decoded here. Shown as stored.`;
    return {
      outcome: { outcome: 'shown', shown: 'binary', content: { kind: 'binary' }, note },
      raw: { kind: 'binary' },
      decoded,
    };
  }
  if (decoded.bytes.length === 0 && bytes.length > 0 && decoded.problem !== null) {
    const stored = rendered(bytes, contentType, kind, incomplete);
    const note = `Content-Encoding says ${names}, but the body is not. Shown as stored.`;
    return stored.outcome.outcome === 'shown' ? { ...stored, outcome: { ...stored.outcome, note } } : stored;
  }
  const cut = incomplete || decoded.cut || decoded.problem !== null;
  return { ...rendered(decoded.bytes, contentType, kind, cut), decoded };
}

function rendered(
  bytes: Uint8Array,
  contentType: string | null,
  kind: ViewKind | null,
  incomplete: boolean,
): ViewAnswer {
  return {
    outcome: renderBody({ bytes, contentType, kind, incomplete }),
    raw: renderText(bytes, contentType, incomplete),
    decoded: null,
  };
}

function reply(message: ViewResponseMessage, transferred?: Uint8Array): void {
  self.postMessage(message, { transfer: transferred === undefined ? [] : [transferred.buffer] });
}
