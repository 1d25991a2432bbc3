/** The plan panel: the running plan and its planner, plan now, proposals and imagined days, one of them beside the running plan. */
import { html, useEffect, useSignal } from '../../shared/html.js';
import { language, t } from '../../shared/i18n.js';
import { ago, when } from '../../shared/times.js';
import { leftOutWord, whoWord } from '../naming.js';
import { askedId, comparedId, loadProposals, undecided } from '../proposals.js';
import { worth } from '../proposal_bar.js';
import { district, minute, plan, select } from '../state.js';
import { Compare } from './compare.js';
import { ROWS, cell, givenWords } from './figures.js';
import { asking, loadPlanner, loadState, planner, planNow } from './state.js';
import { WhatIf } from './what_if.js';

/** @typedef {import('../proposals.js').Proposal} Proposal */

/** While a plan is awaited, its standing may turn without a push (late). */
const LOOK_MS = 15_000;
/** Everything else is a search that failed. */
const WHYS = ['died', 'hung', 'starting'];

export function Panel() {
  const version = plan.value?.version;
  const here = district.value?.id;
  const spoken = language.value;
  useEffect(() => {
    void loadPlanner();
    void loadProposals();
  }, [version, here, spoken]);
  const waits = planner.value?.request !== null && planner.value !== null;
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => void loadPlanner(), LOOK_MS);
    return () => clearInterval(timer);
  }, [waits]);
  useEffect(() => () => {
    comparedId.value = null;
  }, []);
  const wondering = useSignal(false);
  const shown = undecided.value.find(each => each.id === comparedId.value);
  if (shown) return html`<${Compare} key=${shown.id} shown=${shown} />`;
  return html`<div class="plan-panel">
    <${Running} />
    <section aria-labelledby="plan-proposals"><div class="plan-head"><h3 id="plan-proposals">${t('planner-proposals')}</h3>
      <button class="btn" aria-expanded=${wondering.value ? 'true' : 'false'} onClick=${() => (wondering.value = !wondering.peek())}>${t('what-if-open')}</button></div>
      ${wondering.value ? html`<${WhatIf} done=${() => (wondering.value = false)} />` : null}
      ${undecided.value.length ? html`<ul class="plan-list">${undecided.value.map(each => html`<${Row} key=${each.id} one=${each} />`)}</ul>` : html`<p class="calm-line muted">${t('planner-no-proposals')}</p>`}
    </section>
    <${LeftOut} />
  </div>`;
}

function Running() {
  minute.value;
  const told = planner.value;
  if (!told) {
    return loadState.value === 'failed' ? html`<p class="form-error" role="alert">${t('no-answer')}<button class="link" onClick=${() => void loadPlanner()}>${t('action-retry')}</button></p>`
      : html`<div class="sk-lines" aria-hidden="true"><i></i><i></i><i></i></div>`;
  }
  const { standing, request, plan: running, search } = told;
  const by = request ? whoWord(request.by) : '';
  const figures = search?.figures;
  return html`<section aria-labelledby="plan-running"><div class="plan-head"><h3 id="plan-running">${running ? t('planner-plan', { version: running.version }) : t('planner-no-plan')}</h3>
      <button class="btn btn-main" disabled=${asking.value} onClick=${() => void planNow()}>${t('planner-now')}</button></div>
    <p role="status" class=${`plan-standing is-${standing}`}>${standing === 'at_work' ? t('planner-at-work', { name: by }) : standing === 'late' ? t('planner-late', { name: by, span: ago(/** @type {any} */ (request).at) })
      : standing === 'failed' ? t('planner-failed', { why: t(`planner-why-${WHYS.includes(told.failed ?? '') ? told.failed : 'failed'}`) }) : t('planner-idle')}</p>
    ${running ? html`<p class="muted">${t('planner-made', { time: when(running.created_at) })}${running.by_hand ? html`<span>${t('list-comma')}${t('planner-by-hand')}</span>` : null}${running.asked ? html`<span>${t('list-comma')}${t('planner-asked-by', { name: whoWord(running.asked.by) })}</span>` : null}${search?.seconds !== null && search?.seconds !== undefined ? html`<span>${t('list-comma')}${t('planner-took', { seconds: Math.max(1, Math.round(search.seconds)) })}</span>` : null}</p>` : null}
    ${figures ? html`<dl class="plan-figures">${ROWS.map(row => html`<div key=${row}><dt>${t(`what-if-row-${row.replaceAll('_', '-')}`)}</dt><dd>${cell(row, figures[row])}</dd></div>`)}</dl>` : null}
  </section>`;
}

function LeftOut() {
  const left = planner.value?.unassigned ?? [];
  if (!planner.value) return null;
  return html`<section aria-labelledby="plan-left"><h3 id="plan-left">${t('planner-left', { count: left.length })}</h3>
    ${left.length ? html`<ul class="plan-list">${left.map(one => html`<li key=${one.order_id}><button class="link flat" onClick=${() => select(one.order_id)}>${one.number}</button>
      <span>${one.customer}</span><span class="muted">${leftOutWord(one.reason)}</span></li>`)}</ul>` : html`<p class="calm-line muted">${t('planner-none-left')}</p>`}</section>`;
}

/** @param {{one: Proposal}} props */
function Row({ one }) {
  const worthIt = one.difference ? worth(one.difference) : '';
  return html`<li class="plan-row"><button class="link flat" data-proposal=${one.id} disabled=${!one.difference} onClick=${() => (comparedId.value = one.id)}>${one.origin === 'planner' ? t('proposal-title') : givenWords(one.given)}</button>
    <span class="tag">${t(`planner-standing-${one.standing}`)}</span>${one.base_version !== null && !one.is_current ? html`<span class="tag">${t('planner-stale')}</span>` : null}
    <span class="muted">${when(one.created_at)}${one.by ? html`<span>${t('list-comma')}${whoWord(one.by)}</span>` : null}${one.standing === 'failed' ? html`<span>　${t('what-if-failed')}</span>` : askedId.value === one.id && one.standing === 'waiting' ? html`<span role="status">　${t('what-if-waiting')}</span>` : null}</span>
    ${worthIt ? html`<p>${worthIt}</p>` : null}</li>`;
}

