import { sameBytes } from '../bytes.ts';
import type { CryptoPort, HashName } from '../signature/crypto-port.ts';
import type { Recipe } from '../signature/recipe.ts';
import type { Pieces } from './arrangements.ts';
import type { CandidateKey } from './candidate-keys.ts';
import type { Atoms } from './content-atoms.ts';
import { hashedLevels, type Level, signedLevels } from './content-templates.ts';
import type { SignaturePlace } from './signature-places.ts';

/** Content and key whose digest a place holds in the searched request. */
export interface Hit {
  readonly algorithm: Recipe['algorithm'];
  readonly pieces: Pieces;
  readonly key: CandidateKey;
  readonly places: readonly SignaturePlace[];
}

export interface DigestSearch {
  readonly atoms: Atoms;
  readonly places: readonly SignaturePlace[];
  readonly keys: readonly CandidateKey[];
  readonly requests: number;
  /** Index of the request that is searched; the others only confirm. */
  readonly searched: number;
  readonly crypto: CryptoPort;
  /** Asked between computations. */
  isOver(): boolean;
  /** The places for which the hit is proved on every request; an id taken for fixed text fits the first one only. */
  onHit(hit: Hit): readonly SignaturePlace[];
}

const macs: Readonly<Record<number, { readonly algorithm: Recipe['algorithm']; readonly hash: HashName }>> = {
  20: { algorithm: 'hmac-sha1', hash: 'sha1' },
  32: { algorithm: 'hmac-sha256', hash: 'sha256' },
  48: { algorithm: 'hmac-sha384', hash: 'sha384' },
  64: { algorithm: 'hmac-sha512', hash: 'sha512' },
};

/** HMAC itself hashes a key that is longer than a block of the hash (RFC 2104, section 2): that recipe says the same. */
function hashesAnyway({ hash }: Task, { rule, hashedBytes }: CandidateKey): boolean {
  return rule?.hash === hash && hashedBytes !== null && hashedBytes > 64;
}

/** One way of computing a digest, with the places that hold one of its length. */
interface Task {
  readonly algorithm: Recipe['algorithm'];
  readonly levels: readonly Level[];
  readonly held: Held;
  /** Of the HMAC; null: a plain hash. */
  readonly hash: HashName | null;
  compute(content: readonly Uint8Array[], key: CandidateKey): Uint8Array;
}

/** Places by the first four bytes of what they hold. */
type Held = ReadonlyMap<number, readonly { readonly bytes: Uint8Array; readonly place: SignaturePlace }[]>;

/**
 * Level by level over all algorithms, until every place is explained. Once one is, only cheap levels go on looking for the
 * others: a second signature may be of a key that nobody has here.
 */
export function searchDigests(search: DigestSearch): { readonly tried: number; readonly complete: boolean } {
  const { keys, isOver, onHit } = search;
  const tasks = tasksOf(search);
  const depth = Math.max(0, ...tasks.map(({ levels }) => levels.length));
  let tried = 0;
  const explained = new Set<string>();
  for (let level = 0; level < depth; level++) {
    for (const task of tasks) {
      const current = task.levels[level];
      if (current === undefined || (explained.size > 0 && !current.isCheap)) continue;
      const usual = keys.filter((key) => (current.isCheap || !key.isRare) && !hashesAnyway(task, key));
      for (const pieces of current.templates()) {
        for (const key of usual) {
          if (tried % 16 === 0 && isOver()) return { tried, complete: false };
          tried++;
          const content = pieces.map(({ kind, bytes }) =>
            kind === 'secret' ? key.bytes : (bytes[search.searched] ?? NOTHING),
          );
          const places = holding(task.held, task.compute(content, key));
          if (places.length === 0) continue;
          for (const place of onHit({ algorithm: task.algorithm, pieces, key, places })) explained.add(fieldOf(place));
          if (isExplained(search.places, explained)) return { tried, complete: true };
        }
      }
    }
  }
  return { tried, complete: true };
}

/** Digests of other things stand in bodies: once a header's is explained, they are left at that. */
function isExplained(places: readonly SignaturePlace[], explained: ReadonlySet<string>): boolean {
  if (explained.size === 0) return false;
  const byHeader = places.some((place) => place.rule.in === 'header' && explained.has(fieldOf(place)));
  return places.every((place) => explained.has(fieldOf(place)) || (byHeader && place.rule.in !== 'header'));
}

/** The field, however it is read. */
export function fieldOf({ rule }: SignaturePlace): string {
  return `${rule.in} ${rule.names.join()}`;
}

const NOTHING = new Uint8Array(0);

function tasksOf({ atoms, places, requests, searched, crypto }: DigestSearch): readonly Task[] {
  const signed = signedLevels(atoms, requests);
  return [32, 64, 48, 20].flatMap((length): readonly Task[] => {
    const mac = macs[length];
    const held = heldBy(
      places.filter(({ bytes }) => bytes === length),
      searched,
    );
    if (held.size === 0 || mac === undefined) return [];
    const compute: Task['compute'] = (content, key) => crypto.hmac(mac.hash, key.bytes, content);
    const task = { algorithm: mac.algorithm, levels: signed, held, hash: mac.hash, compute };
    if (length !== 32) return [task];
    const levels = hashedLevels(atoms, requests);
    return [
      task,
      { algorithm: 'hash-sha256', levels, held, hash: null, compute: (content) => crypto.hash('sha256', content) },
    ];
  });
}

function heldBy(places: readonly SignaturePlace[], searched: number): Held {
  const held = new Map<number, { readonly bytes: Uint8Array; readonly place: SignaturePlace }[]>();
  for (const place of places) {
    for (const { bytes } of place.readings[searched]?.candidates ?? []) {
      const start = startOf(bytes);
      const known = held.get(start);
      if (known === undefined) held.set(start, [{ bytes, place }]);
      else known.push({ bytes, place });
    }
  }
  return held;
}

function holding(held: Held, digest: Uint8Array): readonly SignaturePlace[] {
  const near = held.get(startOf(digest));
  return near === undefined ? [] : near.filter(({ bytes }) => sameBytes(bytes, digest)).map(({ place }) => place);
}

function startOf([a = 0, b = 0, c = 0, d = 0]: Uint8Array): number {
  return (a << 24) | (b << 16) | (c << 8) | d;
}
