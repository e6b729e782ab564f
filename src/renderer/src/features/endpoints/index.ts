export { endpointsCommands } from './commands.ts';
export { EndpointsDialog } from './EndpointsDialog.tsx';
