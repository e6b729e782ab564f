import type { Scheme } from '../scheme.ts';
import { airtable } from '../schemes/airtable.ts';
import { asana } from '../schemes/asana.ts';
import { ashby } from '../schemes/ashby.ts';
import { attio } from '../schemes/attio.ts';
import { box } from '../schemes/box.ts';
import { calCom } from '../schemes/cal-com.ts';
import { calendly } from '../schemes/calendly.ts';
import { circleback } from '../schemes/circleback.ts';
import { clickup } from '../schemes/clickup.ts';
import { docusign } from '../schemes/docusign.ts';
import { dropbox } from '../schemes/dropbox.ts';
import { fillout } from '../schemes/fillout.ts';
import { fireflies } from '../schemes/fireflies.ts';
import { greenhouse } from '../schemes/greenhouse.ts';
import { hubspotV1 } from '../schemes/hubspot-v1.ts';
import { hubspotV2 } from '../schemes/hubspot-v2.ts';
import { hubspotV3 } from '../schemes/hubspot-v3.ts';
import { jira } from '../schemes/jira.ts';
import { linear } from '../schemes/linear.ts';
import { mux } from '../schemes/mux.ts';
import { notion } from '../schemes/notion.ts';
import { revenuecat } from '../schemes/revenuecat.ts';
import { rootly } from '../schemes/rootly.ts';
import { sanity } from '../schemes/sanity.ts';
import { storyblok } from '../schemes/storyblok.ts';
import { tally } from '../schemes/tally.ts';
import { trello } from '../schemes/trello.ts';
import { typeform } from '../schemes/typeform.ts';
import { webflow } from '../schemes/webflow.ts';

/** Planning, documents, forms and other services for teams. */
export const saasSchemes: readonly Scheme[] = [
  linear,
  notion,
  asana,
  clickup,
  jira,
  trello,
  calendly,
  calCom,
  typeform,
  tally,
  docusign,
  dropbox,
  box,
  airtable,
  hubspotV1,
  hubspotV2,
  hubspotV3,
  mux,
  sanity,
  storyblok,
  webflow,
  attio,
  greenhouse,
  ashby,
  rootly,
  fireflies,
  circleback,
  revenuecat,
  fillout,
];
