import type { Workers } from '../../engine.ts';
import { serveWeb } from '../web/server.ts';
import { openCliEngine } from './cli-engine.ts';
import { complain, complainOf, EXIT, type ExitCode, writeJsonLine, writeOut } from './output.ts';
import { untilStopped } from './stopping.ts';

export interface ServeOptions {
  /** Port of the app's own page; 0: any free one. */
  readonly port: number;
  readonly capturePort?: number;
  readonly data?: string;
  readonly json: boolean;
}
