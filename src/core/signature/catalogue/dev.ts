import type { Scheme } from '../scheme.ts';
import { autodeskAps } from '../schemes/autodesk-aps.ts';
import { bitbucket } from '../schemes/bitbucket.ts';
import { buildkiteSignature } from '../schemes/buildkite-signature.ts';
import { buildkiteToken } from '../schemes/buildkite-token.ts';
import { circleci } from '../schemes/circleci.ts';
import { cloudflareNotifications } from '../schemes/cloudflare-notifications.ts';
import { cloudflareStream } from '../schemes/cloudflare-stream.ts';
import { cursor } from '../schemes/cursor.ts';
import { doppler } from '../schemes/doppler.ts';
import { dub } from '../schemes/dub.ts';
import { expo } from '../schemes/expo.ts';
import { forgejo } from '../schemes/forgejo.ts';
import { gitea } from '../schemes/gitea.ts';
import { github } from '../schemes/github.ts';
import { githubSha1 } from '../schemes/github-sha1.ts';
import { gitlabSigning } from '../schemes/gitlab-signing.ts';
import { gitlabToken } from '../schemes/gitlab-token.ts';
import { grafana } from '../schemes/grafana.ts';
import { heroku } from '../schemes/heroku.ts';
import { hookdeck } from '../schemes/hookdeck.ts';
import { infisical } from '../schemes/infisical.ts';
import { inngest } from '../schemes/inngest.ts';
import { langfuse } from '../schemes/langfuse.ts';
import { launchdarkly } from '../schemes/launchdarkly.ts';
import { mongodbAtlas } from '../schemes/mongodb-atlas.ts';
import { novu } from '../schemes/novu.ts';
import { npm } from '../schemes/npm.ts';
import { pagerduty } from '../schemes/pagerduty.ts';
import { planetscale } from '../schemes/planetscale.ts';
import { pulumi } from '../schemes/pulumi.ts';
import { render } from '../schemes/render.ts';
import { sentry } from '../schemes/sentry.ts';
import { snyk } from '../schemes/snyk.ts';
import { sonarqube } from '../schemes/sonarqube.ts';
import { tailscale } from '../schemes/tailscale.ts';
import { terraformCloud } from '../schemes/terraform-cloud.ts';
import { triggerDev } from '../schemes/trigger-dev.ts';
import { uploadthing } from '../schemes/uploadthing.ts';
import { vercel } from '../schemes/vercel.ts';

/** Source hosting, builds and developer tools. */
export const devSchemes: readonly Scheme[] = [
  github,
  githubSha1,
  gitlabToken,
  gitlabSigning,
  bitbucket,
  forgejo,
  gitea,
  circleci,
  buildkiteSignature,
  buildkiteToken,
  vercel,
  heroku,
  sentry,
  pagerduty,
  launchdarkly,
  doppler,
  npm,
  expo,
  grafana,
  planetscale,
  tailscale,
  cloudflareStream,
  cloudflareNotifications,
  inngest,
  triggerDev,
  uploadthing,
  hookdeck,
  cursor,
  infisical,
  langfuse,
  novu,
  snyk,
  terraformCloud,
  pulumi,
  sonarqube,
  render,
  mongodbAtlas,
  autodeskAps,
  dub,
];
