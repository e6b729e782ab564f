/*
 * What is shown of a signature, wherever one is judged: on a capture's tab and in the check of a pasted request.
 *
 *   Evidence         explained: received, expected, timestamp, signed content, what official libraries make of it
 *   DiagnosisPanel   search, scheme, actionsFor(diagnosis), children: why it fails, and what to do
 *   ForgeComparison  explained, draft(), endpointId: signed anew with the user's secret, side by side
 *   LibrariesDiffer  sentences: that alone · AboutScheme, Section
 *   useSearch(key, since, ask), newRun(): searches that are cancelled when they are left · correctedSecret
 */
export { AboutScheme } from './AboutScheme.tsx';
export { correctedSecret } from './corrected-secret.ts';
export type { CauseAction } from './DiagnosisCard.tsx';
export { DiagnosisPanel } from './DiagnosisPanel.tsx';
export { Evidence } from './Evidence.tsx';
export { ForgeComparison } from './ForgeComparison.tsx';
export { LibrariesDiffer } from './LibrariesDiffer.tsx';
export { Section } from './Section.tsx';
export { newRun, type Search, useSearch } from './use-search.ts';
