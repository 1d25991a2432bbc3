/** Starts the technician's app: the day on this phone, its screens, and the worker that opens it without signal. */
import { boot } from '../shared/boot.js';
import { html, render } from '../shared/html.js';
import { loadOtherLanguages, t } from '../shared/i18n.js';
import { forget } from '../shared/queue.js';
import { goToSignIn, onSignedOut } from '../shared/session.js';
import { DayProvider, route, said, useDay } from './app.js';
import { openDay } from './day.js';
import { Ladder } from './ladder.js';
import { Me } from './me.js';
import { Messages } from './messages.js';
import { Bar } from './parts.js';
import { Done, Today } from './today.js';
import { Visit } from './visit.js';

const SCREENS = { today: Today, visit: Visit, ladder: Ladder, messages: Messages, me: Me, done: Done };

function App() {
  const { state } = useDay();
  document.title = `${t('app-title')} · ${t('app-name')}`;
  const found = /** @type {Record<string, () => any>} */ (SCREENS)[route.value.screen] ?? Today;
  return html`<main class="screens">
    ${state.value === 'loading' ? html`<${Skeleton} />` : state.value === 'ready' ? html`<${found} />` : html`<${Trouble} />`}
    <p class=${said.value ? 'said-toast on' : 'said-toast'} role="status">${said.value}</p>
  </main>`;
}

/** The page's own shape, before there is anything to say. */
function Skeleton() {
  return html`<section class="screen" aria-busy="true"><${Bar} title=${t('today-title')} sub=${t('loading')} />
    <div class="next"><p class="skeleton short"></p><p class="skeleton tall"></p><p class="skeleton line"></p><p class="skeleton line"></p></div>
    <h2 class="sub"><span class="skeleton short"></span></h2><div class="next"><p class="skeleton line"></p><p class="skeleton line"></p></div></section>`;
}

/** Nothing is kept on this phone and the server does not answer: what happened, what was kept, what to do. */
function Trouble() {
  const { state, refusal, load, queue } = useDay();
  const waiting = queue.waiting.value.length;
  return html`<section class="screen"><${Bar} title=${t('today-title')} />
    <div class="empty"><h2>${refusal.value || t(state.value === 'no answer' ? 'day-no-answer' : 'went-wrong')}</h2>
      <p class="muted">${waiting ? t('day-kept', { count: waiting }) : t('day-no-answer-hint')}</p>
      <button type="button" class="btn btn-main big" onClick=${load}>${t('action-retry')}</button></div></section>`;
}

async function start() {
  const handed = await boot(['technician']);
  const user = handed.user?.id;
  if (!user) {
    goToSignIn();
    return;
  }
  let leaving = false;
  const leave = () => {
    if (leaving) return;
    leaving = true;
    navigator.serviceWorker?.controller?.postMessage({ type: 'forget' });
    void forget().then(goToSignIn);
  };
  const day = openDay(user, () => {
    // without signal the sign-in cannot be judged: go on with what is here
    if (navigator.onLine) leave();
  });
  onSignedOut(leave);
  day.start();
  const root = document.getElementById('app') ?? document.body;
  root.replaceChildren();
  root.removeAttribute('aria-busy');
  render(html`<${DayProvider} value=${day}><${App} /><//>`, root);
  // after the first seconds, which belong to the day itself
  await new Promise(resolve => setTimeout(resolve, 2_000));
  await loadOtherLanguages();
  if ('serviceWorker' in navigator && isSecureContext) void keepForOffline();
}

/** Hand everything that this page has loaded to the worker, so that one visit with signal is enough for a cold start without. */
async function keepForOffline() {
  try {
    await navigator.serviceWorker.register('/t/sw.js', { scope: '/t/' });
    const { active } = await navigator.serviceWorker.ready;
    const files = performance.getEntriesByType('resource').map(entry => entry.name).filter(url => url.includes('/static/'));
    active?.postMessage({ type: 'keep', urls: ['/t/', ...new Set(files)] });
  } catch (error) {
    console.warn(error);
  }
}

void start();
