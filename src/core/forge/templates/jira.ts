import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'jira',
  name: 'Jira',
  headers: (_, delivery) => [
    ['User-Agent', 'Atlassian Webhook HTTP Client'],
    ['X-Atlassian-Webhook-Identifier', delivery],
    ['X-Atlassian-Webhook-Retry', '0'],
    ['Content-Type', 'application/json; charset=utf-8'],
  ],
});

const user = { accountId: '557058:example-ida', displayName: 'Ida Holm', active: true, accountType: 'atlassian' };
const issue = {
  id: '10042',
  self: 'https://harbour.atlassian.net/rest/api/2/issue/10042',
  key: 'HAR-42',
  fields: {
    summary: 'Check the signature before parsing',
    issuetype: { id: '10001', name: 'Task', subtask: false },
    project: { id: '10000', key: 'HAR', name: 'Harbour' },
    status: { id: '3', name: 'In Progress' },
    reporter: user,
    created: '2026-03-04T10:12:41.102+0100',
  },
};

export const jira = [
  event(
    'jira:issue_created',
    'issue created',
    {
      timestamp: 1772615564183,
      webhookEvent: 'jira:issue_created',
      issue_event_type_name: 'issue_created',
      user,
      issue,
    },
    '8f1c2d3e4b5a69788766554433221100',
  ),
  event(
    'jira:issue_updated',
    'issue updated',
    {
      timestamp: 1772615564183,
      webhookEvent: 'jira:issue_updated',
      issue_event_type_name: 'issue_generic',
      user,
      issue,
      changelog: {
        id: '10101',
        items: [
          { field: 'status', fieldtype: 'jira', fieldId: 'status', fromString: 'To Do', toString: 'In Progress' },
        ],
      },
    },
    '9a2d3e4f5c6b7a8998776655443322ff',
  ),
];
