/**
 * Milliseconds that this thread has computed: a search is not cut short because the machine is busy with something else, and
 * what it takes from others is what it is worth. Node before 23.9 counts all threads of the process together.
 */
export function computingTimeMs(): number {
  const { user, system } = 'threadCpuUsage' in process ? process.threadCpuUsage() : processCpuUsage();
  return (user + system) / 1000;
}

const processCpuUsage = process.cpuUsage;
