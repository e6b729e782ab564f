import type { Scheme } from '../scheme.ts';
import { github } from '../schemes/github.ts';
import { githubSha1 } from '../schemes/github-sha1.ts';
import { gitlabToken } from '../schemes/gitlab-token.ts';

/** Source hosting, builds and developer tools. */
export const devSchemes: readonly Scheme[] = [github, githubSha1, gitlabToken];
