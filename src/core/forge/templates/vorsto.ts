import { compactJson } from '../serialise.ts';
import type { ForgeTemplate } from '../template.ts';

export const vorsto: readonly ForgeTemplate[] = [
  {
    id: 'vorsto-x-signature/message',
    scheme: 'vorsto-x-signature',
    event: 'message',
    title: 'Vorsto: assistant message',
    method: 'POST',
    headers: [['Content-Type', 'application/json']],
    body: compactJson({
      message: {
        id: 'c2a5b3d8-5f41-4a0e-9d6c-0b7f1f6f8a11',
        agentId: '9b1e7c64-2d0f-4a83-8a55-6a0c2f4d7e90',
        role: 'assistant',
        content: 'Your order has shipped. It arrives on Friday.',
      },
    }),
  },
];
