import { auditCommands } from '../features/audit/index.ts';
import { capturesCommands } from '../features/captures/index.ts';
import { checkCommands } from '../features/check/index.ts';
import { collectionsCommands } from '../features/collections/index.ts';
import { detailCommands } from '../features/detail/index.ts';
import { endpointsCommands } from '../features/endpoints/index.ts';
import { headerCommands } from '../features/header/index.ts';
import { queueCommands } from '../features/queue/index.ts';
import { schemesCommands } from '../features/schemes/index.ts';
import { sendingCommands } from '../features/sending/index.ts';
import type { Command } from './command.ts';
import { shellCommands } from './shell.ts';

/** Every command of the app, in the order of the palette. */
export const allCommands: readonly Command[] = [
  ...detailCommands,
  ...sendingCommands,
  ...collectionsCommands,
  ...endpointsCommands,
  ...schemesCommands,
  ...checkCommands,
  ...auditCommands,
  ...queueCommands,
  ...headerCommands,
  ...shellCommands,
  ...capturesCommands,
];
