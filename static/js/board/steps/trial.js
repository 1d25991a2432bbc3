/** What a step would change, as the server finds it by trying: said before it is done. */
import { NoAnswer, Problem, post } from '../../shared/api.js';
import { html, useEffect, useSignal } from '../../shared/html.js';
import { t, word } from '../../shared/i18n.js';
import { dueTime } from '../../shared/times.js';
import { say } from '../naming.js';

/** @typedef {import('../../shared/types.js').CardView} CardView */
/** @typedef {import('../../shared/types.js').Step} Step */
/** @typedef {{promise: string, occasion: number, was: {state: string, due_at: string|null}|null, now: {state: string, due_at: string|null}|null}} Change */
/** @typedef {{status: string, tier: string, was_tier: string, leaves_plan: boolean, ends_agreement: boolean, promises: Change[]}} Trial */

const PAUSE_MS = 300;

/** @param {CardView} order @param {Step} step @param {Record<string, unknown>|null} data null while it is not whole */
export function useTrial(order, step, data) {
  const found = useSignal(/** @type {{trial: Trial|null, refused: string}} */ ({ trial: null, refused: '' }));
  const asked = data ? JSON.stringify(data) : '';
  useEffect(() => {
    let wanted = true;
    if (!asked) {
      found.value = { trial: null, refused: '' };
      return;
    }
    const soon = setTimeout(async () => {
      try {
        const trial = await post(`/orders/${encodeURIComponent(order.id)}/steps/trial`, { step, data: JSON.parse(asked) });
        if (wanted) found.value = { trial, refused: '' };
      } catch (error) {
        if (!(error instanceof Problem) && !(error instanceof NoAnswer)) throw error;
        if (wanted) found.value = { trial: null, refused: error instanceof Problem ? error.message : '' };
      }
    }, PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(soon);
    };
  }, [asked, order.version]);
  return found.value;
}

/** @param {{found: {trial: Trial|null, refused: string}}} props */
export function Changes({ found }) {
  const { trial, refused } = found;
  if (refused) return html`<p class="form-error" role="status">${refused}</p>`;
  if (!trial) return null;
  const lines = [
    ...(trial.tier === trial.was_tier ? [] : [t('trial-tier', { was: word('tier', trial.was_tier), now: word('tier', trial.tier) })]),
    ...trial.promises.map(sentence).filter(line => line !== null),
    ...(trial.ends_agreement ? [t('trial-ends-agreement')] : []),
    ...(trial.leaves_plan ? [t('trial-leaves-plan')] : []),
  ];
  return html`<section class="trial" role="status" aria-label=${t('trial-title')}><h4>${t('trial-title')}</h4>
    ${lines.length ? html`<ul>${lines.map((line, index) => html`<li key=${index}>${line}</li>`)}</ul>` : html`<p class="faint">${t('trial-nothing')}</p>`}</section>`;
}

/** @param {Change} change */
function sentence({ promise, was, now }) {
  const name = t(`promise-${promise.replaceAll('_', '-')}`);
  if (!now || now.state === 'void') return was && was.state !== 'void' ? t('trial-ends', { name }) : null;
  const due = now.due_at ? dueTime(now.due_at) : '';
  if (!was || was.state === 'void') return say('trial-begins', { name, due });
  if (was.due_at !== now.due_at && was.due_at) return say('trial-moves', { name, was: dueTime(was.due_at), due });
  if (was.state !== now.state) return t('trial-state', { name, state: word('clock', now.state) });
  return null;
}
