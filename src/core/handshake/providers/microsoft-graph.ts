import { queryEcho } from '../echo.ts';

/** https://learn.microsoft.com/graph/change-notifications-delivery-webhooks#notificationurl-validation */
export const graphValidation = queryEcho({
  scheme: 'microsoft-graph',
  name: 'Microsoft Graph validation',
  method: 'POST',
  parameter: 'validationToken',
  reply: 'text',
});
