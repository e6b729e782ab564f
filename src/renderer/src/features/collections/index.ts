export { CollectionsView } from './CollectionsView.tsx';
export { collectionsCommands } from './commands.ts';
