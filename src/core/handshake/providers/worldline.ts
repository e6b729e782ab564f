import { headerEcho } from '../echo.ts';

/** https://docs.direct.worldline-solutions.com/en/integration/api-developer-guide/webhooks */
export const worldlineVerification = headerEcho({
  scheme: 'worldline',
  name: 'Worldline endpoint verification',
  method: 'GET',
  header: 'X-GCS-Webhooks-Endpoint-Verification',
  reply: 'text',
});
