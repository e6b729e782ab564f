import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'notion',
  name: 'Notion',
  headers: () => [
    ['Content-Type', 'application/json'],
    ['User-Agent', 'notion-api'],
  ],
});

function change(type: string, id: string, data: unknown) {
  return {
    id,
    timestamp: '2026-03-04T09:12:44.183Z',
    workspace_id: '13950b26-c203-4f3b-b97d-93ec06319565',
    workspace_name: 'Harbour',
    subscription_id: '29d75c0d-5546-4414-8459-7b7a92f1fc4b',
    integration_id: '0ef2e755-4912-8096-91c1-00376a88a5ca',
    type,
    authors: [{ id: 'c7c11cca-1d73-471d-9b6e-bdef51470190', type: 'person' }],
    accessible_by: [{ id: 'c7c11cca-1d73-471d-9b6e-bdef51470190', type: 'person' }],
    attempt_number: 1,
    entity: { id: '153104cd-477e-809d-8dc4-ff2d96ae3090', type: 'page' },
    data,
  };
}

const parent = { id: '13950b26-c203-4f3b-b97d-93ec06319565', type: 'space' };

export const notion = [
  event('page.created', 'page created', change('page.created', '367cba44-b6f3-4c92-81e7-6a2e9659efd4', { parent })),
  event(
    'page.content_updated',
    'page content updated',
    change('page.content_updated', '478dcb55-c704-4da3-92f8-7b3fa76af0e5', {
      parent,
      updated_blocks: [{ id: '153104cd-477e-80ec-a87d-f7ff0236d35c', type: 'block' }],
    }),
  ),
];
