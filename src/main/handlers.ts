import type { Handlers } from '../core/contract.ts';
import { fail, ok } from '../core/result.ts';
import type { EngineParts } from './engine.ts';
import { judgeableOf } from './judging/judge.ts';

/** Every command, one line where the part's own method says it all. */
export function createHandlers(parts: EngineParts): Handlers {
  const { store, schemes, endpoints, secrets, settings, sending, collections, tunnel, notices, judging, rejudging } =
    parts;
  const gone = fail({ code: 'not-found', what: 'capture' } as const);
  return {
    'app.state': () => parts.state(),

    'captures.list': (request) => store.list(request),
    'captures.get': async ({ id }) => {
      const detail = await store.detail(id);
      return detail === null ? gone : ok(detail);
    },
    'captures.bytes': async ({ id, part, offset, maxBytes }) => {
      const slice = await store.bytes(id, part, offset, maxBytes);
      return slice === null ? gone : ok(slice);
    },
    'captures.explain': async ({ id, scheme }) => {
      const stored = await store.request(id);
      if (stored === null) return gone;
      const endpoint = endpoints.byId(stored.detail.endpointId) ?? endpoints.catchAll();
      const task = { capture: judgeableOf(stored), endpointId: endpoint.id, scheme };
      const asked = await judging.ask('explain', task);
      return asked.ok ? ok(asked.value.explained) : fail({ code: 'search-ended', cause: asked.end });
    },
    'captures.diagnose': (input) => parts.diagnosing.diagnose(input),
    'captures.draft': async ({ id, target, resign }) => {
      const draft = await sending.draftOf(id, target);
      if (draft === null) return gone;
      return ok(resign ? { ...draft, signing: await sending.signingFor(id) } : draft);
    },
    'captures.clear': async ({ filter }) => {
      const cleared = await store.clear(filter);
      if (cleared.ok && cleared.value.count > 0) parts.events.emit('captures.removed', { all: true });
      return cleared;
    },
    'captures.restore': async ({ token }) => {
      const restored = await store.restore(token);
      if (restored.ok && restored.value.count > 0) parts.events.emit('captures.removed', { all: true });
      return restored;
    },

    'bodies.decode': (task) => parts.decoding.decode(task),

    'signatures.check': (input) => parts.diagnosing.check(input),
    'signatures.discover': (input) => parts.diagnosing.discover(input),
    'signatures.cancel': ({ run }) => parts.searches.cancel(run),

    'audits.run': (order) => parts.auditing.run(order),
    'audits.cancel': ({ run }) => parts.auditing.cancel(run),
    'audits.draft': (input) => parts.auditing.draft(input),
    'audits.export': (input) => parts.auditing.exportFile(input),

    'schemes.list': () => schemes.all.map((scheme) => scheme.info),
    'schemes.code': async ({ scheme: id, language }) => {
      const scheme = schemes.byId(id);
      if (scheme === undefined) return fail({ code: 'scheme-unknown', scheme: id });
      const { verificationCode } = await import('../core/verification-code/verification-code.ts');
      return verificationCode(scheme, language);
    },
    'recipes.list': () => schemes.own,
    'recipes.save': async (input) => {
      const saved = await schemes.save(input);
      if (saved.ok) for (const endpoint of endpoints.all) rejudging.start(endpoint.id);
      return saved;
    },
    'recipes.import': async ({ text }) => {
      const imported = await schemes.import(text);
      if (imported.ok) for (const endpoint of endpoints.all) rejudging.start(endpoint.id);
      return imported;
    },
    'recipes.delete': async ({ id }) => {
      for (const endpoint of endpoints.all.filter((one) => one.scheme === id)) {
        const unpinned = await endpoints.update({ id: endpoint.id, scheme: null });
        if (!unpinned.ok) return unpinned;
      }
      // A secret for this scheme only would be of use to nothing any more.
      for (const secret of secrets.all.filter((one) => one.scheme === id)) {
        const freed = await secrets.update({ id: secret.id, scheme: null });
        if (!freed.ok) return freed;
      }
      const deleted = await schemes.delete(id);
      if (deleted.ok) for (const endpoint of endpoints.all) rejudging.start(endpoint.id);
      return deleted;
    },
    'templates.list': async () => (await import('../core/forge/templates.ts')).templates,

    'endpoints.create': (input) => endpoints.create(input),
    'endpoints.update': async (input) => {
      const updated = await endpoints.update(input);
      if (!updated.ok) return updated;
      const { before, after } = updated.value;
      if (before.scheme !== after.scheme || before.publicUrl !== after.publicUrl) rejudging.start(after.id);
      return ok(after);
    },
    'endpoints.delete': async ({ id }) => {
      const deleted = await endpoints.delete(id);
      if (!deleted.ok) return deleted;
      secrets.forgetEndpoint(id);
      rejudging.start(endpoints.catchAll().id);
      parts.events.emit('captures.removed', { all: true });
      return ok();
    },

    'endpoints.confirmSubscription': ({ captureId }) => parts.confirming.confirm(captureId),

    'secrets.add': async (input) => {
      if (endpoints.byId(input.endpointId) === undefined) return fail({ code: 'not-found', what: 'endpoint' });
      const added = await secrets.add(input);
      if (added.ok) rejudging.start(input.endpointId);
      return added;
    },
    'secrets.update': async (input) => {
      const updated = await secrets.update(input);
      if (updated.ok) rejudging.start(updated.value.endpointId);
      return updated;
    },
    'secrets.delete': async ({ id }) => {
      const deleted = await secrets.delete(id);
      if (!deleted.ok) return deleted;
      rejudging.start(deleted.value.endpointId);
      return ok();
    },
    'secrets.reveal': ({ id }) => {
      const secret = secrets.use(id);
      return secret.ok ? ok({ value: secret.value.value }) : secret;
    },

    'keys.place': ({ captureId, scheme }) => parts.captureKeys.place(captureId, scheme),
    'keys.fetch': ({ captureId, scheme }) => parts.captureKeys.fetch(captureId, scheme),
    'keys.newPair': async (input) => {
      const made = await parts.keyPairs.make(input);
      if (made.ok) rejudging.start(input.endpointId);
      return made;
    },
    'keys.publicHalf': ({ secretId }) => parts.keyPairs.publicHalf(secretId),

    'tunnel.start': async () => {
      const started = await tunnel.start();
      // Already on and waiting for its next try: the user does not want to wait.
      if (started.ok) tunnel.retryNow();
      return started;
    },
    'tunnel.stop': async () => {
      await tunnel.stop();
      return ok();
    },
    'tunnel.rename': ({ name }) => tunnel.rename(name),

    'send.replay': (input) => sending.replay(input),
    'send.draft': ({ draft, origin }) => sending.send(draft, origin),
    'send.confirmTarget': ({ origin }) => parts.confirmedTargets.add(origin),
    'drafts.sign': ({ draft }) => sending.sign(draft),

    'deliveries.start': (input) => parts.deliveries.start(input),
    'deliveries.cancel': ({ id }) => parts.deliveries.cancel(id),
    'deliveries.list': () => parts.deliveries.list(),
    'bursts.start': (input) => parts.bursts.start(input),
    'bursts.cancel': ({ id }) => parts.bursts.cancel(id),
    'bursts.list': () => parts.bursts.list(),

    'queue.list': ({ limit }) => parts.queue.list(limit),
    'queue.deliverNow': ({ target }) => parts.queue.deliverNow(target),
    'queue.drop': (input) => parts.queue.drop(input),

    'attempts.list': ({ captureId, limit }) => store.attempts(captureId, limit),
    'attempts.get': async ({ id }) => {
      const attempt = await store.attempt(id);
      return attempt === null ? fail({ code: 'not-found', what: 'attempt' }) : ok(attempt);
    },
    'attempts.bytes': async ({ id, part, offset, maxBytes }) => {
      const slice = await store.attemptBytes(id, part, offset, maxBytes);
      return slice === null ? fail({ code: 'not-found', what: 'attempt' }) : ok(slice);
    },
    'attempts.draft': async ({ id }) => {
      const draft = await store.attemptDraft(id);
      return draft === null ? fail({ code: 'not-found', what: 'attempt' }) : ok(draft);
    },

    'collections.list': () => collections.entries,
    'collections.create': ({ name }) => collections.create(name),
    'collections.rename': ({ id, name }) => collections.rename(id, name),
    'collections.delete': ({ id }) => collections.delete(id),
    'collections.item': ({ id, itemId }) => collections.item(id, itemId),
    'collections.saveItem': ({ id, itemId, name, draft }) =>
      collections.saveItem(id, itemId, name, sending.withoutToken(draft)),
    'collections.deleteItem': ({ id, itemId }) => collections.deleteItem(id, itemId),
    'collections.export': ({ id, includeSensitive }) => collections.exportFile(id, includeSensitive),
    'collections.import': ({ text }) => collections.importFile(text),

    'settings.update': async ({ patch }) => {
      const before = settings.current;
      const updated = await settings.update(patch);
      if (updated.ok) await parts.applySettings(before, updated.value);
      return updated;
    },
    'notices.dismiss': ({ id }) => notices.dismiss(id),
    'salvage.dismiss': async () => {
      const dismissed = await parts.salvage.dismiss();
      if (dismissed.ok) notices.resolve('store-corrupt');
      return dismissed;
    },
    'log.rendererError': ({ pane, name, stack }) => parts.log.error({ pane, name, stack }, 'renderer error'),
  };
}
