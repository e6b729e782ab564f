/** Puts text on the clipboard; false when the system refuses. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Refused without a secure context or the permission: the caller shows it, and the text is still on screen.
    return false;
  }
}
