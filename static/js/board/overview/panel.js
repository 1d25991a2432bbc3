/** The overview panel: every district at a glance and one tap to its board; the reserve of this one, called out in two taps. */
import { get, newId, NoAnswer, post } from '../../shared/api.js';
import { html, signal, useEffect, useSignal } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { Mark } from '../../shared/marks.js';
import { refuse } from '../deeds.js';
import { goToDistrict } from '../live.js';
import { notify } from '../notices.js';
import { nameOf } from '../rescue_ways.js';
import { date, district, minute, technicians, user } from '../state.js';
import { dateOf } from '../../shared/times.js';

/** @typedef {{kept: number, broken: number, running: number, pct: number|null}} Figure */
/** @typedef {{id: string, name: string, name_en?: string|null, open: number, jeop: number, risk: number, unassigned: number, escalations: number, on_duty: number, figures: Record<string, Figure>}} Place */
/** @typedef {{id: string, from: string, until: string}} Hours */
/** @typedef {{technician: {id: string, name: string, name_en?: string|null, team: string, skills: string[]}, shift: string, standby: Hours|null, called: Hours|null, overtime_min: number, offered: string|null, lent_to: string|null}} Reserve */

const FIGURES = ['complete_install', 'complete_repair', 'contact', 'arrive'];
const HEADS = ['lead', 'manager', 'admin'];
/** The overview is asked for again so often while it is open. */
const AGAIN_MS = 30_000;

/** @type {import('@preact/signals').Signal<Place[]|null>} */
const places = signal(null);
/** @type {import('@preact/signals').Signal<Reserve[]|null>} */
const reserve = signal(null);
const failed = signal(false);

async function load() {
  const here = district.peek();
  try {
    const [all, own] = await Promise.all([get('/overview'), here ? get(`/districts/${encodeURIComponent(here.id)}/reserve`) : []]);
    places.value = all;
    reserve.value = own;
    failed.value = false;
  } catch (error) {
    failed.value = true;
    if (!(error instanceof NoAnswer)) refuse(error);
  }
}

/** @param {{close: () => void}} props */
export function Panel({ close }) {
  useEffect(() => {
    void load();
    const again = setInterval(() => void load(), AGAIN_MS);
    return () => clearInterval(again);
  }, [district.value?.id, technicians.value]);
  if (failed.value && !places.value) return html`<p class="form-error" role="alert">${t('no-answer')}<button class="link" onClick=${() => void load()}>${t('action-retry')}</button></p>`;
  if (!places.value) return html`<div class="sk-lines" aria-hidden="true"><i></i><i></i><i></i></div>`;
  return html`<div class="overview"><${Districts} close=${close} /><${ReserveList} /></div>`;
}

/** @param {{close: () => void}} props */
function Districts({ close }) {
  const all = places.value ?? [];
  return html`<table class="districts"><caption class="sr">${t('overview-districts')}</caption>
    <thead><tr><th scope="col">${t('overview-district')}</th><th scope="col">${t('state-jeop')}</th><th scope="col">${t('state-risk')}</th><th scope="col">${t('overview-unassigned')}</th><th scope="col">${t('overview-escalations')}</th><th scope="col">${t('overview-on-duty')}</th></tr></thead>
    <tbody>${all.map(one => html`<tr key=${one.id} class=${one.id === district.value?.id ? 'sel' : ''}>
      <th scope="row"><button class="link" aria-current=${one.id === district.value?.id ? 'true' : undefined} onClick=${() => {
        close();
        void goToDistrict(one.id);
      }}>${nameOf(one)}</button><span class="muted small">${FIGURES.filter(name => one.figures[name]?.pct !== null && one.figures[name]).map(name => t('overview-figure', { name: t(`figure-${name.replaceAll('_', '-')}`), pct: Math.floor(one.figures[name].pct ?? 0) })).join(t('list-comma')) || t('overview-nothing-decided')}</span></th>
      <td class=${one.jeop ? 'is-jeop' : ''}>${one.jeop ? html`<span class="promise"><${Mark} state="jeop" />${one.jeop}</span>` : '0'}</td>
      <td class=${one.risk ? 'is-risk' : ''}>${one.risk ? html`<span class="promise"><${Mark} state="risk" />${one.risk}</span>` : '0'}</td>
      <td>${one.unassigned}</td><td>${one.escalations ? html`<b>${one.escalations}</b>` : '0'}</td><td>${one.on_duty}</td></tr>`)}</tbody></table>`;
}

/** @param {string} path @param {unknown} body */
async function change(path, body) {
  try {
    let answer;
    try {
      answer = await post(path, body);
    } catch (error) {
      if (!(error instanceof NoAnswer) || !navigator.onLine) throw error;
      answer = await post(path, body);
    }
    reserve.value = answer;
    return true;
  } catch (error) {
    refuse(error);
    void load();
    return false;
  }
}

