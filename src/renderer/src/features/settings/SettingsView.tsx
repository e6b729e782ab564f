import { useState } from 'react';
import { explain } from '../../../../core/failure-words.ts';
import type { Settings, SettingsPatch } from '../../../../core/settings.ts';
import { isOwnScheme } from '../../../../core/signature/own-recipe.ts';
import { useApp, useAppState, useDialogs, useEngine } from '../../store/context.tsx';
import { Button, CopyButton, SavedTextField, Select, Switch } from '../../ui/index.ts';
import { NumberSetting } from './NumberSetting.tsx';
import { portHint } from './port-hint.ts';
import { GiB, MiB } from './units.ts';
import './SettingsView.css';

const themes = [
  { id: 'system', label: 'As the system' },
  { id: 'light', label: 'Light' },
  { id: 'dark', label: 'Dark' },
] as const satisfies readonly { readonly id: Settings['theme']; readonly label: string }[];

const keyFetching = [
  { id: 'ask', label: 'Ask once per provider' },
  { id: 'always', label: 'By itself' },
  { id: 'never', label: 'Never' },
] as const satisfies readonly { readonly id: Settings['fetchKeys']; readonly label: string }[];

/** Every setting, with its limits. Each saves itself; what is not accepted is said beside it. */
export function SettingsView() {
  const { bridge, stores } = useApp();
  const settings = useEngine((app) => app.settings);
  const listener = useEngine((app) => app.listener);
  const providers = useEngine((app) => app.tunnelProviders);
  const openShortcuts = useDialogs((state) => state.openShortcuts);
  const [error, setError] = useState<string | null>(null);

  const save = async (patch: SettingsPatch): Promise<string | null> => {
    const result = await bridge.call('settings.update', { patch });
    return result.ok ? null : explain(result.failure).title;
  };
  const choose = (patch: SettingsPatch) => void save(patch).then(setError);
  const rename = async (name: string): Promise<string | null> => {
    if (stores.appState.getState().app?.tunnel.state === 'down') return save({ tunnel: { name } });
    const result = await bridge.call('tunnel.rename', { name });
    return result.ok ? null : explain(result.failure).title;
  };
  const provider = providers.find((each) => each.id === settings.tunnel.provider);
  return (
    <div className="settings">
      <div className="settings-column">
        <h2 className="settings-title">Settings</h2>
        {error === null ? null : (
          <p className="field-error" role="alert">
            {error}
          </p>
        )}
        <Section
          title="Listener"
          about="Takes requests on this machine only (127.0.0.1); the tunnel brings the others."
        >
          <NumberSetting
            label="Port"
            field="listenPort"
            value={settings.listenPort}
            min={0}
            max={65535}
            hint={portHint(settings.listenPort, listener)}
            save={(listenPort) => save({ listenPort })}
          />
          <NumberSetting
            label="Largest body"
            field="bodyLimitBytes"
            unit="MiB"
            scale={MiB}
            value={settings.bodyLimitBytes}
            min={1024}
            max={512 * MiB}
            hint="More is answered with 413; the capture is kept up to here and marked as cut."
            save={(bodyLimitBytes) => save({ bodyLimitBytes })}
          />
          <NumberSetting
            label="Memory for requests on their way in"
            field="memoryBytes"
            unit="MiB"
            scale={MiB}
            value={settings.capture.memoryBytes}
            min={16 * MiB}
            max={4096 * MiB}
            hint="When it is full, senders are asked to come again (503). One of the largest body always has room; the process takes about three times as much."
            save={(memoryBytes) => save({ capture: { memoryBytes } })}
          />
          <NumberSetting
            label="Time for a request"
            field="timeoutMs"
            unit="s"
            scale={1000}
            value={settings.capture.timeoutMs}
            min={1000}
            max={3_600_000}
            hint="From its first byte to its last. A slower sender is answered with 408; what came is kept."
            save={(timeoutMs) => save({ capture: { timeoutMs } })}
          />
          <NumberSetting
            label="Requests of one sender at once"
            field="perSender"
            value={settings.capture.perSender}
            min={0}
            max={10_000}
            hint="Of those that come through the tunnel, by the address that it names. More are asked to come again (503). 0 sets no bound."
            save={(perSender) => save({ capture: { perSender } })}
          />
        </Section>
        <Section title="History" about="The oldest captures go first when one of these is passed. 0 sets no bound.">
          <NumberSetting
            label="Captures"
            value={settings.history.maxCount}
            min={0}
            max={10_000_000}
            save={(maxCount) => save({ history: { maxCount } })}
          />
          <NumberSetting
            label="Age"
            unit="days"
            value={settings.history.maxAgeDays}
            min={0}
            max={3650}
            save={(maxAgeDays) => save({ history: { maxAgeDays } })}
          />
          <NumberSetting
            label="Size on disk"
            field="historyBytes"
            unit="GiB"
            scale={GiB}
            value={settings.history.maxBytes}
            min={0}
            max={1024 * GiB}
            save={(maxBytes) => save({ history: { maxBytes } })}
          />
        </Section>
        <Section title="Tunnel" about={provider?.note ?? ''}>
          <Select
            label="Provider"
            value={settings.tunnel.provider}
            options={providers.map((each) => ({ id: each.id, label: each.name }))}
            onChange={(id) => {
              const chosen = providers.find((each) => each.id === id);
              if (chosen !== undefined) choose({ tunnel: { provider: chosen.id } });
            }}
          />
          {settings.tunnel.provider === 'localtunnel' ? (
            <>
              <SavedTextField
                label="Server"
                mono
                inputMode="url"
                value={settings.tunnel.host}
                hint="The localtunnel server, your own or https://loca.lt."
                save={(host) => save({ tunnel: { host: host.trim() } })}
              />
              <SavedTextField
                label="Name"
                mono
                value={settings.tunnel.name}
                placeholder="Chosen at the first start"
                hint="The first part of the public URL: 4 to 63 small letters, digits and hyphens. Names belong to nobody; a long random one stays yours."
                save={(name) => rename(name.trim())}
              />
            </>
          ) : (
            <SavedTextField
              label="Public URL"
              mono
              inputMode="url"
              value={settings.tunnel.manualUrl}
              placeholder="https://hooks.example.com"
              hint="Where your own proxy or tunnel is reached; it has to forward to the listener’s port."
              save={(url) => save({ tunnel: { manualUrl: url.trim().replace(/\/+$/, '') } })}
            />
          )}
        </Section>
        <Section title="Sending" about="For replays, forged requests and collections.">
          <SavedTextField
            label="Default target"
            mono
            inputMode="url"
            value={settings.send.target}
            hint="Where requests go unless you say otherwise. Without a path, a replay goes to the captured path."
            save={(target) => save({ send: { target: target.trim() } })}
          />
          <NumberSetting
            label="Timeout"
            unit="s"
            scale={1000}
            value={settings.send.timeoutMs}
            min={100}
            max={300_000}
            save={(timeoutMs) => save({ send: { timeoutMs } })}
          />
          <div className="settings-switch">
            <Switch isSelected={settings.send.verifyTls} onChange={(verifyTls) => choose({ send: { verifyTls } })}>
              Verify TLS certificates
            </Switch>
            <p className="field-hint">Off: a development server’s own certificate is accepted.</p>
          </div>
        </Section>
        <Section title="Signatures" about="For providers that sign with a private key and publish the public one.">
          <Select
            label="Fetch providers’ public keys"
            value={settings.fetchKeys}
            options={keyFetching}
            onChange={(id) => {
              const chosen = keyFetching.find((each) => each.id === id);
              if (chosen !== undefined) choose({ fetchKeys: chosen.id });
            }}
            hint="A look-up tells the provider that somebody checks its webhooks here, and nothing else. Only the provider’s own hosts are asked."
          />
        </Section>
        <OwnSchemes />
        <Section title="Appearance" about="">
          <Select
            label="Theme"
            value={settings.theme}
            options={themes}
            onChange={(id) => {
              const theme = themes.find((each) => each.id === id);
              if (theme !== undefined) choose({ theme: theme.id });
            }}
          />
          <div>
            <Button onPress={openShortcuts}>Keyboard shortcuts</Button>
          </div>
        </Section>
        <About />
      </div>
    </div>
  );
}

