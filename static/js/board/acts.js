/** The buttons under an order: the right next step filled, the next ones quiet, every other step of the life cycle behind 更多, also those that cannot be taken now. */
import { html, useSignal } from '../shared/html.js';
import { has, t, word } from '../shared/i18n.js';
import { busy, refuse } from './deeds.js';
import { makeLink } from './detail.js';
import { begin, form } from './forms.js';
import { notify } from './notices.js';
import { openPanel } from './panels.js';
import { riskOf } from './risks_model.js';
import { useSteps } from './steps/look.js';
import { MoreSteps } from './steps/more.js';
import { making } from './tasks.js';
import { isHeldForIncident } from './visits.js';

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
  const wanted = useSignal('');
  const { steps: told, failed, retry } = useSteps(order, wanted.value === order.id);
  if (form.value?.orderId === order.id) return null;
  const steps = /** @type {Step[]} */ (orderSteps(order));
  const main = steps.find(step => !NEVER_MAIN.has(step));
  const quiet = steps.filter(step => step !== main).slice(0, QUIET);
  const waits = busy.value.has(order.id);
  const act = (/** @type {Step} */ step) => () => begin(order, step);
  /** @type {import('./steps/more.js').Row[]} */
  const rest = steps.map(step => ({ name: step, label: label(step, order), run: act(step), beside: step === main || quiet.includes(step) }));
  const others = [
    { name: 'task', label: t('act-task'), run: () => {
      making.value = { order: order.id };
      openPanel('tasks');
    } },
    { name: 'link', label: t('act-link'), run: () => void copyLink(order, copied) },
  ];
  return html`<footer class="acts">
    ${main ? html`<button class="btn btn-main" disabled=${waits} onClick=${act(main)}>${label(main, order)}</button>` : null}
    ${quiet.map(step => html`<button key=${step} class="btn" disabled=${waits} onClick=${act(step)}>${label(step, order)}</button>`)}
    ${main || quiet.length ? null : html`<span class="muted acts-none">${t('act-none')}</span>`}
    <${MoreSteps} rows=${told ? [...rest, ...known(order, told, steps), ...others] : [...rest, ...others]} waiting=${!told && !failed} failed=${failed} retry=${retry} onOpen=${() => {
      wanted.value = order.id;
    }} />
    ${copied.value ? html`<label class="copied"><span>${t('act-link-by-hand')}</span><input readonly value=${copied.value} onFocus=${(/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.currentTarget).select()} /></label>` : null}
  </footer>`;
}

/**
 * Every other step that the server knows: what may be done here, and why the rest may not.
 * @param {CardView} order @param {import('./steps/look.js').Steps} told @param {Step[]} shown those that stand elsewhere
 * @returns {import('./steps/more.js').Row[]}
 */
function known(order, told, shown) {
  const lift = told.deeds.find(each => each.step === 'end_force_majeure' && each.legal);
  return [...told.steps, ...told.deeds.filter(each => each.step === 'declare_force_majeure')]
    .filter(each => !(each.legal && shown.includes(each.step)))
    .map(({ step, legal, why }) => ({
      name: step, label: lift && step === 'declare_force_majeure' ? t('do-end-force-majeure') : label(step, order),
      ...(legal ? { run: () => begin(order, step) } : { why: why?.text ?? '' }),
    }));
}

/** @param {Step} step @param {CardView} order */
function label(step, order) {
  if (step === 'assign') return t(order.technician_id ? 'do-reassign' : 'do-assign');
  if (step === 'contact' && order.agreed_at) return t('do-recontact');
  if (step === 'resume' && isHeldForIncident(order)) return t('do-resume-visit');
  const id = `do-${step.replaceAll('_', '-')}`;
  return has(id) ? t(id) : word('step', step);
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
