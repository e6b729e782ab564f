import { errnoOf } from './atomic-file.ts';

/** Whether a process of this machine has this id; it may be another one than the id was noted down of. */
export function isProcessAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Of another user.
    return errnoOf(error) === 'EPERM';
  }
}
