'use strict';

// Leads requests for Google's service to the loopback service, whatever a program or its SDK configures. Not every SDK reads a variable.

const http = require('node:http');
const https = require('node:https');
const { urlToHttpOptions } = require('node:url');
const lanes = require('./lanes.cjs');

const LED = /^(?:generativelanguage|(?:[a-z0-9-]+-)?aiplatform)\.googleapis\.com$/;

function leadFetch(settings) {
  const { fetch } = globalThis;
  const service = `${settings.host}:${settings.port}`;
  globalThis.fetch = Object.defineProperty(
    async (input, init) => {
      const request = input instanceof Request ? input : null;
      const url = parsed(request ? request.url : input);
      const isService = url?.host === service;
      if (!url || !(LED.test(url.hostname) || isService)) return fetch(input, init);
      const target = isService ? input : led(url, settings, request);
      const headers = new Headers(init?.headers ?? request?.headers);
      const lane = lanes.take();
      headers.set(lanes.HEADER, lane.number);
      try {
        return await fetch(target, { ...init, headers });
      } finally {
        lane.leave(); // the answer has begun: what is asked from now on comes later
      }
    },
    'name',
    { value: 'fetch' },
  );
}

function led(url, { host, port }, request) {
  const address = Object.assign(new URL(url), { protocol: 'http:', hostname: host, port });
  return request ? new Request(address, request) : address;
}

function parsed(text) {
  try {
    return new URL(text);
  } catch {
    return null; // fetch has its own words for that
  }
}

function leadHttp(settings) {
  const { request } = http;
  for (const module of [http, https]) {
    const original = module.request;
    const led = (...given) => {
      const { options, answered } = normalised(given);
      const host = String(options.hostname ?? options.host ?? '').replace(/:\d+$/, '');
      const isService = host === settings.host && Number(options.port) === settings.port;
      if (!LED.test(host) && !isService) return original.apply(module, given);
      return inLane(request.call(http, isService ? options : toService(options, settings), answered));
    };
    module.request = led;
    module.get = (...given) => {
      const started = led(...given);
      started.end();
      return started;
    };
  }
}

/** The arguments of `http.request` as one: (url, options, callback), each but one of which may be left out. */
function normalised(given) {
  const rest = [...given];
  const options = {};
  if (typeof rest[0] === 'string') Object.assign(options, urlToHttpOptions(new URL(rest.shift())));
  else if (rest[0] instanceof URL) Object.assign(options, urlToHttpOptions(rest.shift()));
  if (rest[0] && typeof rest[0] === 'object') Object.assign(options, rest.shift());
  return { options, answered: rest[0] };
}

function toService(options, { host, port }) {
  const { agent, servername, defaultPort, createConnection, ...kept } = options;
  return { ...kept, protocol: 'http:', host, hostname: host, port };
}

function inLane(request) {
  if (request.headersSent) return request;
  const lane = lanes.take();
  request.setHeader(lanes.HEADER, lane.number);
  for (const event of ['response', 'error', 'close']) request.once(event, lane.leave);
  return request;
}

module.exports = { leadFetch, leadHttp };
