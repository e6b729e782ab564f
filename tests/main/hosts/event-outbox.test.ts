import { expect, it } from 'vitest';
import type { EventName, Events } from '../../../src/core/contract.ts';
import { createEventOutbox } from '../../../src/main/hosts/event-outbox.ts';

function outbox() {
  const sent: [EventName, unknown][] = [];
  let lagging = true;
  const made = createEventOutbox({ lagging: () => lagging, send: (name, event) => sent.push([name, event]) });
  return {
    ...made,
    sent,
    goOn() {
      lagging = false;
      made.catchUp();
    },
  };
}

const progress = (endpointId: string, done: number): Events['judging.progress'] => ({ endpointId, done, total: 9 });

it('holds the newest of each subject, in the order of their newest, and asks to list again once', () => {
  const { event, goOn, sent } = outbox();
  event('judging.progress', progress('a', 1));
  event('captures.changed', { rows: [] });
  event('judging.progress', progress('b', 1));
  event('judging.progress', progress('a', 2));
  event('captures.removed', { ids: [1] });
  expect(sent).toEqual([]);
  goOn();
  expect(sent).toEqual([
    ['judging.progress', progress('b', 1)],
    ['judging.progress', progress('a', 2)],
    ['captures.removed', { all: true }],
  ]);
  event('captures.changed', { rows: [] });
  expect(sent.at(-1)).toEqual(['captures.changed', { rows: [] }]);
});

it('holds no more than a thousand subjects, the newest', () => {
  const { event, goOn, sent } = outbox();
  for (let index = 0; index < 5000; index++) event('judging.progress', progress(`endpoint ${index}`, 1));
  goOn();
  expect(sent).toHaveLength(1000);
  expect(sent[0]).toEqual(['judging.progress', progress('endpoint 4000', 1)]);
});
