import { recipeScheme } from '../recipe-scheme.ts';

export const terraformCloud = recipeScheme({
  id: 'terraform-cloud',
  name: 'HCP Terraform',
  docs: 'https://developer.hashicorp.com/terraform/cloud-docs/api-docs/notification-configurations',
  secretHint: 'The notification configuration’s token, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha512', signature: { names: ['X-TFE-Notification-Signature'], encoding: 'hex' } }],
  detect: [[{ header: 'x-tfe-notification-signature' }]],
  metadata: { eventType: [{ json: 'notifications.0.trigger' }], deliveryId: [] },
  confirmed: false,
});
