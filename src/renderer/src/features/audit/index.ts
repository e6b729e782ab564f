export { AuditView } from './AuditView.tsx';
export { auditCapture, auditTemplate } from './actions.ts';
export { auditCommands } from './commands.ts';
