'use strict';

// Which requests are under way at the same time. Node's pool of connections would not tell: a request that had to wait for the one before
// may be given another connection all the same.

const { threadId } = require('node:worker_threads');

const HEADER = 'x-loopback-lane';
const MOST = 1000;

const busy = new Set();

/** The lowest number that no request under way has, unlike those of other processes and threads; `leave` gives it back. */
function take() {
  let lane = 1;
  while (busy.has(lane)) lane += 1;
  busy.add(lane);
  const number = (process.pid * MOST + threadId) * MOST + lane;
  return { number: String(number), leave: () => busy.delete(lane) };
}

module.exports = { HEADER, take };
