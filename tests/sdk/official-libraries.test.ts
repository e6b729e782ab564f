import { judgeWith } from './judge-with.ts';
import { officialLibraries } from './libraries.ts';

judgeWith(officialLibraries);
