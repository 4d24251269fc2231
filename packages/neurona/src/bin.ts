#!/usr/bin/env node
// internal: `npx neurona` is the command line of @neurona/cli
await import(new URL('dist/main.js', import.meta.resolve('@neurona/cli/package.json')).href);
