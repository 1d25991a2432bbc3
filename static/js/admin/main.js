/** Starts the page of the promises: texts and clock from the shell, then the versions from the server. */
import { boot } from '../shared/boot.js';
import { html, render } from '../shared/html.js';
import { goToSignIn, onSignedOut } from '../shared/session.js';
import { App } from './app.js';
import { load, user } from './state.js';

const handed = await boot(['admin']);
user.value = handed.user ?? null;
onSignedOut(goToSignIn);

const root = document.getElementById('app');
if (root) {
  root.replaceChildren();
  root.removeAttribute('aria-busy');
  render(html`<${App} />`, root);
}
await load();
