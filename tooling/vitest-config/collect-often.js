setInterval(globalThis.gc, 1).unref();
