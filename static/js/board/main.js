/** Starts the board: texts, clock and zone from the shell, then the page, then its data. */
import { boot } from '../shared/boot.js';
import { html, render } from '../shared/html.js';
import { goToSignIn, onSignedOut } from '../shared/session.js';
import { followAddress, readAddress, takeView } from './address.js';
import { startAlarm } from './alarm.js';
import { App } from './app.js';
import { start } from './live.js';
import { openPanel } from './panels.js';
import { startPrint } from './print.js';
import { pane, selectedId, selectedTechnician, user } from './state.js';
import { setTiles } from './tiles.js';

const handed = await boot(['board']);
const asked = readAddress();
user.value = handed.user ?? null;
setTiles(/** @type {any} */ (handed).tiles);
if (asked.order) {
  selectedId.value = asked.order;
  pane.value = 'order';
}
takeView();
selectedTechnician.value = asked.technician;
openPanel(asked.panel);
onSignedOut(goToSignIn);

const root = document.getElementById('app');
if (root) {
  root.replaceChildren();
  root.removeAttribute('aria-busy');
  render(html`<${App} />`, root);
}
await start(asked.date, asked.district);
followAddress();
startAlarm();
startPrint();
