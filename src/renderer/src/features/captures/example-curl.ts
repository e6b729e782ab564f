/** A request to try the listener with. Double quotes only: cmd.exe knows no others, and sh reads them the same here. */
export function exampleCurl(baseUrl: string): string {
  const body = '{\\"event\\":\\"message.received\\",\\"id\\":\\"msg-123\\",\\"content\\":\\"hello\\"}';
  return `curl ${baseUrl}/ -H "Content-Type: application/json" -d "${body}"`;
}
