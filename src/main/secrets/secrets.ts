import { randomUUID } from 'node:crypto';
import type { Failure } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { maskSecret, type SecretInfo, type Validity } from '../../core/secret.ts';
import type { SecretRow, Store } from '../storage/store.ts';
import type { SecretSealer } from './sealer.ts';

/** A secret opened for use. Lives in memory only. */
export interface OpenSecret extends Validity {
  readonly id: string;
  readonly label: string;
  readonly scheme: string | null;
  readonly value: string;
}

/** The secrets of all endpoints. Opened once at the start, so that judging never waits for a key store. */
export interface Secrets {
  readonly all: readonly SecretInfo[];
  /** What an endpoint's captures are checked with, and whether some of it is locked away. */
  forEndpoint(endpointId: string): { readonly usable: readonly OpenSecret[]; readonly locked: boolean };
  use(id: string): Result<OpenSecret, Failure>;
  add(input: NewSecret): Promise<Result<SecretInfo, Failure>>;
  update(input: SecretChange): Promise<Result<SecretInfo, Failure>>;
  delete(id: string): Promise<Result<{ endpointId: string }, Failure>>;
  /** Forgets the secrets of an endpoint that the store deleted. */
  forgetEndpoint(endpointId: string): void;
}

/** A secret that a host was given for one run (`hookproof listen --secret-file`). It is in no store and in no list. */
export type TemporarySecret = Pick<OpenSecret, 'label' | 'scheme' | 'value'>;

export interface NewSecret extends Partial<Validity> {
  readonly endpointId: string;
  readonly label: string;
  readonly scheme: string | null;
  readonly value: string;
}

export interface SecretChange extends Partial<Validity> {
  readonly id: string;
  readonly label?: string;
  readonly scheme?: string | null;
  readonly value?: string;
}

interface Held {
  readonly row: SecretRow;
  /** One object as long as the secret is the same: the key made of it is kept by it. null: locked. */
  readonly open: OpenSecret | null;
}

function hold(row: SecretRow, value: string | null): Held {
  const { id, label, scheme, validFrom, validUntil } = row;
  return { row, open: value === null ? null : { id, label, scheme, value, validFrom, validUntil } };
}

export interface SecretsOptions {
  readonly store: Store;
  readonly sealer: SecretSealer;
  readonly changed: (secrets: readonly SecretInfo[]) => void;
  readonly now: () => number;
  readonly temporary: readonly TemporarySecret[];
}

export async function openSecrets(options: SecretsOptions): Promise<Secrets> {
  const { store, sealer, changed, now, temporary } = options;
  const held = new Map<string, Held>();
  for (const row of await store.secrets()) {
    let current = row;
    const opened = await sealer.open(row, (fresh) => {
      current = { ...row, ...fresh };
      return store.putSecret(current);
    });
    held.set(row.id, hold(current, opened.ok ? opened.value : null));
  }

  const ownOfThisRun = temporary.map(
    (secret, index): OpenSecret => ({
      ...secret,
      id: `temporary-${index}`,
      validFrom: null,
      validUntil: null,
    }),
  );

  const infoOf = ({ row, open }: Held): SecretInfo => ({
    id: row.id,
    endpointId: row.endpointId,
    label: row.label,
    scheme: row.scheme,
    masked: row.masked,
    length: row.length,
    state: open === null ? 'locked' : 'ready',
    protection: sealer.description,
    createdAt: row.createdAt,
    validFrom: row.validFrom,
    validUntil: row.validUntil,
  });
  const all = (): readonly SecretInfo[] => [...held.values()].map(infoOf);

  async function put(row: SecretRow, value: string | null): Promise<Result<SecretInfo, Failure>> {
    const stored = await store.putSecret(row);
    if (!stored.ok) return stored;
    const next = hold(row, value);
    held.set(row.id, next);
    changed(all());
    return ok(infoOf(next));
  }

  return {
    get all() {
      return all();
    },
    forEndpoint(endpointId) {
      const usable = [...ownOfThisRun];
      let locked = false;
      for (const { row, open } of held.values()) {
        if (row.endpointId !== endpointId) continue;
        if (open === null) locked = true;
        else usable.push(open);
      }
      return { usable, locked };
    },
    use(id) {
      const secret = held.get(id);
      if (secret === undefined) return fail({ code: 'not-found', what: 'secret' });
      return secret.open === null ? fail({ code: 'secret-locked', label: secret.row.label }) : ok(secret.open);
    },
    async add({ endpointId, label, scheme, value, validFrom = null, validUntil = null }) {
      const wrong = validityProblem(scheme, { validFrom, validUntil });
      if (wrong !== null) return fail(wrong);
      if (value === '') return fail({ code: 'secret-invalid', scheme, problem: 'it is empty' });
      const sealed = await sealer.seal(value);
      if (!sealed.ok) return sealed;
      const id = randomUUID();
      const row = {
        id,
        endpointId,
        label,
        scheme,
        masked: maskSecret(value),
        length: value.length,
        ...sealed.value,
        createdAt: now(),
        validFrom,
        validUntil,
      };
      return put(row, value);
    },
    async update({ id, label, scheme, value, validFrom, validUntil }) {
      const secret = held.get(id);
      if (secret === undefined) return fail({ code: 'not-found', what: 'secret' });
      const row = {
        ...secret.row,
        label: label ?? secret.row.label,
        scheme: scheme === undefined ? secret.row.scheme : scheme,
        validFrom: validFrom === undefined ? secret.row.validFrom : validFrom,
        validUntil: validUntil === undefined ? secret.row.validUntil : validUntil,
      };
      const wrong = validityProblem(row.scheme, row);
      if (wrong !== null) return fail(wrong);
      if (value === undefined) return put(row, secret.open?.value ?? null);
      if (value === '') return fail({ code: 'secret-invalid', scheme: row.scheme, problem: 'it is empty' });
      const sealed = await sealer.seal(value);
      if (!sealed.ok) return sealed;
      return put({ ...row, ...sealed.value, masked: maskSecret(value), length: value.length }, value);
    },
    async delete(id) {
      const secret = held.get(id);
      if (secret === undefined) return fail({ code: 'not-found', what: 'secret' });
      const deleted = await store.deleteSecret(id);
      if (!deleted.ok) return deleted;
      held.delete(id);
      changed(all());
      return ok({ endpointId: secret.row.endpointId });
    },
    forgetEndpoint(endpointId) {
      for (const [id, { row }] of held) if (row.endpointId === endpointId) held.delete(id);
      changed(all());
    },
  };
}

/** A secret that ends before it begins would never be valid. */
function validityProblem(scheme: string | null, { validFrom, validUntil }: Validity): Failure | null {
  if (validFrom === null || validUntil === null || validFrom < validUntil) return null;
  return { code: 'secret-invalid', scheme, problem: 'it ends before it begins' };
}
