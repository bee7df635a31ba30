import { walk } from './walk.js';

await walk('portal');
