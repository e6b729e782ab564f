import { describe, expect, it } from 'vitest';
import { templates } from '../../../src/core/forge/templates.ts';
import type { SchemeInfo } from '../../../src/core/signature/scheme-info.ts';
import { draftFrom } from '../../../src/renderer/src/features/forge/draft-from.ts';
import { groupTemplates } from '../../../src/renderer/src/features/forge/group-templates.ts';

function scheme(id: string, name: string, canSign = true): SchemeInfo {
  return {
    id,
    name,
    kind: 'recipe',
    headers: [],
    canSign,
    docs: null,
    signsUrl: false,
    secretHint: '',
    notes: [],
    confirmed: true,
    delivery: null,
    handshake: null,
    sdk: [],
    fields: { eventType: [], deliveryId: [], timestamp: null },
  };
}

const schemes = [scheme('github', 'GitHub'), scheme('rex', 'Rex')];

describe('groupTemplates', () => {
  it('lists every template once, under its platform', () => {
    const groups = groupTemplates(templates, schemes, '');
    expect(groups.flatMap((group) => group.templates)).toHaveLength(templates.length);
    expect(groups.find((group) => group.scheme === 'github')?.name).toBe('GitHub');
  });

  it('searches every word in platform, event and title', () => {
    const found = groupTemplates(templates, schemes, 'PULL git').flatMap((group) => group.templates);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((template) => template.event.includes('pull'))).toBe(true);
    expect(groupTemplates(templates, schemes, 'no such event')).toEqual([]);
  });
});

describe('draftFrom', () => {
  it('keeps the template’s headers and body, and signs where its scheme can', () => {
    const [template] = templates.filter((each) => each.scheme === 'github');
    if (template === undefined) throw new Error('no GitHub template');
    const draft = draftFrom(template, schemes, 'http://127.0.0.1:1/x');
    expect(new TextDecoder().decode(draft.body)).toBe(template.body);
    expect(draft).toMatchObject({
      headers: template.headers,
      url: 'http://127.0.0.1:1/x',
      signing: { scheme: 'github' },
    });
    expect(draftFrom(template, [scheme('github', 'GitHub', false)], '').signing).toBeNull();
  });
});
