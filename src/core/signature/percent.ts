/** A byte string with every byte escaped but the unreserved characters of RFC 3986, section 2.3. */
export function percentEncoded(bytes: string): string {
  return bytes.replace(
    /[^A-Za-z0-9\-._~]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
