import { SearchCode } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { GivenSecret } from '../../../../core/contract.ts';
import type { DiscoveryReport } from '../../../../core/discovery/discovery.ts';
import type { Failure } from '../../../../core/failure.ts';
import type { Result } from '../../../../core/result.ts';
import { useBridge, useEngine } from '../../store/context.tsx';
import type { DiscoverStart } from '../../store/dialogs.ts';
import { Button, Checkbox, ErrorState, Spinner, TextField } from '../../ui/index.ts';
import { newRun } from '../signature/index.ts';
import { DiscoverRequests } from './DiscoverRequests.tsx';
import { DiscoverResult } from './DiscoverResult.tsx';
import { startingWith } from './discover-requests.ts';
import { SecretSource } from './SecretSource.tsx';

interface Answer {
  readonly requests: number;
  readonly result: Result<DiscoveryReport, Failure>;
}

/** What the search is given on the left, what it finds on the right. */
export function DiscoverContent({ start }: { readonly start: DiscoverStart }) {
  const secrets = useEngine((app) => app.secrets);
  const [given, setGiven] = useState(() => startingWith(start));
  const [secret, setSecret] = useState({
    secretFrom: secrets.length > 0 ? ('stored' as const) : ('pasted' as const),
    pastedSecret: '',
    storedSecret: null as string | null,
  } satisfies SecretState as SecretState);
  const [url, setUrl] = useState('');
  const [ignoreCatalogue, setIgnoreCatalogue] = useState(false);
  const { answer, isRunning, search, cancel } = useDiscovery();
  const chosen = secretOf(secret);
  const missing =
    given.length === 0
      ? 'Choose a capture or paste a request.'
      : chosen === null
        ? 'Give the secret it is signed with.'
        : null;
  const run = () => {
    if (chosen === null) return;
    search({ requests: given, secret: chosen, url: url.trim() === '' ? null : url.trim(), ignoreCatalogue });
  };
  return (
    <div className="discover">
      <div className="discover-given">
        <DiscoverRequests given={given} onChange={setGiven} />
        <SecretSource
          from={secret.secretFrom}
          pasted={secret.pastedSecret}
          stored={secret.storedSecret}
          secrets={secrets}
          hint="The one these requests are signed with. Without it, nothing can be proved."
          isSingle
          onChange={(change) => setSecret({ ...secret, ...change })}
        />
        <TextField
          label="Public URL they were sent to"
          type="url"
          mono
          placeholder="as far as it is known"
          value={url}
          onChange={setUrl}
          hint="Only where the sender signs it."
        />
        <Checkbox isSelected={ignoreCatalogue} onChange={setIgnoreCatalogue}>
          Search even if a known scheme fits
        </Checkbox>
      </div>
      <div className="discover-found" aria-busy={isRunning}>
        <div className="discover-run">
          {isRunning ? (
            <>
              <Spinner label="Searching…" />
              <Button size="small" onPress={cancel}>
                Cancel
              </Button>
            </>
          ) : (
            <>
              <Button variant="primary" icon={<SearchCode size={14} />} isDisabled={missing !== null} onPress={run}>
                {answer === null ? 'Search' : 'Search again'}
              </Button>
              {missing === null ? null : <span className="field-hint">{missing}</span>}
            </>
          )}
        </div>
        {answer === null ? (
          isRunning ? null : (
            <p className="section-dim">
              The search looks for what could be a signature and computes it over bodies, timestamps, ids, URLs and
              headers, joined in every usual way, until it is equal. Two captures tell apart what one leaves open.
            </p>
          )
        ) : answer.result.ok ? (
          <DiscoverResult report={answer.result.value} requests={answer.requests} given={given} />
        ) : answer.result.failure.code === 'cancelled' ? null : (
          <ErrorState failure={answer.result.failure} onRetry={run} />
        )}
      </div>
    </div>
  );
}

interface SecretState {
  readonly secretFrom: 'pasted' | 'stored';
  readonly pastedSecret: string;
  readonly storedSecret: string | null;
}

function secretOf({ secretFrom, pastedSecret, storedSecret }: SecretState): GivenSecret | null {
  if (secretFrom === 'stored') return storedSecret === null ? null : { kind: 'stored', id: storedSecret };
  return pastedSecret === '' ? null : { kind: 'pasted', value: pastedSecret };
}

/** One search at a time, cancelled when the dialog closes. */
function useDiscovery() {
  const bridge = useBridge();
  const current = useRef<string | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const cancel = () => {
    const run = current.current;
    if (run === null) return;
    current.current = null;
    setRunning(false);
    void bridge.call('signatures.cancel', { run });
  };
  useEffect(
    () => () => {
      const run = current.current;
      if (run !== null) void bridge.call('signatures.cancel', { run });
      current.current = null;
    },
    [bridge],
  );
  const search = (input: Omit<Parameters<typeof bridge.call<'signatures.discover'>>[1], 'run'>) => {
    cancel();
    const run = newRun();
    current.current = run;
    setRunning(true);
    setAnswer(null);
    void bridge
      .call('signatures.discover', { run, ...input })
      .then((result) => {
        if (current.current === run) setAnswer({ requests: input.requests.length, result });
      })
      .finally(() => {
        if (current.current !== run) return;
        current.current = null;
        setRunning(false);
      });
  };
  return { answer, isRunning, search, cancel };
}
