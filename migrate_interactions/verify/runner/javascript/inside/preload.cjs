'use strict';

// Runs in every Node process (and worker) of a program that is being verified, before the program does: it leads requests for Google's
// service to the loopback service, closes the network but for that, and writes down how the program ended.

const { syncBuiltinESMExports } = require('node:module');
const { join } = require('node:path');
const { readFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');
const { closeNetwork } = require('./network.cjs');
const { leadFetch, leadHttp } = require('./leading.cjs');
const { sparePromises } = require('./older_sdk.cjs');
const { Report } = require('./report.cjs');

const settings = JSON.parse(readFileSync(join(__dirname, 'settings.json'), 'utf8'));
const report = new Report(settings.report);
if (isMainThread) report.start();
closeNetwork(settings, report);
leadFetch(settings);
leadHttp(settings);
sparePromises();
syncBuiltinESMExports(); // `import { request } from 'node:https'` has the new functions, too
