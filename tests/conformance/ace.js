// Runs Ace over many books with one browser: its own command line starts one a book.
//
//   node ace.js <node_modules> <book> <outdir> [<book> <outdir> ...]
//
// Each <outdir> gets Ace's report.json. A book on which Ace itself breaks down leaves none;
// the caller counts that as a failure.
'use strict';

const path = require('path');
const { createRequire } = require('module');

const [modules, ...pairs] = process.argv.slice(2);
const load = createRequire(path.join(path.resolve(modules), 'x.js'));

// Chromium's own housekeeping has no business with the network here, and is refused by closed
// ones many times a second. Ace offers no way to pass such flags.
const puppeteer = createRequire(load.resolve('@daisy/ace-axe-runner-puppeteer'))('puppeteer');
const launch = puppeteer.launch.bind(puppeteer);
puppeteer.launch = (options) =>
  launch({
    ...options,
    args: [
      ...options.args,
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-gpu',
      '--disable-quic',
      '--disable-sync',
      '--no-first-run',
    ],
  });

const runner = load('@daisy/ace-axe-runner-puppeteer');
const ace = load('@daisy/ace-core');
const logger = load('@daisy/ace-logger');

// Ace asks for a browser before each book and puts it away after: it gets the same one.
const shared = { ...runner, launch: async () => {}, close: async () => {} };

async function main() {
  logger.initLogger({ verbose: false, silent: true, fileName: 'pamphlet-ace.log' });
  await runner.launch();
  try {
    for (let i = 0; i + 1 < pairs.length; i += 2) {
      try {
        await ace(pairs[i], { cwd: process.cwd(), outdir: pairs[i + 1], lang: 'en', jobid: '' }, shared);
      } catch (broken) {
        console.error(`${pairs[i]}: ${(broken && broken.message) || broken}`);
      }
    }
  } finally {
    await runner.close();
  }
}

main().then(
  () => process.exit(0),
  (broken) => {
    console.error((broken && broken.message) || broken);
    process.exit(1);
  },
);
