'use strict';

// `@google/generative-ai` reads each stream twice: once for the program, and once for a promise of the whole answer that few programs look
// at. When a stream breaks, that promise is rejected where nobody can catch it, and Node ends programs that have dealt with the error.
// What is to be seen is what programs do about it, so here that promise stays open instead.

const FILES = /[\\/]@google[\\/]generative-ai[\\/]/;

function sparePromises() {
  const { tee } = ReadableStream.prototype;
  ReadableStream.prototype.tee = function () {
    const [forProgram, forPromise] = tee.call(this);
    return [forProgram, FILES.test(new Error().stack) ? withoutError(forPromise) : forPromise];
  };
}

function withoutError(stream) {
  const reader = stream.getReader();
  return new ReadableStream({
    async pull(controller) {
      const next = await reader.read().catch(() => new Promise(() => {}));
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
  });
}

module.exports = { sparePromises };
