export { headerCommands } from './commands.ts';
export { Header } from './Header.tsx';
