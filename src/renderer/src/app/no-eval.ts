import { config } from 'zod';

/**
 * zod compiles object schemas with `new Function` where it may. The page's policy forbids that, and every try is reported
 * as a violation. To be imported before any module that makes a schema.
 */
config({ jitless: true });
