/**
 * Under `require-trusted-types-for 'script'` a worker's URL has to come from a policy. This one passes only the files that
 * the build made of our own workers (`?worker&url` imports); nothing captured ever reaches it.
 */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string | URL };
}

// The DOM library of TypeScript does not declare Trusted Types; only Chromium has them.
const trustedTypes = (globalThis as { readonly trustedTypes?: TrustedTypes }).trustedTypes;

const policy = trustedTypes?.createPolicy('hookproofWorkers', {
  createScriptURL(url) {
    if (new URL(url, location.href).origin !== location.origin) throw new TypeError('not one of our workers');
    return url;
  },
});

/** Starts a module worker from a `?worker&url` import. */
export function startWorker(url: string, name: string): Worker {
  return new Worker(policy?.createScriptURL(url) ?? url, { type: 'module', name });
}
