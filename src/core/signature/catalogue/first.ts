import type { Scheme } from '../scheme.ts';
import { agentXWebhookSignature } from '../schemes/agent-x-webhook-signature.ts';
import { rex } from '../schemes/rex.ts';
import { rookoneEigentic } from '../schemes/rookone-eigentic.ts';
import { vorstoXSignature } from '../schemes/vorsto-x-signature.ts';

/** The schemes this project was made for. */
export const firstSchemes: readonly Scheme[] = [rookoneEigentic, agentXWebhookSignature, rex, vorstoXSignature];
