import type { CaptureId } from '../../../core/capture.ts';
import type { Engine } from '../../engine.ts';
import { complain, complainOf, terminalSafe, writeJsonLine, writeOut } from './output.ts';

/** Sends captured requests on, one after the other in the order of their arrival, beside the capture lines. */
export interface Forwarding {
  add(id: CaptureId): void;
  /** Begins no further sending. */
  stop(): void;
  /** Says what was left out. A sending still under way ends with the engine, and is not heard of any more. */
  end(): void;
}

/** A target that stands still must not grow the queue for ever; what is over it stays in the history. */
const MAX_WAITING = 1000;

export function createForwarding(engine: Engine, url: string, json: boolean): Forwarding {
  const waiting: CaptureId[] = [];
  let isSending = false;
  let isStopped = false;
  let isEnded = false;
  let isFull = false;

  async function sendOn(id: CaptureId): Promise<void> {
    const sent = await engine.handlers['send.replay']({ captureId: id, url, signing: null });
    // The engine's end cuts the sending off; that is no failure of the target's.
    if (isEnded) return;
    if (!sent.ok) complainOf(sent.failure);
    else if (sent.value.outcome.kind === 'failed') complainOf(sent.value.outcome.failure);
    else if (json) await writeJsonLine({ event: 'forwarded', id, url, status: sent.value.outcome.status });
    else await writeOut(`#${id} → ${terminalSafe(url)}: ${sent.value.outcome.status}\n`);
  }

  async function drain(): Promise<void> {
    isSending = true;
    for (let id = waiting.shift(); id !== undefined; id = isStopped ? undefined : waiting.shift()) {
      try {
        await sendOn(id);
      } catch (error) {
        if (!isEnded) complain(`#${id} was not forwarded: ${error instanceof Error ? error.message : String(error)}`);
      }
      isFull = false;
    }
    isSending = false;
  }

  return {
    add(id) {
      if (waiting.length >= MAX_WAITING) {
        if (!isFull) complain(`${url} is too slow: #${id} and what comes before it catches up is not forwarded.`);
        isFull = true;
        return;
      }
      waiting.push(id);
      if (!isSending && !isStopped) void drain();
    },
    stop() {
      isStopped = true;
    },
    end() {
      isEnded = true;
      const left = waiting.length + (isSending ? 1 : 0);
      if (left > 0) complain(`stopped before ${left} of the captured requests were forwarded.`);
    },
  };
}
