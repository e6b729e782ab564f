export { AttemptPanel } from './AttemptPanel.tsx';
export { ConfirmTarget } from './ConfirmTarget.tsx';
export { curlOf } from './curl-of.ts';
export { DraftEditor } from './DraftEditor.tsx';
export { ANY_SECRET, fittingSecrets } from './resolve-secret.ts';
export { nameOfDraft, SaveToCollection } from './SaveToCollection.tsx';
export { SendFailure } from './SendFailure.tsx';
export { sendConfirmed } from './sending-store.ts';
export { useCollections } from './use-collections.ts';
