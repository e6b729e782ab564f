export { CaptureDetail } from './CaptureDetail.tsx';
export { detailCommands } from './commands.ts';
