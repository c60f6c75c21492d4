// Calls one function in place of running a program: `call.mjs FILE FUNCTION [ARGUMENT...]`.

import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';

const [file, name, ...given] = process.argv.slice(2);
process.argv.splice(1, 3, file);
const module = await import(pathToFileURL(file).href);
const exported = name.split('.')[0] in module ? module : (module.default ?? module);
const found = name.split('.').reduce((owner, key) => ({ owner: owner.value, value: owner.value?.[key] }), { value: exported });
if (typeof found.value !== 'function') throw new TypeError(`${name} is not an exported function`);

/** Prints what the function returns, if it returns anything; a generator is run to its end. */
let result = await found.value.apply(found.owner, given);
if (typeof result?.[Symbol.asyncIterator] === 'function' || typeof result?.next === 'function') {
  const items = [];
  for await (const item of result) items.push(item);
  result = items;
}
if (result !== undefined) console.log(inspect(result, { depth: null }));
