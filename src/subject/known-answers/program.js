/** `program.js KIND BYTES`: does the work as a program. */
import { work } from './work.js';

const [kind = '', bytes = '0'] = process.argv.slice(2);
await work(kind, Number(bytes));
