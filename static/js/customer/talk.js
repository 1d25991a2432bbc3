/** Questions and answers: what was asked, what was answered, and a line to write. */
import { html, useState } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { when } from '../shared/times.js';
import { sentence } from './track.js';

/** @typedef {import('../shared/types.js').TrackingView} TrackingView */
/** @typedef {import('./track.js').Track} Track */

/** @param {{track: Track, view: TrackingView}} props */
export function Talk({ track, view }) {
  const [text, setText] = useState('');
  const [sending, setSending] = useState('');
  const [error, setError] = useState('');
  /** @param {Event} event */
  const send = async event => {
    event.preventDefault();
    const said = text.trim();
    if (!said || sending) return;
    setSending(said);
    setText('');
    setError('');
    try {
      await track.ask(said);
    } catch (failed) {
      // what was written stays in the field
      setText(said);
      setError(sentence(failed));
    }
    setSending('');
  };
  const closed = view.order.status === 'withdrawn';
  if (closed && !view.questions.length) return null;
  return html`<section class="talk" aria-labelledby="h-talk"><h2 id="h-talk">${t('talk-title')}</h2>
    <ol aria-live="polite">${view.questions.map(({ id, text: asked, asked_at: at, answer, answered_at: answered }) => html`
      <li key=${id} class="me"><p class="from"><b>${t('talk-you')}</b><time class="faint" datetime=${at}>${when(at)}</time></p><p>${asked}</p></li>
      ${answer && html`<li key=${`${id}-a`}><p class="from"><b>${view.operator || t('talk-us')}</b><time class="faint" datetime=${answered ?? undefined}>${answered && when(answered)}</time></p><p>${answer}</p></li>`}`)}
      ${sending && html`<li class="me"><p class="from"><b>${t('talk-you')}</b><span class="faint">${t('talk-sending')}</span></p><p>${sending}</p></li>`}
    </ol>
    ${!closed && html`<form class="write" onSubmit=${send}><label class="sr" for="say">${t('talk-write')}</label>
      <input id="say" name="say" maxlength="1000" enterkeyhint="send" autocomplete="off" placeholder=${t('talk-write')} value=${text} onInput=${(/** @type {InputEvent} */ event) => setText(/** @type {HTMLInputElement} */ (event.target).value)} />
      <button class="btn" disabled=${!!sending}>${t('talk-send')}</button></form>
      ${error ? html`<p class="wrong" role="alert">${error}</p>` : html`<p class="hint">${t('talk-hint')}</p>`}`}
  </section>`;
}
