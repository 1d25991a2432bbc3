/** What the customer can look at and try before anybody drives there, question by question. */
import { get } from '../../shared/api.js';
import { html, useEffect, useSignal } from '../../shared/html.js';
import { has, t } from '../../shared/i18n.js';
import { district } from '../state.js';
import { change, draft, restart, sendOnce, sentenceOf } from './draft.js';

/** @typedef {{version: string, start: string, questions: Record<string, {code: string, next: string|null, end: string|null}[]>, ends: Record<string, {outcome: 'solved'|'remote'|'visit', skills: string[], parts: string[]}>}} Tree */

/** @type {Tree|null} */
let known = null;

/** The words of a question, an answer or an end. @param {...string} names */
export function faultWord(...names) {
  const id = `fault-${names.join('-').replaceAll('_', '-')}`;
  return has(id) ? t(id) : names[names.length - 1];
}

/** What was found, one sentence for whoever goes there. @param {[string, string][]} answers @param {string|null} end */
export function findings(answers, end) {
  const said = answers.map(([question, answer]) => t('intake-answered', { question: faultWord(question), answer: faultWord(question, answer) }));
  return [...said, ...(end ? [faultWord('end', end)] : [])].join(t('intake-semicolon'));
}

export function FaultCheck() {
  const { answers, end } = draft.value;
  const tree = useSignal(known);
  const failure = useSignal('');
  const sending = useSignal(false);
  const load = () => {
    failure.value = '';
    get('/fault-check').then(read => {
      known = tree.value = read;
    }).catch(error => {
      failure.value = sentenceOf(error, t('intake-check-failed'));
    });
  };
  useEffect(() => {
    if (!known) load();
  }, []);
  const skip = html`<button type="button" class="link" data-key="0" onClick=${() => change({ step: 'slot', answers: [], end: null })}><kbd>0</kbd> ${t('intake-check-skip')}</button>`;
  const now = tree.value;
  if (!now) return html`<section><h3>${t('intake-check')}</h3>${failure.value ? html`<p class="form-error" role="alert">${failure.value} <button type="button" class="link" onClick=${load}>${t('action-retry')}</button></p>` : html`<p class="faint" role="status">…</p>`}${skip}</section>`;
  let question = /** @type {string|null} */ (now.start);
  for (const [asked, given] of answers) question = now.questions[asked]?.find(each => each.code === given)?.next ?? null;

  const store = async (/** @type {[string, string][]} */ path, /** @type {string} */ reached) => {
    if (sending.peek()) return;
    sending.value = true;
    failure.value = '';
    const { checkId, phone, address, customer } = draft.peek();
    try {
      await sendOnce('/fault-checks', { event_id: checkId, district_id: district.peek()?.id, phone, address, line_id: customer?.line_id ?? null, answers: path });
      change({ checked: true, step: now.ends[reached].outcome === 'solved' ? 'solved' : 'slot' });
    } catch (error) {
      failure.value = sentenceOf(error, t('intake-check-save-failed'));
    } finally {
      sending.value = false;
    }
  };
  const answer = (/** @type {{code: string, next: string|null, end: string|null}} */ given) => {
    if (!question) return;
    /** @type {[string, string][]} */
    const path = [...answers, [question, given.code]];
    change({ answers: path, end: given.end });
    if (given.end) void store(path, given.end);
  };
  return html`<section class="intake-check" aria-live="polite"><h3>${t('intake-check')}</h3>
    ${answers.length ? html`<ol class="intake-said">${answers.map(([asked, given]) => html`<li key=${asked}><span class="muted">${faultWord(asked)}</span> ${faultWord(asked, given)}</li>`)}</ol>` : null}
    ${question ? html`<p class="intake-question"><b>${faultWord(question)}</b></p>
      <div class="choices" role="group" aria-label=${faultWord(question)}>${now.questions[question].map((each, index) => html`<button type="button" class="chip" key=${each.code} data-key=${index + 1} onClick=${() => answer(each)}><kbd>${index + 1}</kbd>${faultWord(question ?? '', each.code)}</button>`)}</div>`
      : end ? html`<p><b>${faultWord('end', end)}</b></p>` : null}
    ${failure.value ? html`<p class="form-error" role="alert">${failure.value} ${end ? html`<button type="button" class="link" onClick=${() => void store(answers, end)}>${t('action-retry')}</button>` : null}</p>` : null}
    <p class="intake-ways">${answers.length ? html`<button type="button" class="link" data-key="backspace" disabled=${sending.value} onClick=${() => change({ answers: answers.slice(0, -1), end: null })}>${t('intake-check-back')}</button>` : null}${skip}</p>
  </section>`;
}

/** Nobody has to come. */
export function Solved() {
  const { end } = draft.value;
  return html`<section class="intake-done"><h3 role="status">${t('intake-solved', { end: end ? faultWord('end', end) : '' })}</h3><p class="muted">${t('intake-solved-hint')}</p>
    <div class="form-acts"><button type="button" class="btn btn-main" data-first data-key="n" onClick=${restart}><kbd>N</kbd>${t('intake-again')}</button></div></section>`;
}
