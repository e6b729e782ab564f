/**
 * `node --import` of this file, with an IPC channel to the parent: ends the process in order when the parent is gone. A test
 * runner may be killed, and what it started would go on holding ports and folders.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The listener alone would keep a process that has nothing else to do from ending.
process.channel?.unref();
