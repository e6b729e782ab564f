export { queueCommands } from './commands.ts';
export { QueueView } from './QueueView.tsx';
