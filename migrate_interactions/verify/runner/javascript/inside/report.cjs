'use strict';

// How the program ended, for the runner; only its first process writes one.

const { openSync, writeSync, closeSync } = require('node:fs');
const { isNativeError } = require('node:util').types;

// Codes that tell more than the class, and what they are noted as.
const TELLING = {
  ERR_MODULE_NOT_FOUND: 'ERR_MODULE_NOT_FOUND',
  MODULE_NOT_FOUND: 'ERR_MODULE_NOT_FOUND',
  ERR_USE_AFTER_CLOSE: 'ERR_USE_AFTER_CLOSE',
};
// Node names the package, or the whole path of a file.
const WHAT_IS_MISSING = /^Cannot find (?:package|module) '([^']+)'/;

class Report {
  constructor(file) {
    this.file = file;
    this.blocked = [];
    this.error = null;
  }

  start() {
    let descriptor;
    try {
      descriptor = openSync(this.file, 'wx');
    } catch {
      return; // a child of the program: its parent was first
    }
    process.on('uncaughtExceptionMonitor', (error) => {
      if (process.listenerCount('uncaughtException') === 0) this.error = described(error);
    });
    process.on('exit', () => {
      writeSync(descriptor, JSON.stringify({ error: this.error, blocked: this.blocked }));
      closeSync(descriptor);
    });
  }

  /** Notes a connection that is refused, and returns the error to refuse it with. */
  refusal(target) {
    if (!this.blocked.includes(target)) this.blocked.push(target);
    const text = `migrate-interactions verify refuses the connection to ${target}: programs reach the loopback service only`;
    return Object.assign(new Error(text), { code: 'ECONNREFUSED', syscall: 'connect' });
  }
}

function described(error) {
  if (!isNativeError(error)) return { type: `thrown ${error === null ? 'null' : typeof error}`, message: shown(error), name: '' };
  const message = String(error.message);
  if (Object.hasOwn(TELLING, error.code)) return { type: TELLING[error.code], message, name: WHAT_IS_MISSING.exec(message)?.[1] ?? '' };
  const own = error.name && error.name !== 'Error' ? error.name : error.constructor?.name;
  return { type: String(own || 'Error'), message, name: '' };
}

function shown(value) {
  try {
    return String(value);
  } catch {
    return '';
  }
}

module.exports = { Report };
