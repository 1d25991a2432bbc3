/** Who I am, how the app looks, what was not accepted and why, and signing out of this phone. */
import { NoAnswer, post } from '../shared/api.js';
import { html, useState } from '../shared/html.js';
import { LANGUAGES, LANGUAGE_NAMES, language, setLanguage, t, word } from '../shared/i18n.js';
import { Icon } from '../shared/marks.js';
import { signOut } from '../shared/session.js';
import { THEMES, setTheme, theme } from '../shared/theme.js';
import { timeRange, when } from '../shared/times.js';
import { Choices } from '../shared/sheet.js';
import { path, say, useDay } from './app.js';
import { sentence } from './messages.js';
import { Bar, Offline } from './parts.js';
import { Tabs } from './tabs.js';

/** @typedef {import('../shared/queue.js').QueuedStep} QueuedStep */

/** A step that the server did not take: what I did, what it says, and what to do. @param {{item: QueuedStep}} props */
function Refused({ item }) {
  const { queue, order } = useDay();
  const known = order(item.order_id);
  return html`<li class="refusal">
    <p><b>${t('refused-step', { step: word('step', item.step), name: item.label })}</b> <span class="muted nowrap">${when(item.occurred_at)}</span></p>
    <p>${item.refusal?.sentence}</p>
    <p class="muted">${known ? t('refused-now', { status: word('status', known.status) }) : t('refused-gone')}　${item.refusal?.kept ?? ''}</p>
    <div class="pair">${known && html`<a class="btn" href=${path('visit', known.id)}>${t('refused-open')}</a>`}
      <button type="button" class="btn" onClick=${() => queue.dismiss(item)}>${t('refused-seen')}</button></div>
  </li>`;
}

/** What is in my van, and that it is full again. @param {{me: import('../shared/types.js').TechnicianView}} props */
function Van({ me }) {
  const { technician } = useDay();
  const fill = async () => {
    try {
      const { stock } = await post(`/technicians/${encodeURIComponent(me.id)}/stock`, {});
      technician.value = { ...me, stock };
      say(t('van-filled'));
    } catch (error) {
      say(error instanceof NoAnswer ? t('no-answer') : sentence(error));
    }
  };
  const parts = [...new Set([...Object.keys(me.load ?? {}), ...Object.keys(me.stock ?? {})])];
  return html`<h2 class="sub">${t('me-van')}</h2>
    <dl class="facts visit-facts">${parts.map(part => html`<div key=${part}><dt>${t('part', { part })}</dt><dd>${t('part-of-load', { count: me.stock?.[part] ?? 0, load: me.load?.[part] ?? 0 })}</dd></div>`)}</dl>
    <button type="button" class="btn" onClick=${fill}>${t('van-fill')}</button>`;
}

export function Me() {
  const { technician, queue } = useDay();
  const [asking, setAsking] = useState(false);
  const me = technician.value;
  const waiting = queue.waiting.value.length;
  const refused = queue.refused.value;
  const name = me ? (language.value === 'en' && me.name_en ? me.name_en : me.name) : '';
  const leave = async () => {
    try {
      await signOut();
    } catch (error) {
      say(error instanceof NoAnswer ? t('sign-out-offline') : sentence(error));
    }
  };
  return html`<section class="screen">
    <${Bar} title=${name || t('tab-me')} sub=${me ? t('me-sub', { badge: me.badge, team: me.team ?? '' }) : undefined} />
    <${Offline} />
    ${refused.length > 0 && html`<h2 class="sub">${t('refused-title', { count: refused.length })}</h2><ol class="refusals">${refused.map(item => html`<${Refused} key=${item.event_id} item=${item} />`)}</ol>`}
    ${me?.shift_start_at && me.shift_end_at && html`<dl class="facts visit-facts"><div><dt>${t('me-shift')}</dt><dd>${timeRange(me.shift_start_at, me.shift_end_at)}</dd></div></dl>`}
    ${me?.stock ? html`<${Van} me=${me} />` : null}
    <h2 class="sub" id="language-title">${t('me-language')}</h2>
    <${Choices} name=${t('me-language')} value=${language.value} onChoose=${(/** @type {any} */ wanted) => setLanguage(wanted).catch(() => say(t('no-answer')))}
      options=${LANGUAGES.map(one => ({ value: one, label: LANGUAGE_NAMES[one] }))} />
    <h2 class="sub">${t('me-theme')}</h2>
    <${Choices} name=${t('me-theme')} value=${theme.value} onChoose=${setTheme} options=${THEMES.map(one => ({ value: one, label: t(`theme-${one}`) }))} />
    <div class="also apart">${asking && waiting > 0
      ? html`<div class="refusal"><p><b>${t('sign-out-waiting', { count: waiting })}</b></p><p class="muted">${t('sign-out-waiting-hint')}</p>
          <div class="pair"><button type="button" class="btn" onClick=${() => setAsking(false)}>${t('sign-out-stay')}</button><button type="button" class="btn" onClick=${leave}>${t('action-sign-out')}</button></div></div>`
      : html`<button type="button" class="rowbtn" onClick=${() => (waiting > 0 ? setAsking(true) : leave())}><${Icon} name="undo" /><span class="grow">${t('action-sign-out')}</span><${Icon} name="right" /></button>`}</div>
    <footer class="dock"><${Tabs} /></footer>
  </section>`;
}
