export { NewKeyPair } from './NewKeyPair.tsx';
export { PublicHalfOf } from './PublicHalfOf.tsx';
