/** One token to put into a template, and what it stands for. */
export interface TokenHelp {
  readonly text: string;
  readonly meaning: string;
  /** The part to replace with a name of the sender's. */
  readonly fill?: string;
}

/** The usual ones first; the screen shows only these until asked for more. */
export const usualTokens: readonly TokenHelp[] = [
  { text: '{body}', meaning: 'the raw body, byte for byte' },
  { text: '{ts}', meaning: 'the timestamp, as sent' },
  { text: '{method}', meaning: 'POST, PUT, …' },
  { text: '{url}', meaning: 'the full public URL' },
  { text: '{path}', meaning: 'the path, without the query' },
  { text: '{h:name}', meaning: 'a header', fill: 'name' },
];

export const rareTokens: readonly TokenHelp[] = [
  { text: '{sig:name}', meaning: 'another item of the signature’s list', fill: 'name' },
  { text: '{q:name}', meaning: 'a query parameter', fill: 'name' },
  { text: '{json:path}', meaning: 'a value in the JSON body (data.0.id)', fill: 'path' },
  { text: '{form:name}', meaning: 'a field of the form body', fill: 'name' },
  { text: '{form*}', meaning: 'all form fields, sorted and joined' },
  { text: '{body.json}', meaning: 'the body parsed and written again, compact' },
  { text: '{secret}', meaning: 'the secret itself, for plain hashes' },
  { text: '{h?:name}', meaning: 'a header, left out when absent', fill: 'name' },
];
