import type { Workers } from '../../engine.ts';
import type { ExitCode } from './output.ts';

/** What commands need of the process they are given in. Each loads its own part when it is given: most need no engine. */
export interface CommandContext {
  readonly workers: Workers;
  /** The folder of the app's page. */
  readonly renderer: URL;
  readonly exitWith: (code: ExitCode) => void;
}