function ReserveList() {
  const today = date.value === dateOf(minute.value);
  const rows = reserve.value ?? [];
  const head = HEADS.includes(user.value?.role ?? '');
  const standing = rows.filter(one => one.standby);
  return html`<section class="reserve" aria-labelledby="h-reserve"><h3 id="h-reserve">${t('reserve-title')}</h3>
    ${today ? null : html`<p class="muted small">${t('reserve-today-only')}</p>`}
    ${standing.length ? html`<ul>${standing.map(one => html`<${Reserved} key=${one.technician.id} one=${one} />`)}</ul>` : html`<p class="muted">${t(head ? 'reserve-none-head' : 'reserve-none')}</p>`}
    ${head ? html`<${Standby} known=${rows} />` : null}
    <${Extras} rows=${rows} head=${head} />
  </section>`;
}

/** @param {{one: Reserve}} props */
function Reserved({ one }) {
  const sure = useSignal(false);
  const sending = useSignal(false);
  const name = nameOf(one.technician);
  const out = async () => {
    if (!sure.peek()) {
      sure.value = true;
      return;
    }
    sending.value = true;
    if (await change(`/technicians/${encodeURIComponent(one.technician.id)}/call-outs`, { event_id: newId() })) {
      notify({ tone: 'done', text: t('reserve-called-now', { technician: name }) });
    }
    sending.value = false;
    sure.value = false;
  };
  return html`<li data-technician=${one.technician.id}><span><b>${name}</b> <span class="muted">${[one.technician.team, t('reserve-hours', { from: one.standby?.from ?? '', until: one.standby?.until ?? '' })].filter(Boolean).join(t('list-comma'))}</span></span>
    ${one.called ? html`<span class="tag on">${t('reserve-called', { from: one.called.from, until: one.called.until })}</span>
      <button class="link" onClick=${() => void change(`/duties/${one.called?.id}/revoke`, {})}>${t('reserve-back')}</button>`
      : html`<button class=${`btn${sure.value ? ' btn-main' : ''}`} disabled=${sending.value} onBlur=${() => (sure.value = false)} onClick=${() => void out()}>${t(sure.value ? 'reserve-call-sure' : 'reserve-call', { technician: name })}</button>`}</li>`;
}

/** Who may be called out today: by the lead. @param {{known: Reserve[]}} props */
function Standby({ known }) {
  const who = useSignal('');
  const from = useSignal('18:00');
  const until = useSignal('22:00');
  const taken = new Set(known.filter(one => one.standby).map(one => one.technician.id));
  const free = technicians.value.filter(person => !taken.has(person.id) && !person.duty?.from_district);
  const put = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (who.peek() && await change(`/technicians/${encodeURIComponent(who.peek())}/standby`, { from_time: from.peek(), until_time: until.peek() })) who.value = '';
  };
  return html`<form class="standby" onSubmit=${put}>
    <label>${t('standby-who')}<select class="input" value=${who.value} onChange=${(/** @type {any} */ event) => (who.value = event.currentTarget.value)}><option value="">–</option>${free.map(person => html`<option key=${person.id} value=${person.id}>${nameOf(person)}</option>`)}</select></label>
    <label>${t('standby-from')}<input class="input" type="time" required value=${from.value} onInput=${(/** @type {any} */ event) => (from.value = event.currentTarget.value)} /></label>
    <label>${t('standby-until')}<input class="input" type="time" required value=${until.value} onInput=${(/** @type {any} */ event) => (until.value = event.currentTarget.value)} /></label>
    <button class="btn" disabled=${!who.value}>${t('standby-put')}</button>
    ${who.value ? html`<button type="button" class="btn" onClick=${async () => {
      if (await change(`/technicians/${encodeURIComponent(who.peek())}/offers`, {})) who.value = '';
    }}>${t('offer-put')}</button>` : null}</form>`;
}

/** Overtime, loans and offers of today. @param {{rows: Reserve[], head: boolean}} props */
function Extras({ rows, head }) {
  const lines = rows.flatMap(one => {
    const technician = nameOf(one.technician);
    return [
      ...(one.overtime_min ? [{ key: `o${one.technician.id}`, text: t('extra-overtime', { technician, minutes: one.overtime_min }), duty: null }] : []),
      ...(one.lent_to ? [{ key: `l${one.technician.id}`, text: t('extra-lent', { technician }), duty: null }] : []),
      ...(one.offered && !one.lent_to ? [{ key: `f${one.technician.id}`, text: t('extra-offered', { technician }), duty: one.offered }] : []),
    ];
  });
  if (!lines.length) return null;
  return html`<ul class="extras">${lines.map(line => html`<li key=${line.key}><span>${line.text}</span>${line.duty && head ? html`<button class="link" onClick=${() => void change(`/duties/${line.duty}/revoke`, {})}>${t('reserve-back')}</button>` : null}</li>`)}</ul>`;
}
