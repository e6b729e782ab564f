export { endpointsCommands } from './commands.ts';
export { EndpointsDialog } from './EndpointsDialog.tsx';
export { headerLines, headersFromLines } from './header-lines.ts';
export { freeLabel } from './SecretForm.tsx';
