/** After saving: the number, what to read out, the link by one key, the next order by one key. */
import { html } from '../../shared/html.js';
import { t, word } from '../../shared/i18n.js';
import { dueTime, halfDay } from '../../shared/times.js';
import { copy } from './copy.js';
import { draft, restart } from './draft.js';

const READ_OUT = new Set(['complete', 'urgent']);

export function Done() {
  const { saved } = draft.value;
  if (!saved) return null;
  const due = saved.promises.filter(each => READ_OUT.has(each.promise) && each.due_at);
  return html`<section class="intake-done"><h3 role="status">${t('intake-saved', { number: saved.number })}</h3>
    <p class="muted">${t('intake-read-out')}</p>
    <ul class="intake-read">${due.map(each => html`<li key=${each.promise}>${t('intake-due', { promise: word('promise', each.promise), time: dueTime(each.due_at ?? '') })}</li>`)}
      <li>${saved.booked ? t('intake-booked', { slot: halfDay(saved.booked.date, saved.booked.half) }) : t('intake-will-call')}</li></ul>
    <div class="form-acts"><button type="button" class="btn btn-main" data-first data-key="n" onClick=${restart}><kbd>N</kbd>${t('intake-again')}</button>
      ${saved.link ? html`<button type="button" class="btn" data-key="c" onClick=${() => void copy(location.origin + saved.link)}><kbd>C</kbd>${t('intake-copy')}</button>` : null}</div></section>`;
}
