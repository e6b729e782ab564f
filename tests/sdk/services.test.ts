import { judgeWith } from './judge-with.ts';
import { contentful } from './libraries/contentful.ts';
import { hubspotV1, hubspotV2, hubspotV3 } from './libraries/hubspot.ts';
import { line } from './libraries/line.ts';
import { linear } from './libraries/linear.ts';
import { mux } from './libraries/mux.ts';
import { notion } from './libraries/notion.ts';
import { onfido } from './libraries/onfido.ts';
import { pusher } from './libraries/pusher.ts';
import { retell } from './libraries/retell.ts';
import { sanity } from './libraries/sanity.ts';
import { workos } from './libraries/workos.ts';

judgeWith([
  contentful,
  hubspotV1,
  hubspotV2,
  hubspotV3,
  line,
  linear,
  mux,
  notion,
  onfido,
  pusher,
  retell,
  sanity,
  workos,
]);
