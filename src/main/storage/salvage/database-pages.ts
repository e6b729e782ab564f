import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readLogOverlay } from './log-overlay.ts';

/**
 * The pages of an SQLite file and its log, read without SQLite (https://www.sqlite.org/fileformat2.html): what it calls
 * damaged it gives nothing of, however little is damaged, and `.recover` is not in Node's build. Nothing in the file is believed:
 * each number is checked against the file's size, and a page that cannot be read is null.
 */
export interface DatabasePages {
  readonly pageSize: number;
  /** Bytes of a page that hold content: without the ones at its end that extensions reserve. */
  readonly usableBytes: number;
  readonly count: number;
  /** `PRAGMA user_version`; null when the header is damaged. */
  readonly userVersion: number | null;
  /** 1 for the first. The bytes are valid until the next call. null: not in the file. */
  page(number: number): Buffer | null;
  /** A page that was given back: what stands in it was deleted. */
  isFree(number: number): boolean;
  close(): void;
}

const MAGIC = 'SQLite format 3\0';
/** Ours are made with SQLite's default, and the first thing a damaged header loses is its page size. */
const DEFAULT_PAGE_BYTES = 4096;
/** Where file locks are; no page of content begins here (fileformat2, "The Lock-Byte Page"). */
const LOCK_BYTE = 0x4000_0000;
const POINTER_BYTES = 5;
const FREE_PAGE = 2;
const LAST_POINTER_KIND = 5;

export function openDatabasePages(file: string): DatabasePages {
  const descriptor = openSync(file, 'r');
  let logDescriptor: number | null = null;
  try {
    const log = readLogOverlay(`${file}-wal`);
    if (log !== null && log.offsets.size > 0) logDescriptor = openSync(`${file}-wal`, 'r');
    return pagesOf(descriptor, logDescriptor, log);
  } catch (error) {
    closeSync(descriptor);
    if (logDescriptor !== null) closeSync(logDescriptor);
    throw error;
  }
}

function pagesOf(
  descriptor: number,
  logDescriptor: number | null,
  log: ReturnType<typeof readLogOverlay>,
): DatabasePages {
  const fileBytes = fstatSync(descriptor).size;
  const header = Buffer.alloc(100);
  const firstOffset = log?.offsets.get(1);
  const inLog = logDescriptor !== null && firstOffset !== undefined;
  const got = inLog ? readSync(logDescriptor, header, 0, 100, firstOffset) : readSync(descriptor, header, 0, 100, 0);
  const isSound = got === 100 && header.toString('latin1', 0, 16) === MAGIC;
  const stated = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  const isPageSize = stated >= 512 && (stated & (stated - 1)) === 0;
  const pageSize = log?.pageSize ?? (isSound && isPageSize ? stated : DEFAULT_PAGE_BYTES);
  // SQLite leaves at least 480 usable bytes.
  const reserved = isSound && pageSize - header.readUInt8(20) >= 480 ? header.readUInt8(20) : 0;
  const usableBytes = pageSize - reserved;
  const count = Math.max(Math.floor(fileBytes / pageSize), log?.pageCount ?? 0);
  const buffer = Buffer.alloc(pageSize);

  function page(number: number): Buffer | null {
    if (!Number.isInteger(number) || number < 1 || number > count) return null;
    const offset = log?.offsets.get(number);
    const read =
      offset !== undefined && logDescriptor !== null
        ? readSync(logDescriptor, buffer, 0, pageSize, offset)
        : readSync(descriptor, buffer, 0, pageSize, (number - 1) * pageSize);
    return read === pageSize ? buffer : null;
  }

  const entries = Math.floor(usableBytes / POINTER_BYTES);
  const maps = new Map<number, Buffer | null>();
  /** A map page of which one entry is impossible is damaged, and then none of its entries is believed. */
  function pointerMap(number: number): Buffer | null {
    const known = maps.get(number);
    if (known !== undefined) return known;
    const found = page(number);
    const mapped = Math.min(entries, count - number);
    let map: Buffer | null = found === null ? null : Buffer.from(found);
    for (let at = 0; map !== null && at < mapped; at++) {
      const kind = map.readUInt8(at * POINTER_BYTES);
      // The page of the locks is in no use, and has no entry.
      const isLock = (number + at) * pageSize === LOCK_BYTE;
      if (!isLock && (kind === 0 || kind > LAST_POINTER_KIND || map.readUInt32BE(at * POINTER_BYTES + 1) > count))
        map = null;
    }
    maps.set(number, map);
    return map;
  }

  /** Of the list of free pages, as far as it can be followed: for what no pointer map tells. */
  let listed: ReadonlySet<number> | null = null;
  function freeList(): ReadonlySet<number> {
    const free = new Set<number>();
    let trunk = isSound ? header.readUInt32BE(32) : 0;
    while (trunk > 0 && trunk <= count && !free.has(trunk)) {
      free.add(trunk);
      const found = page(trunk);
      if (found === null) break;
      const leaves = Math.min(found.readUInt32BE(4), Math.floor(usableBytes / 4) - 2);
      for (let at = 0; at < leaves; at++) free.add(found.readUInt32BE(8 + at * 4));
      trunk = found.readUInt32BE(0);
    }
    return free;
  }

  return {
    pageSize,
    usableBytes,
    count,
    userVersion: isSound ? header.readUInt32BE(60) : null,
    page,
    isFree(number) {
      if (number < 3) return false;
      const group = entries + 1;
      const first = Math.floor((number - 2) / group) * group + 2;
      const mapPage = (first - 1) * pageSize === LOCK_BYTE ? first + 1 : first;
      const map = number > mapPage ? pointerMap(mapPage) : null;
      if (map !== null) return map.readUInt8((number - mapPage - 1) * POINTER_BYTES) === FREE_PAGE;
      listed ??= freeList();
      return listed.has(number);
    },
    close() {
      closeSync(descriptor);
      if (logDescriptor !== null) closeSync(logDescriptor);
    },
  };
}
