/** Work: each visit with its times against the estimate, tests against the contract, parts, photos, who confirmed it. */
import { html, useEffect } from '../../shared/html.js';
import { addTexts, t, word } from '../../shared/i18n.js';
import { Mark } from '../../shared/marks.js';
import { clockTime, dayWord, span, when } from '../../shared/times.js';
import { say } from '../naming.js';
import { drawn, useAnswer } from './ask.js';
import { author } from './timeline.js';

/** @typedef {{role: string, name: string|null}} Who */
/** @typedef {{at: string, download_mbps: number|null, optical_dbm: number|null}} Test */
/** @typedef {{number: number, by: Who, steps: {step: string, at: string|null, recorded_at: string|null, skewed: boolean}[], failed: {at: string, reason: string, photo: boolean}|null, travel_s: number|null, on_site_s: number|null, over_s: number|null, tests: Test[]}} Visit */

/** @param {import('./tabs.js').TabProps} props */
export function Tab({ order }) {
  const answer = useAnswer(order, '/work');
  return drawn(answer, view => html`${view.visits.length ? view.visits.map((/** @type {Visit} */ visit) => html`<${Visited} key=${visit.number} visit=${visit} view=${view} />`)
    : html`<section class="tab-part"><p class="muted">${t('work-none', { span: span(view.estimate_min * 60_000) })}</p></section>`}
    <${LineTests} tests=${view.line_tests} />
    <${Parts} view=${view} />
    <${Photos} photos=${view.photos} />
    <${SignedOff} confirmed=${view.confirmed} />
    <${Checked} check=${view.fault_check} />`);
}

/** @param {{visit: Visit, view: any}} props */
function Visited({ visit, view }) {
  const begun = visit.steps.find(step => step.at)?.at ?? visit.failed?.at;
  return html`<section class="tab-part"><h3>${t('work-visit', { number: visit.number })}<span class="muted">　${begun ? `${dayWord(begun)}　` : ''}${author(visit.by)}</span></h3>
    <ol class="steps">${visit.steps.map(step => html`<li key=${step.step} class=${step.at ? '' : 'is-open'}><${Mark} state=${step.at ? 'kept' : 'track'} /><span>${t(`step-${step.step.replaceAll('_', '-')}`)}</span>
      <span class="muted">${step.at ? clockTime(step.at) : '–'}${step.skewed ? `　${t('log-skewed')}` : ''}</span></li>`)}
      ${visit.failed ? html`<li class="is-failed"><${Mark} state="jeop" /><span>${t('step-fail-visit')}</span><span class="muted">${clockTime(visit.failed.at)}　${word('reason', visit.failed.reason)}</span></li>` : null}</ol>
    <dl class="facts">${visit.travel_s === null ? null : html`<dt>${t('work-travel')}</dt><dd>${span(visit.travel_s * 1000)}</dd>`}
      ${visit.on_site_s === null ? null : html`<dt>${t('work-on-site')}</dt><dd><b>${span(visit.on_site_s * 1000)}</b>${visit.over_s === null ? null : html`<span class="muted">　${against(visit.over_s, view.estimate_min)}</span>`}</dd>`}
      ${visit.tests.filter(test => test.download_mbps !== null).map(test => html`<dt key=${test.at}>${t('work-speed')}</dt><dd class="speed"><${Speed} test=${test} view=${view} /></dd>`)}</dl></section>`;
}

/** 比预计的 45 分多 10 分 @param {number} over @param {number} estimate */
function against(over, estimate) {
  const facts = { estimate: span(estimate * 60_000), span: span(Math.abs(over) * 1000) };
  if (Math.abs(over) < 60) return t('work-as-expected', facts);
  return t(over > 0 ? 'work-over' : 'work-under', facts);
}

