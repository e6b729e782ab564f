import type { Delivery, Handshake } from './delivery.ts';
import type { RecipeInput } from './recipe.ts';
import type { Metadata, MetadataSource } from './scheme.ts';
import type { FieldPlaces, SchemeInfo } from './scheme-info.ts';
import type { SdkFacts } from './sdk-difference.ts';

/** What a scheme's file may say of its provider besides how requests are signed. */
export interface ProviderFacts {
  readonly delivery?: Delivery;
  readonly handshake?: Handshake;
  readonly sdk?: readonly SdkFacts[];
  /** Where the moment of signing stands, if the scheme's rules do not say: "header x-signed-at, unsigned". */
  readonly timestampIn?: string;
}

/** The part of a scheme's info that does not depend on how it signs. */
export function providerInfo(
  { delivery, handshake, sdk, timestampIn }: ProviderFacts,
  { eventType, deliveryId, apartBy = [] }: Metadata,
  timestamp: RecipeInput['timestamp'] | undefined,
): Pick<SchemeInfo, 'delivery' | 'handshake' | 'sdk' | 'fields'> {
  const fields: FieldPlaces = {
    eventType: eventType.map(placeOf),
    deliveryId: deliveryId.map((source) => [source, ...apartBy].map(placeOf).join(' and ')),
    timestamp: timestamp === undefined ? (timestampIn ?? null) : timestampPlace(timestamp),
  };
  return { delivery: delivery ?? null, handshake: handshake ?? null, sdk: sdk ?? [], fields };
}

function placeOf(source: MetadataSource): string {
  if ('header' in source) return `header ${source.header}`;
  if ('json' in source) return `${source.json} in the body`;
  return 'form' in source ? `form field ${source.form}` : `${source.path} in the form field ${source.formJson}`;
}

function timestampPlace({ in: where, name }: NonNullable<RecipeInput['timestamp']>): string {
  switch (where) {
    case 'header':
      return `header ${name}`;
    case 'signature':
      return `${name} in the signature header`;
    case 'json':
      return `${name} in the body`;
  }
}
