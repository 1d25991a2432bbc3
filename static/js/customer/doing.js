/** What the customer can do alone: say that it works or not, change a pause, open a sheet for the rest. */
import { html, useState } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Icon, PromiseMark, promiseOf } from '../shared/marks.js';
import { dueTime, when } from '../shared/times.js';
import { pauseNamed, stops } from '../shared/why.js';
import { disputeWord, stateOf } from './state.js';
import { sentence } from './track.js';

/** @typedef {import('../shared/types.js').TrackingView} TrackingView */
/** @typedef {import('./track.js').Track} Track */

/** Run a deed: busy while it runs, its sentence when it is refused. @param {() => Promise<void>} deed @param {() => void} done */
export function useDeed(deed, done) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const run = async () => {
    if (busy) return;
    setBusy(true);
    setError('');
    try {
      await deed();
      done();
    } catch (failed) {
      setError(sentence(failed));
    }
    setBusy(false);
  };
  return { busy, run, error: error && html`<p class="wrong" role="alert">${error}</p>` };
}

/** Done: does it work? @param {{track: Track, view: TrackingView, onBroken: () => void}} props */
export function Verdict({ track, view, onBroken }) {
  const deed = useDeed(() => track.step('confirm'), () => undefined);
  if (!view.may.includes('confirm')) return null;
  return html`<section class="verdict" aria-labelledby="h-verdict"><h2 id="h-verdict">${t('verdict-title')}</h2>
    <div class="pair"><button type="button" class="btn btn-main" disabled=${deed.busy} onClick=${deed.run}>${t('verdict-works')}</button>
      ${view.may.includes('reopen') && html`<button type="button" class="btn" onClick=${onBroken}>${t('verdict-broken')}</button>`}</div>
    ${deed.error}</section>`;
}

/** The clock stands still: since when, until when, and what the customer can do about it. @param {{track: Track, view: TrackingView, onChange: () => void}} props */
export function Paused({ track, view, onChange }) {
  const complete = promiseOf(view.promises, 'complete');
  const line = complete?.because?.findLast(stops);
  const dispute = useDeed(() => track.step('dispute_pause', line && pauseNamed(line)), () => undefined);
  if (stateOf(view) !== 'paused' || !complete || !line) return null;
  const since = t('paused-since', { time: when(String(line.at)) });
  const until = view.order.held_until ? t('paused-until', { time: dueTime(view.order.held_until) }) : '';
  return html`<section class="owe is-paused" aria-label=${t('paused-title')}>
    <p><${PromiseMark} state="paused" word=${t('paused-title')} /></p>
    <p>${since}${until}${complete.due_at && t('paused-due', { time: dueTime(complete.due_at) })}</p>
    <div class="pair">
      ${(view.may.includes('contact') || view.may.includes('resume')) && html`<button type="button" class="btn" onClick=${onChange}>${t('paused-earlier')}</button>`}
      ${!line.dispute && view.may.includes('dispute_pause') && html`<button type="button" class="btn" disabled=${dispute.busy} onClick=${dispute.run}>${disputeWord(line)}</button>`}</div>
    <p class="hint" role="status">${t(line.dispute ? `paused-dispute-${line.dispute}` : 'paused-hint')}</p>${dispute.error}
  </section>`;
}

/** The list of other things. @param {{track: Track, view: TrackingView, open: (sheet: 'change'|'withdraw'|'broken') => void}} props */
export function Doing({ track, view, open }) {
  const retract = useDeed(() => track.step('retract_withdrawal'), () => undefined);
  const { may, order } = view;
  const rows = [
    may.includes('contact') && { id: 'change', icon: 'calendar', label: t('do-change'), run: () => open('change') },
    may.includes('reopen') && !may.includes('confirm') && { id: 'broken', icon: 'repair', label: t('do-broken'), run: () => open('broken') },
    may.includes('retract_withdrawal') && { id: 'retract', icon: 'undo', label: t(`do-retract-${order.kind}`), run: retract.run },
    may.includes('request_withdrawal') && { id: 'withdraw', icon: 'x', label: t(`do-withdraw-${order.kind}`), run: () => open('withdraw') },
  ].filter(row => !!row);
  if (!rows.length) return null;
  return html`<section class="doing" aria-label=${t('doing-label')}>${rows.map(row => html`
    <button type="button" key=${row.id} class="rowbtn" onClick=${row.run}><${Icon} name=${row.icon} /><span class="grow">${row.label}</span><${Icon} name="right" /></button>`)}
    ${retract.error}</section>`;
}