/** 470 / 500 M，达标，要 90 % 以上 @param {{test: Test, view: any}} props */
function Speed({ test, view }) {
  const measured = /** @type {number} */ (test.download_mbps);
  const { contracted_mbps: contracted, gate_percent: gate } = view;
  if (!contracted || gate === null) return html`<b>${t('work-mbps', { mbps: measured })}</b><span class="muted">${clockTime(test.at)}</span><span class="muted">${t('work-no-gate')}</span>`;
  const passed = measured * 100 >= gate * contracted;
  return html`<span class=${`promise is-${passed ? 'kept' : 'broken'}`}><${Mark} state=${passed ? 'kept' : 'broken'} />${t(passed ? 'work-passed' : 'work-too-slow')}</span>
    <b>${t('work-of-contract', { mbps: measured, contracted, percent: Math.floor((measured * 100) / contracted) })}</b><span class="muted">${t('work-gate', { gate })}</span><span class="muted">${clockTime(test.at)}</span>`;
}

/** @param {{tests: {at: string, optical_dbm: number, of: string}[]}} props */
function LineTests({ tests }) {
  if (!tests.length) return null;
  return html`<section class="tab-part"><h3>${t('work-line-tests')}</h3><ul class="plain">${tests.map(test => html`<li key=${test.at}><b>${t('work-dbm', { dbm: test.optical_dbm })}</b><span class="muted">　${when(test.at)}${test.of === 'restore' ? `　${t('work-from-desk')}` : ''}</span></li>`)}</ul></section>`;
}

/** @param {Record<string, number>} parts */
function counted(parts) {
  return Object.entries(parts).map(([piece, count]) => t('work-piece', { piece: word('piece', piece), count })).join(t('list-comma'));
}

/** @param {{view: any}} props */
function Parts({ view }) {
  const used = counted(view.parts_used);
  const needed = counted(view.parts_needed);
  return html`<section class="tab-part"><h3>${t('work-parts')}</h3><dl class="facts">
    <dt>${t('work-parts-used')}</dt><dd>${used || html`<span class="muted">${t(needed ? 'work-parts-not-yet' : 'work-parts-none')}</span>`}</dd>
    ${needed && !used ? html`<dt>${t('work-parts-needed')}</dt><dd>${needed}</dd>` : null}
    ${view.tools_needed.length ? html`<dt>${t('work-tools')}</dt><dd>${view.tools_needed.map((/** @type {string} */ tool) => word('piece', tool)).join(t('list-comma'))}</dd>` : null}</dl></section>`;
}

/** That one was taken is in the log; where there is a picture it is shown. @param {{photos: {at: string, by: Who, of: string, reason: string, url: string|null}[]}} props */
function Photos({ photos }) {
  return html`<section class="tab-part"><h3>${t('work-photos')}</h3>${photos.length ? html`<ul class="plain">${photos.map(photo => html`<li key=${photo.at}>
    ${photo.url ? html`<a href=${photo.url}><img src=${photo.url} alt=${word('reason', photo.reason)} loading="lazy" /></a>` : null}
    <p>${say('work-photo', { time: when(photo.at), name: author(photo.by), reason: word('reason', photo.reason) })}</p>${photo.url ? null : html`<p class="muted">${t('work-photo-flag')}</p>`}</li>`)}</ul>` : html`<p class="muted">${t('work-photos-none')}</p>`}</section>`;
}

/** @param {{confirmed: {at: string, by: Who}|null}} props */
function SignedOff({ confirmed }) {
  return html`<section class="tab-part"><h3>${t('work-signed')}</h3><p class=${confirmed ? '' : 'muted'}>${confirmed ? say('work-confirmed', { time: when(confirmed.at), name: author(confirmed.by) }) : t('work-not-confirmed')}</p></section>`;
}

/** What was found out before anybody drove. @param {{check: {at: string, outcome: string, answers: [string, string][]}|null}} props */
function Checked({ check }) {
  useEffect(() => {
    if (check) void addTexts('fault_check');
  }, [Boolean(check)]);
  if (!check) return null;
  return html`<section class="tab-part"><h3>${t('work-fault-check')}<span class="muted">　${when(check.at)}</span></h3><dl class="checked">${check.answers.map(([question, answer]) => html`<dt key=${question}>${word('fault', question)}</dt><dd>${word('fault', `${question}-${answer}`)}</dd>`)}</dl></section>`;
}
