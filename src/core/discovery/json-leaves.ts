/** A value of a JSON body that a recipe can name. */
export interface JsonLeaf {
  /** Dotted, as recipes write it. */
  readonly path: string;
  /** The path's last part. */
  readonly key: string;
  readonly value: string | number | boolean;
}

/** What a signature covers field by field stands near the top; a hostile body has no end of leaves. */
const MAX_LEAVES = 200;
const MAX_DEPTH = 8;

/** In the document's order. Names that a dotted path or a template cannot express are passed over. */
export function jsonLeaves(body: unknown): readonly JsonLeaf[] {
  const leaves: JsonLeaf[] = [];
  walk(body, '', '', 0);
  return leaves;

  function walk(value: unknown, path: string, key: string, depth: number): void {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      if (path !== '') leaves.push({ path, key, value });
    } else if (typeof value === 'object' && value !== null && depth < MAX_DEPTH) {
      for (const name of Object.keys(value).slice(0, MAX_LEAVES)) {
        if (leaves.length >= MAX_LEAVES) return;
        if (!/^[^.{}|]{1,60}$/.test(name)) continue;
        // An own property, by the line above the last.
        walk((value as Record<string, unknown>)[name], path === '' ? name : `${path}.${name}`, name, depth + 1);
      }
    }
  }
}
