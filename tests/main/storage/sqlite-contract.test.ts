import { describeStore } from '../../contracts/store.ts';
import { openTemporary } from './sqlite-support.ts';

describeStore('The SQLite store', openTemporary);
