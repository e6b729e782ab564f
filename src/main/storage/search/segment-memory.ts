/** Memory of many MiB that is used for one thing after the other. */
export interface SegmentMemory {
  /** So many zeros, which may be resized up to `most`. What was given before is gone. */
  zeroed(bytes: number, most: number): ArrayBuffer;
}

/**
 * Resizable, because V8 maps the memory of those itself, and gives it back. That of others comes from the C library: glibc keeps what a
 * thread that ended has had, and once a large piece was freed, up to twice as much of what any thread frees (mallopt(3), the dynamic
 * threshold). The making of the search index, a thread of its own, left 25 to 60 MiB behind in that way.
 */
export function createSegmentMemory(): SegmentMemory {
  let buffer = new ArrayBuffer(0, { maxByteLength: 0 });
  return {
    zeroed(bytes, most) {
      if (buffer.maxByteLength < most) buffer = new ArrayBuffer(bytes, { maxByteLength: most });
      else {
        buffer.resize(0);
        buffer.resize(bytes);
      }
      return buffer;
    },
  };
}