interface SectionProps {
  readonly title: string;
  readonly about: string;
  readonly children: React.ReactNode;
}

function Section({ title, about, children }: SectionProps) {
  return (
    <section className="settings-section">
      <div className="settings-about">
        <h3>{title}</h3>
        {about === '' ? null : <p>{about}</p>}
      </div>
      <div className="settings-fields">{children}</div>
    </section>
  );
}

/** How to sign, for senders that Hookproof does not know. */
function OwnSchemes() {
  const own = useAppState((state) => state.schemes.filter((scheme) => isOwnScheme(scheme.id)).length);
  const openSchemes = useDialogs((state) => state.openSchemes);
  const openNew = useDialogs((state) => state.openNewScheme);
  return (
    <Section
      title="Your schemes"
      about="For senders that Hookproof does not know: where the signature is, and over what."
    >
      <div className="settings-buttons">
        {own === 0 ? null : <Button onPress={openSchemes}>Edit schemes… ({own})</Button>}
        <Button onPress={() => openNew(null)}>New scheme…</Button>
      </div>
    </Section>
  );
}

/** Where the data is, how secrets are kept, and which Hookproof this is. */
function About() {
  const dataDir = useEngine((app) => app.dataDir);
  const protection = useEngine((app) => app.secretProtection);
  const version = useEngine((app) => app.version);
  return (
    <Section title="Data" about="Everything stays on this machine.">
      <dl className="settings-facts">
        <div>
          <dt>Folder</dt>
          <dd>
            <span className="mono">{dataDir}</span>
            <CopyButton text={dataDir} label="Copy the folder’s path" />
          </dd>
        </div>
        <div>
          <dt>Secrets</dt>
          <dd>Protected by {protection}</dd>
        </div>
        <div>
          <dt>Version</dt>
          <dd>Hookproof {version}</dd>
        </div>
      </dl>
    </Section>
  );
}
