'use strict';

// Refuses every connection but the one to the service, and says so.

const dgram = require('node:dgram');
const dns = require('node:dns');
const net = require('node:net');
const { sep } = require('node:path');

const LOCAL = new Set(['', 'localhost', '127.0.0.1', '::1', '0.0.0.0', '::']);

function closeNetwork(settings, report) {
  closeSockets(settings, report);
  closeDatagrams(report);
  closeNames(report);
}

function closeSockets(settings, report) {
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function (...given) {
    const [options] = Array.isArray(given[0]) ? given[0] : net._normalizeArgs(given);
    const target = refused(options, settings);
    if (target === null) return connect.apply(this, given);
    process.nextTick(() => this.destroy(report.refusal(target)));
    return this;
  };
}

/** What a connection would lead to, or null for one that is allowed: the service, and processes of the program among themselves. */
function refused(options, settings) {
  if (options.path) return options.path.startsWith('\0') || options.path.startsWith(settings.scratch + sep) ? null : options.path;
  const host = options.host || 'localhost';
  const allowed = (host === settings.host || host === 'localhost') && Number(options.port) === settings.port;
  return allowed ? null : `${host}:${options.port}`;
}

function closeDatagrams(report) {
  dgram.Socket.prototype.send = dgram.Socket.prototype.connect = function (...given) {
    const address = given.filter((item) => typeof item === 'string').pop() ?? 'localhost';
    const answer = given.find((item) => typeof item === 'function') ?? ((error) => this.emit('error', error));
    process.nextTick(answer, report.refusal(address));
  };
}

function closeNames(report) {
  const asking = (name) => /^(?:lookup|resolve|reverse)/.test(name);
  for (const owner of [dns, dns.Resolver.prototype]) {
    for (const name of Object.keys(Object.getOwnPropertyDescriptors(owner)).filter(asking)) {
      const original = owner[name];
      owner[name] = function (host, ...rest) {
        if (LOCAL.has(host ?? '')) return original.call(this, host, ...rest);
        const error = report.refusal(String(host));
        const answer = rest.at(-1);
        if (typeof answer !== 'function') throw error;
        process.nextTick(answer, error);
      };
    }
  }
  for (const owner of [dns.promises, dns.promises.Resolver.prototype]) {
    for (const name of Object.keys(Object.getOwnPropertyDescriptors(owner)).filter(asking)) {
      const original = owner[name];
      owner[name] = async function (host, ...rest) {
        if (LOCAL.has(host ?? '')) return original.call(this, host, ...rest);
        throw report.refusal(String(host));
      };
    }
  }
}

module.exports = { closeNetwork };
