import type { Scheme } from '../scheme.ts';
import { deepgram } from '../schemes/deepgram.ts';
import { elevenlabs } from '../schemes/elevenlabs.ts';
import { firecrawl } from '../schemes/firecrawl.ts';
import { retell } from '../schemes/retell.ts';
import { vapi } from '../schemes/vapi.ts';

/** Voice, model and crawling services. */
export const aiSchemes: readonly Scheme[] = [elevenlabs, retell, vapi, deepgram, firecrawl];
