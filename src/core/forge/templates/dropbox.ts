import { jsonEvents } from '../json-event.ts';
import { pythonJson } from '../serialise.ts';

const event = jsonEvents({
  scheme: 'dropbox',
  name: 'Dropbox',
  write: pythonJson,
  headers: () => [
    ['User-Agent', 'DropboxWebhooks/1.0'],
    ['Content-Type', 'application/json'],
  ],
});

export const dropbox = [
  event('list_folder', 'files changed', {
    list_folder: { accounts: ['dbid:AAexampleAccount000000000000000000042'] },
    delta: { users: [42] },
  }),
];
