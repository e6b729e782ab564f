import type { DatabaseSync } from 'node:sqlite';
import { base64Of, bytesFromBase64 } from '../../../core/bytes.ts';
import { CATCH_ALL_ENDPOINT_ID, type Endpoint, type EndpointReply } from '../../../core/endpoint.ts';
import type { ForwardSettings, ReplySettings } from '../../../core/reply/reply-settings.ts';
import type { SecretRow } from '../store.ts';
import { blob, json, text } from './columns.ts';
import { overwriting } from './erasing.ts';
import type { ReaderCalls, WriterCalls } from './protocol.ts';

/** The small tables: endpoints, secrets and values by name. */
type RegisterWrites = Pick<WriterCalls, 'putEndpoint' | 'deleteEndpoint' | 'putSecret' | 'deleteSecret' | 'putValue'>;
type RegisterReads = Pick<ReaderCalls, 'endpoints' | 'secrets' | 'value'>;

type EndpointFacts = Omit<Endpoint, 'id' | 'reply' | 'replying'> & { readonly reply: Omit<EndpointReply, 'body'> };
/** `ReplySettings` as JSON has them. */
type ReplyingFacts = Omit<ReplySettings, 'forward'> & {
  readonly forward:
    | (Omit<ForwardSettings, 'fallback'> & {
        readonly fallback: Omit<EndpointReply, 'body'> & { readonly body: string };
      })
    | null;
};
type SecretFacts = Omit<SecretRow, 'id' | 'endpointId' | 'sealed'>;

export function registerWrites(db: DatabaseSync): RegisterWrites {
  const putEndpoint = db.prepare(`INSERT INTO endpoints (id, facts, replying, reply_body) VALUES (?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET facts = excluded.facts, replying = excluded.replying, reply_body = excluded.reply_body`);
  const moveCaptures = db.prepare(
    // Judged again where they go, they are numbered again among what is there.
    'UPDATE captures SET endpoint_id = ?, delivery_attempt = NULL WHERE endpoint_id = ?',
  );
  const deleteEndpoint = db.prepare('DELETE FROM endpoints WHERE id = ?');
  const putSecret = db.prepare(`INSERT INTO secrets (id, endpoint_id, facts, sealed) VALUES (?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET endpoint_id = excluded.endpoint_id, facts = excluded.facts, sealed = excluded.sealed`);
  const deleteSecret = db.prepare('DELETE FROM secrets WHERE id = ?');
  const putValue = db.prepare(
    'INSERT INTO named_values (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  return {
    putEndpoint({ id, replying, reply: { body, ...reply }, ...rest }) {
      const facts: EndpointFacts = { ...rest, reply };
      putEndpoint.run(id, JSON.stringify(facts), JSON.stringify(replyingFacts(replying)), body);
    },
    deleteEndpoint({ id }) {
      if (id === CATCH_ALL_ENDPOINT_ID) throw new Error('the catch-all endpoint cannot be deleted');
      moveCaptures.run(CATCH_ALL_ENDPOINT_ID, id);
      overwriting(db, () => deleteEndpoint.run(id));
    },
    putSecret({ id, endpointId, sealed, ...rest }) {
      const facts: SecretFacts = rest;
      overwriting(db, () => putSecret.run(id, endpointId, JSON.stringify(facts), sealed));
    },
    deleteSecret({ id }) {
      overwriting(db, () => deleteSecret.run(id));
    },
    putValue({ name, value }) {
      putValue.run(name, JSON.stringify(value));
    },
  };
}

export function registerReads(db: DatabaseSync): RegisterReads {
  const endpoints = db.prepare('SELECT id, facts, replying, reply_body FROM endpoints ORDER BY position');
  const secrets = db.prepare('SELECT id, endpoint_id, facts, sealed FROM secrets ORDER BY position');
  const value = db.prepare('SELECT value FROM named_values WHERE name = ?');
  return {
    endpoints() {
      return endpoints.all().map((row) => {
        const { reply, ...facts } = json<EndpointFacts>(row, 'facts');
        return {
          ...facts,
          id: text(row, 'id'),
          replying: replyingOf(json<ReplyingFacts>(row, 'replying')),
          reply: { ...reply, body: blob(row, 'reply_body') },
        };
      });
    },
    secrets() {
      return secrets.all().map((row) => ({
        ...json<SecretFacts>(row, 'facts'),
        id: text(row, 'id'),
        endpointId: text(row, 'endpoint_id'),
        sealed: blob(row, 'sealed'),
      }));
    },
    value({ name }) {
      const row = value.get(name);
      return row === undefined ? null : json<string>(row, 'value');
    },
  };
}

function replyingFacts({ forward, ...rest }: ReplySettings): ReplyingFacts {
  if (forward === null) return { ...rest, forward };
  const { fallback } = forward;
  return { ...rest, forward: { ...forward, fallback: { ...fallback, body: base64Of(fallback.body) } } };
}

function replyingOf({ forward, ...rest }: ReplyingFacts): ReplySettings {
  if (forward === null) return { ...rest, forward };
  const body = bytesFromBase64(forward.fallback.body);
  if (body === undefined) throw new Error('the fallback reply of a forward is not base64');
  return { ...rest, forward: { ...forward, fallback: { ...forward.fallback, body } } };
}
