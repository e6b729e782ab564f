import { z } from 'zod';
import { base64Of, bytesFromBase64, strictUtf8Text, utf8Bytes } from '../bytes.ts';
import type { Draft } from '../draft/draft.ts';
import type { Failure } from '../failure.ts';
import { fail, ok, type Result } from '../result.ts';
import { jsonProblem } from '../view/json.ts';
import type { Collection, CollectionItem } from './collection.ts';

/**
 * Saved requests as a file for people, editors and version control: JSON, one value a line, members in one order. A body
 * is text where it is UTF-8, so that it can be read and edited there, and base64 otherwise: the bytes come back exactly.
 * Secrets are named by their id and never held.
 */

const VERSION = 1;

export const MAX_COLLECTION_ITEMS = 10_000;
export const MAX_COLLECTION_CHARS = 64 * 1024 * 1024;
/** The format itself has eight levels. */
const MAX_DEPTH = 32;

const identifier = z.string().min(1).max(200);
const name = z.string().min(1).max(1000);

const body = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({ base64: z.string().refine((text) => bytesFromBase64(text) !== undefined, 'is not base64') }),
]);

const item = z.strictObject({
  id: identifier,
  name,
  savedAt: z.int().min(0),
  request: z.strictObject({
    method: z.string().max(1000),
    url: z.string().max(64 * 1024),
    headers: z.array(z.tuple([z.string().max(16 * 1024), z.string().max(1024 * 1024)])).max(10_000),
    body,
  }),
  signing: z
    .strictObject({ scheme: z.string().max(200), secretId: z.string().max(200), signedUrl: z.string().nullable() })
    .nullable(),
});

const file = z.strictObject({
  hookproof: z.literal('collection'),
  version: z.literal(VERSION),
  id: identifier,
  name,
  // Counted before any item is looked at: a file of a million items is refused without reading them.
  items: z.array(z.unknown()).max(MAX_COLLECTION_ITEMS).pipe(z.array(item)),
});

type File = z.infer<typeof file>;

export function serialiseCollection(collection: Collection): string {
  const written: File = {
    hookproof: 'collection',
    version: VERSION,
    id: collection.id,
    name: collection.name,
    items: collection.items.map(writtenItem),
  };
  return `${JSON.stringify(written, null, 2)}\n`;
}

function writtenItem({ id, name, savedAt, draft }: CollectionItem): File['items'][number] {
  const text = strictUtf8Text(draft.body);
  return {
    id,
    name,
    savedAt,
    request: {
      method: draft.method,
      url: draft.url,
      headers: draft.headers.map(([header, value]) => [header, value]),
      body: text === undefined ? { base64: base64Of(draft.body) } : { text },
    },
    signing:
      draft.signing === null
        ? null
        : { scheme: draft.signing.scheme, secretId: draft.signing.secretId, signedUrl: draft.signing.signedUrl },
  };
}

/** Failure: `import-invalid`, naming the first place that is not as it should be. */
export function parseCollectionFile(text: string): Result<Collection, Failure> {
  const invalid = (problem: string) => fail({ code: 'import-invalid', problem } as const);
  if (text.length > MAX_COLLECTION_CHARS) return invalid('it is larger than 64 MiB');
  const problem = jsonProblem(text, MAX_DEPTH);
  if (problem !== null) {
    return invalid(`it is not JSON: ${problem.problem} (line ${problem.line}, column ${problem.column})`);
  }
  const read: unknown = JSON.parse(text);
  const other = refusedKind(read);
  if (other !== null) return invalid(other);
  const parsed = file.safeParse(read);
  if (!parsed.success) return invalid(firstIssue(parsed.error));
  const { id, name, items } = parsed.data;
  return ok({ id, name, items: items.map(readItem) });
}

/** What the file is when it is no collection of ours, before its details are complained about. */
function refusedKind(read: unknown): string | null {
  if (typeof read !== 'object' || read === null || !('hookproof' in read) || read.hookproof !== 'collection') {
    return 'it is not a Hookproof collection';
  }
  const version = 'version' in read ? read.version : undefined;
  if (typeof version === 'number' && version > VERSION) {
    return `it was written by a newer Hookproof (format ${version}, this one knows ${VERSION})`;
  }
  return null;
}

function readItem({ id, name, savedAt, request, signing }: File['items'][number]): CollectionItem {
  const draft: Draft = {
    method: request.method,
    url: request.url,
    headers: request.headers,
    body:
      'text' in request.body ? utf8Bytes(request.body.text) : (bytesFromBase64(request.body.base64) ?? utf8Bytes('')),
    signing,
  };
  return { id, name, savedAt, draft };
}

/** `items.3.request.url: …`, of the deepest issue where a union reports several. */
function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'it does not have the format of a collection';
  const place = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  return `${place}${issue.message.slice(0, 200)}`;
}
