/** What customers asked: whoever sees a question first answers it or takes it down (first-asked responsibility). */
import { NoAnswer, Problem, get, newId, post } from '../shared/api.js';
import { html, useEffect, useState } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { when } from '../shared/times.js';
import { path, say, useDay } from './app.js';
import { Bar, Offline } from './parts.js';
import { Tabs } from './tabs.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('../shared/types.js').QuestionView} QuestionView */

/** The sentence of an error for the reader. @param {unknown} error */
export function sentence(error) {
  return error instanceof Problem ? error.message : t(error instanceof NoAnswer ? 'no-answer' : 'went-wrong');
}

/** @param {{order: CardView}} props */
function Thread({ order }) {
  const [questions, setQuestions] = useState(/** @type {QuestionView[]|null} */ (null));
  const [error, setError] = useState('');
  const load = () => get(`/orders/${order.id}`).then(found => {
    setQuestions(found.questions ?? []);
    setError('');
  }, failed => setError(sentence(failed)));
  useEffect(() => void load(), [order.id, order.version]);
  return html`<section class="thread" aria-label=${order.customer.name}>
    <h2><a href=${path('visit', order.id)}>${order.customer.name}</a><span class="muted">　${t(`kind-${order.kind}`)}</span></h2>
    ${error && html`<p class="wrong" role="alert">${error} <button type="button" class="btn btn-quiet" onClick=${load}>${t('action-retry')}</button></p>`}
    ${questions === null && !error && html`<p class="skeleton line"></p>`}
    ${questions?.filter(one => !one.answer).map(one => html`<${Question} key=${one.id} question=${one} onAnswered=${load} />`)}
  </section>`;
}

/** @param {{question: QuestionView, onAnswered: () => void}} props */
function Question({ question, onAnswered }) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const [id] = useState(newId);
  /** @param {Event} event */
  const send = async event => {
    event.preventDefault();
    if (!text.trim() || busy) return;
    setBusy(true);
    try {
      await post(`/questions/${question.id}/answer`, { event_id: id, text: text.trim() });
      say(t('said-answered'));
      onAnswered();
    } catch (failed) {
      setError(sentence(failed));
    }
    setBusy(false);
  };
  return html`<div class="question"><p><b>${question.text}</b> <span class="muted nowrap">${when(question.asked_at)}</span></p>
    <form class="write" onSubmit=${send}><label class="sr" for=${question.id}>${t('messages-answer')}</label>
      <input id=${question.id} maxlength="1000" required value=${text} onInput=${(/** @type {InputEvent} */ event) => setText(/** @type {HTMLInputElement} */ (event.target).value)} placeholder=${t('messages-answer')} />
      <button class="btn" disabled=${busy}>${t('messages-send')}</button></form>
    ${error && html`<p class="wrong" role="alert">${error}</p>`}</div>`;
}

export function Messages() {
  const { open, done } = useDay();
  const asked = [...open.value, ...done.value].filter(order => order.open_questions > 0);
  return html`<section class="screen">
    <${Bar} title=${t('tab-messages')} sub=${asked.length ? t('messages-sub') : undefined} />
    <${Offline} />
    ${asked.map(order => html`<${Thread} key=${order.id} order=${order} />`)}
    ${asked.length === 0 && html`<div class="empty"><h2>${t('messages-empty')}</h2><p class="muted">${t('messages-empty-hint')}</p></div>`}
    <footer class="dock"><${Tabs} /></footer>
  </section>`;
}
