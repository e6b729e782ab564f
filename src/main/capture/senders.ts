/** What one sender has under way: requests whose head was accepted and which are not stored yet. */
export interface SenderLoad {
  readonly sender: string;
  requests: number;
  bytes: number;
}

/** The senders that have something under way, and no others. */
export class Senders {
  readonly #loads = new Map<string, SenderLoad>();

  get size(): number {
    return this.#loads.size;
  }

  enter(sender: string): SenderLoad {
    const load = this.#loads.get(sender) ?? { sender, requests: 0, bytes: 0 };
    this.#loads.set(sender, load);
    load.requests++;
    return load;
  }

  leave(load: SenderLoad): void {
    load.requests--;
    if (load.requests === 0) this.#loads.delete(load.sender);
  }
}
