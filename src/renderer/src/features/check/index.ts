export { CheckView } from './CheckView.tsx';
export { checkCommands } from './commands.ts';
export { DiscoverDialog } from './DiscoverDialog.tsx';
