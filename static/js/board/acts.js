/** The buttons under an order: the right next step filled, the next ones quiet, the rest behind 更多; all from the order's own next steps. */
import { html, useSignal } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Icon } from '../shared/marks.js';
import { busy, refuse, takeStep } from './deeds.js';
import { makeLink } from './detail.js';
import { asks, form } from './forms.js';
import { pickUp } from './hand.js';
import { Menu } from './menu.js';
import { notify } from './notices.js';
import { openPanel } from './panels.js';
import { riskOf } from './risks_model.js';
import { making } from './tasks.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('../shared/types.js').Step} Step */

/** What is most likely wanted, in this order; a technician's own steps are not the desk's. @type {Step[]} */
const FIRST = ['withdraw', 'verify_withdrawal', 'resume', 'assign', 'contact', 'attempt', 'confirm', 'hold', 'retract_withdrawal', 'unassign', 'fail_visit', 'request_withdrawal', 'reopen', 'settle_urgent', 'confirm_urgent', 'correct_tier'];
/** A step too big for a button that is pressed in passing. @type {Set<Step>} */
const NEVER_MAIN = new Set(/** @type {Step[]} */ (['unassign', 'fail_visit', 'request_withdrawal', 'reopen', 'hold', 'settle_urgent', 'confirm_urgent', 'correct_tier']));
const QUIET = 2;

/** @param {CardView} order */
function orderSteps(order) {
  const urgent = order.promises.some(promise => promise.promise === 'urgent' && !promise.met_at && (promise.state === 'running' || promise.state === 'broken'));
  // whoever has no urgent complaint has none to settle, and who has one does not confirm it again
  const steps = FIRST.filter(step => order.next_steps.includes(step) && step !== (urgent ? 'confirm_urgent' : 'settle_urgent'));
  const risk = riskOf(order);
  // a promise to call is kept by calling, not by another technician
  if (risk?.promise.promise === 'contact' && steps.includes('contact')) return ['contact', ...steps.filter(step => step !== 'contact')];
  return steps;
}

/** @param {{order: CardView}} props */
export function Acts({ order }) {
  const copied = useSignal('');
  if (form.value?.orderId === order.id && order.next_steps.includes(form.value.step)) return null;
  const steps = /** @type {Step[]} */ (orderSteps(order));
  const main = steps.find(step => !NEVER_MAIN.has(step));
  const rest = steps.filter(step => step !== main);
  const quiet = rest.slice(0, QUIET);
  const waits = busy.value.has(order.id);
  const act = (/** @type {Step} */ step) => () => {
    if (step === 'assign') pickUp(order.id, 'pick');
    else if (asks(step)) form.value = { step, orderId: order.id };
    else void takeStep(order, step, {});
  };
  const more = [
    ...rest.slice(QUIET).map(step => ({ label: label(step, order), run: act(step) })),
    { label: t('act-task'), run: () => {
      making.value = { order: order.id };
      openPanel('tasks');
    } },
    { label: t('act-link'), run: () => void copyLink(order, copied) },
  ];
  return html`<footer class="acts">
    ${main ? html`<button class="btn btn-main" disabled=${waits} onClick=${act(main)}>${label(main, order)}</button>` : null}
    ${quiet.map(step => html`<button key=${step} class="btn" disabled=${waits} onClick=${act(step)}>${label(step, order)}</button>`)}
    ${main || quiet.length ? null : html`<span class="muted acts-none">${t('act-none')}</span>`}
    <${Menu} class="btn btn-icon" label=${t('act-more')} face=${html`<${Icon} name="more" />`} items=${more} up=${true} />
    ${copied.value ? html`<label class="copied"><span>${t('act-link-by-hand')}</span><input readonly value=${copied.value} onFocus=${(/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.currentTarget).select()} /></label>` : null}
  </footer>`;
}

/** @param {Step} step @param {CardView} order */
function label(step, order) {
  if (step === 'assign') return t(order.technician_id ? 'do-reassign' : 'do-assign');
  if (step === 'contact' && order.agreed_at) return t('do-recontact');
  return t(`do-${step.replaceAll('_', '-')}`);
}

/** @param {CardView} order @param {import('@preact/signals').Signal<string>} copied */
async function copyLink(order, copied) {
  try {
    const link = await makeLink(order.id);
    try {
      await navigator.clipboard.writeText(link);
      notify({ tone: 'done', text: t('did-link', { customer: order.customer.name }), detail: t('did-link-detail') });
    } catch {
      // a page without a secure context may not write to the clipboard: the link is shown to be copied by hand
      copied.value = link;
    }
  } catch (error) {
    refuse(error);
  }
}
