export { headerCommands } from './commands.ts';
export { Header } from './Header.tsx';
export { limitsMet } from './listener-words.ts';
