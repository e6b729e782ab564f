import type { FactSource } from '../../../../core/signature/delivery.ts';
import { deliveryFacts, UNCONFIRMED } from '../../../../core/signature/delivery-words.ts';
import type { SchemeInfo } from '../../../../core/signature/scheme-info.ts';
import { useAppState } from '../../store/context.tsx';
import { Fact } from './Fact.tsx';

/** What the provider expects of an endpoint, and where it writes what. */
export function ProviderFacts({ schemeId }: { readonly schemeId: string | null }) {
  const scheme = useAppState((state) => state.schemes.find((each) => each.id === schemeId));
  if (scheme === undefined || isSilent(scheme)) return null;
  const { name, delivery, handshake, fields, docs } = scheme;
  return (
    <section aria-label={`About ${name}`}>
      <h3 className="facts-title">About {name}</h3>
      <dl className="facts">
        {deliveryFacts(delivery).map((fact) => (
          <Fact key={fact.name} name={fact.name}>
            {fact.text}
            <Hearsay source={fact.source} />
          </Fact>
        ))}
        {handshake === null ? null : (
          <Fact name="On set-up">
            {handshake.text}
            <Hearsay source={handshake.source} />
          </Fact>
        )}
        <Places name="Event type in" places={fields.eventType} />
        <Places name="Delivery id in" places={fields.deliveryId} />
        <Places name="Timestamp in" places={fields.timestamp === null ? [] : [fields.timestamp]} />
        {docs === null ? null : (
          <Fact name="Documentation" copy={docs} mono>
            {docs}
          </Fact>
        )}
      </dl>
    </section>
  );
}

function isSilent({ delivery, handshake, fields, docs }: SchemeInfo): boolean {
  const { eventType, deliveryId, timestamp } = fields;
  const placeCount = eventType.length + deliveryId.length + (timestamp === null ? 0 : 1);
  return delivery === null && handshake === null && docs === null && placeCount === 0;
}

function Hearsay({ source }: { readonly source: FactSource }) {
  return source === 'memory' ? <span className="fact-dim"> ({UNCONFIRMED})</span> : null;
}

function Places({ name, places }: { readonly name: string; readonly places: readonly string[] }) {
  return places.length === 0 ? null : <Fact name={name}>{places.join(', else ')}</Fact>;
}
