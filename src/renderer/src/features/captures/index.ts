export { CapturesView } from './CapturesView.tsx';
export { capturesCommands } from './commands.ts';
