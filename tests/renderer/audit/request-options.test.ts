import { describe, expect, it } from 'vitest';
import type { CaptureSummary } from '../../../src/core/capture.ts';
import { templates } from '../../../src/core/forge/templates.ts';
import { optionId, requestOfOption, requestOptions } from '../../../src/renderer/src/features/audit/request-options.ts';
import { row } from '../support.ts';

const judged = (id: number, scheme: string, part: Partial<CaptureSummary> = {}) =>
  row(id, { verdicts: [{ status: 'verified', scheme } as CaptureSummary['verdicts'][number]], ...part });

describe('what an audit can start from', () => {
  it('is the usual event, the templates of the scheme, and captures, those of the scheme first', () => {
    const captures = [judged(4, 'stripe'), judged(3, 'github'), row(2, { kind: 'malformed' }), row(1)];
    const options = requestOptions({ scheme: 'github', chosen: null, templates, captures });
    const own = templates.filter(({ scheme }) => scheme === 'github');
    expect(options.map(({ id }) => id)).toEqual([
      optionId(null),
      ...own.map(({ id }) => `template ${id}`),
      'capture 3',
      'capture 4',
      'capture 1',
    ]);
  });

  it('keeps what was chosen in the list, wherever it came from', () => {
    const captures = Array.from({ length: 40 }, (_, index) => judged(40 - index, 'github'));
    const chosen = { kind: 'capture', id: 2 } as const;
    const options = requestOptions({ scheme: 'github', chosen, templates: [], captures });
    expect(options.filter(({ id }) => id === 'capture 2')).toHaveLength(1);
    expect(options.length).toBeLessThan(30);
    const gone = requestOptions({ scheme: 'github', chosen: { kind: 'capture', id: 999 }, templates: [], captures });
    expect(gone.find(({ id }) => id === 'capture 999')?.hint).toBe('not in the list');
    const [foreign] = templates.filter(({ scheme }) => scheme === 'stripe');
    if (foreign === undefined) throw new Error('there is a template of it');
    const withForeign = requestOptions({
      scheme: 'github',
      chosen: { kind: 'template', id: foreign.id },
      templates,
      captures: [],
    });
    expect(withForeign.map(({ id }) => id)).toContain(`template ${foreign.id}`);
  });

  it('shows nothing of a hostile capture that could not be seen', () => {
    const [, option] = requestOptions({
      scheme: 'github',
      chosen: null,
      templates: [],
      captures: [row(1, { target: '/a\u202e'.concat('x'.repeat(500)), eventType: 'push\u0000\u202e' })],
    });
    const shown = `${option?.label} ${option?.hint}`;
    for (const hidden of ['\u0000', '\u202e']) expect(shown).not.toContain(hidden);
    expect(shown).toContain('\\u{202e}');
    expect(option?.label.length).toBeLessThan(80);
  });

  it('goes to an option and back', () => {
    for (const from of [null, { kind: 'template', id: 'github/push' }, { kind: 'capture', id: 12 }] as const) {
      expect(requestOfOption(optionId(from))).toEqual(from);
    }
  });
});
