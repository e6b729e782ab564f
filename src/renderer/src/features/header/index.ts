export { headerCommands } from './commands.ts';
export { Header } from './Header.tsx';
export { limitsMet, settingNames, settingOfRefusal } from './listener-words.ts';
