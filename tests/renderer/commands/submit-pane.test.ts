import { describe, expect, it } from 'vitest';
import { openPane, type Place, type SubmitPane, submitPane } from '../../../src/renderer/src/commands/submit-pane.ts';
import { createAppContext } from '../../../src/renderer/src/store/context.tsx';
import { answeringBridge } from '../support.ts';

/** An element that holds itself and `inside`. */
function place(...inside: Place[]): Place {
  const own: Place = { contains: (other) => other === own || inside.some((each) => each.contains(other)) };
  return own;
}

function pane(kind: SubmitPane['kind'], element: Place): SubmitPane {
  return { kind, element, isReady: () => true, submit: () => undefined };
}

const contextOf = () => createAppContext(answeringBridge({}).bridge);

describe('the pane that Ctrl+Enter is meant for', () => {
  const field = place();
  const further = place();
  const report = pane('draft', place(further));
  const panel = pane('draft', further);
  const form = pane('audit', place(field));

  it('is the one around the focus, the innermost where there are several', () => {
    const context = contextOf();
    for (const each of [panel, form, report]) openPane(context, each);
    expect(submitPane(context, field)).toBe(form);
    expect(submitPane(context, further)).toBe(panel);
    expect(submitPane(context, report.element)).toBe(report);
  });

  it('is the one opened last where the focus is elsewhere, but none inside another', () => {
    const context = contextOf();
    openPane(context, form);
    const close = openPane(context, report);
    openPane(context, panel);
    expect(submitPane(context, null)).toBe(report);
    expect(submitPane(context, place())).toBe(report);
    close();
    expect(submitPane(context, null)).toBe(panel);
  });

  it('is none where none is open', () => {
    const context = contextOf();
    openPane(context, form)();
    expect(submitPane(context, field)).toBeNull();
  });
});
