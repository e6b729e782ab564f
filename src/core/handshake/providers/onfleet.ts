import { queryEcho } from '../echo.ts';

/** https://docs.onfleet.com/reference/validation */
export const onfleetCheck = queryEcho({
  scheme: 'onfleet',
  name: 'Onfleet check',
  onlyExpected: true,
  parameter: 'check',
  reply: 'text',
});
