export { schemesCommands } from './commands.ts';
export { SchemesDialog } from './SchemesDialog.tsx';
