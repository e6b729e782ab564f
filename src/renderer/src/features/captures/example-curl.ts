/** A request to try the listener with, quoted for the user's shell: cmd.exe knows double quotes only. */
export function exampleCurl(baseUrl: string, windows: boolean): string {
  const body = '{"event":"message.received","id":"msg-123"}';
  const url = `${baseUrl}/`;
  if (windows) return `curl ${url} -H "Content-Type: application/json" -d "${body.replaceAll('"', '\\"')}"`;
  return `curl ${url} -H 'Content-Type: application/json' -d '${body}'`;
}
