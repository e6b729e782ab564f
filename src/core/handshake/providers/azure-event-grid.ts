import { textOfByteString } from '../../bytes.ts';
import { firstHeader } from '../../http/headers.ts';
import { asked, askedJson } from '../echo.ts';
import { answered, type Handshake, newChallenge } from '../handshake.ts';
import { bodyHas, headerChallenge, jsonChallenge } from '../read-challenge.ts';

const scheme = 'azure-event-grid';
const name = 'Azure Event Grid validation';
const EVENT = 'Microsoft.EventGrid.SubscriptionValidationEvent';

/** https://learn.microsoft.com/azure/event-grid/end-point-validation-event-grid-events-schema */
export const eventGridValidation: Handshake = {
  scheme,
  name,
  methods: ['POST'],
  answer(parts) {
    if (firstHeader(parts.request.headers, 'aeg-event-type') !== 'SubscriptionValidation') return null;
    if (!bodyHas(parts, EVENT) || parts.json('0.eventType') !== EVENT) return null;
    const code = jsonChallenge(parts, '0.data.validationCode');
    if (code === null) return null;
    return answered({ name }, { kind: 'json', members: { validationResponse: textOfByteString(code) } });
  },
  requests: (context) => [
    asked(
      'POST',
      askedJson(
        [{ id: '1', eventType: EVENT, data: { validationCode: newChallenge(context) } }],
        [['aeg-event-type', 'SubscriptionValidation']],
      ),
    ),
  ],
};

const cloudEvents = 'CloudEvents validation';

/** https://github.com/cloudevents/spec/blob/v1.0.1/http-webhook.md#4-abuse-protection */
export const cloudEventsValidation: Handshake = {
  scheme,
  name: cloudEvents,
  methods: ['OPTIONS'],
  answer(parts) {
    const value = headerChallenge(parts, 'WebHook-Request-Origin');
    if (value === null) return null;
    return answered({ name: cloudEvents }, { kind: 'header', name: 'WebHook-Allowed-Origin', value });
  },
  requests: () => [asked('OPTIONS', { headers: [['WebHook-Request-Origin', 'eventgrid.azure.net']] })],
};
