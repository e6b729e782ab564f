import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'elevenlabs',
  name: 'ElevenLabs',
  headers: () => [['Content-Type', 'application/json']],
});

export const elevenlabs = [
  event('post_call_transcription', 'transcript of a call', {
    type: 'post_call_transcription',
    event_timestamp: 1772615564,
    data: {
      agent_id: 'agent_example42',
      conversation_id: 'conv_example42',
      status: 'done',
      transcript: [
        { role: 'agent', message: 'Hello, how can I help?', time_in_call_secs: 0 },
        { role: 'user', message: 'Where is order 1042?', time_in_call_secs: 4 },
      ],
      metadata: { start_time_unix_secs: 1772615520, call_duration_secs: 41 },
      analysis: { call_successful: 'success', transcript_summary: 'The caller asked about an order.' },
    },
  }),
];
