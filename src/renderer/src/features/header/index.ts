export { headerCommands } from './commands.ts';
export { Header } from './Header.tsx';
export { limitsMet, settingNames } from './listener-words.ts';
