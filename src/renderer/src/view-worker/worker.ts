import { renderBody, renderText } from '../../../core/view/render-body.ts';
import type { ViewAnswer, ViewJob, ViewRequestMessage, ViewResponseMessage } from './job.ts';

/** Parses and pretty-prints captured bytes away from the screen's thread, where they may take as long as they are let. */
self.addEventListener('message', (event: MessageEvent<ViewRequestMessage<ViewJob>>) => {
  const { id, job } = event.data;
  self.postMessage(responseTo(id, job));
});

function responseTo(id: number, job: ViewJob): ViewResponseMessage<ViewAnswer> {
  try {
    return { id, ok: true, answer: answer(job) };
  } catch {
    // A bug, or a stack or a text beyond what the engine can hold. The asking side says that there is no view.
    return { id, ok: false };
  }
}

function answer({ bytes, contentType, kind, incomplete }: ViewJob): ViewAnswer {
  return {
    outcome: renderBody({ bytes, contentType, kind, incomplete }),
    raw: renderText(bytes, contentType, incomplete),
  };
}
