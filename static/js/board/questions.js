/** What the customer asked, and the answer to it; open questions stand above everything that happened. */
import { html, useSignal } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { when } from '../shared/times.js';
import { answerQuestion } from './deeds.js';
import { fetchDetail } from './detail.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('./detail.js').Question} Question */

/** @param {{order: CardView, questions: Question[]|null}} props */
export function Questions({ order, questions }) {
  if (!questions) return order.open_questions ? html`<p class="ask-count">${t('questions-open', { count: order.open_questions })}</p>` : null;
  if (!questions.length) return null;
  const open = questions.filter(question => !question.answered_at);
  const answered = questions.filter(question => question.answered_at);
  return html`<section class="questions" aria-label=${t('questions-title')}>
    ${open.map(question => html`<${Open} key=${question.id} order=${order} question=${question} />`)}
    ${answered.map(question => html`<div class="asked" key=${question.id}><p><time>${when(question.asked_at)}</time>${question.text}</p>
      <p class="muted"><time>${when(/** @type {string} */ (question.answered_at))}</time>${t('question-answered', { answer: question.answer ?? '' })}</p></div>`)}
  </section>`;
}

/** @param {{order: CardView, question: Question}} props */
function Open({ order, question }) {
  const text = useSignal('');
  const sending = useSignal(false);
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const answer = text.peek().trim();
    if (!answer || sending.peek()) return;
    sending.value = true;
    const went = await answerQuestion(question.id, answer);
    sending.value = false;
    if (went) {
      text.value = '';
      void fetchDetail(order.id);
    }
  };
  return html`<form class="asked open" onSubmit=${send}><p><b>${t('question-open')}</b><time>${when(question.asked_at)}</time></p><p>${question.text}</p>
    <label class="sr" for=${`answer-${question.id}`}>${t('question-answer')}</label>
    <div class="answer"><textarea id=${`answer-${question.id}`} rows="2" maxlength="2000" placeholder=${t('question-placeholder')} value=${text.value} onInput=${(/** @type {Event} */ event) => {
      text.value = /** @type {HTMLTextAreaElement} */ (event.currentTarget).value;
    }} onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send(event);
    }}></textarea><button class="btn" disabled=${sending.value || !text.value.trim()}>${t('question-send')}</button></div></form>`;
}
