// A Slack Web API peer on loopback for tests: npm's emulate@0.12.2 with event delivery switched on.
// Started by tests/surfaces/conftest.py, in the folder where node_modules is.
// The package has no public way to subscribe to events, so this wraps the plugin it bundles: pin the version.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve('node_modules/emulate');
const main = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
const entry = main.exports?.['.']?.import?.default ?? main.exports?.['.']?.import ?? main.exports?.['.']?.default ?? main.main;
const [port, eventsUrl, seedFile] = process.argv.slice(2);
const dist = path.join(root, 'dist');
const bundle = fs.readdirSync(dist).find((name) => {
  if (!name.endsWith('.js')) return false;
  const text = fs.readFileSync(path.join(dist, name), 'utf8');
  return /export \{[^}]*slackPlugin/.test(text);
});
if (!bundle) throw new Error('emulate does not bundle slackPlugin as expected: is it version 0.12.2?');
const { createEmulator } = await import(pathToFileURL(path.join(root, entry)));
const { slackPlugin } = await import(pathToFileURL(path.join(dist, bundle)));
const register = slackPlugin.register.bind(slackPlugin);
slackPlugin.register = (app, store, webhooks, ...rest) => {
  register(app, store, webhooks, ...rest);
  webhooks.register({ url: eventsUrl, events: ['*'], active: true, owner: 'slack' });
};
const emulator = await createEmulator({ service: 'slack', port: Number(port), seed: JSON.parse(fs.readFileSync(seedFile, 'utf8')) });
console.log(JSON.stringify({ url: emulator.url }));
