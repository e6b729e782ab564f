import { createMemoryStore } from '../../../src/main/storage/memory-store.ts';
import { describeStore } from '../../contracts/store.ts';

describeStore('The memory store', async () => ({ store: createMemoryStore(), discard: null }));
