/** One visit: before it the card, at it the checks, whose button always is the missing step, after it what was measured. */
import { ticking } from '../shared/clock.js';
import { html, useEffect, useState } from '../shared/html.js';
import { t, word } from '../shared/i18n.js';
import { Icon, Mark } from '../shared/marks.js';
import { keep, kept } from '../shared/queue.js';
import { clockTime, dayTime, ms, span, when } from '../shared/times.js';
import { go, path, route, say, useDay } from './app.js';
import { Deed, Way } from './deed.js';
import { Bar, CallLink, ContactClock, Offline, VisitCard, kindWords } from './parts.js';
import { Gauge, Meter, NumberSheet, dbmWords, opticalFits, speedPasses, speedValues } from './readings.js';
import { STANDING } from './steps.js';
import { Trouble, troubles } from './trouble.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {{optical: number|null, skipped: boolean, mbps: number|null}} Draft */

export function Visit() {
  const day = useDay();
  const order = day.order(route.value.id);
  if (!order) {
    return html`<section class="screen"><${Bar} title=${t('visit-gone')} back=${path('today')} /><${Offline} />
      <div class="empty"><p class="muted">${t(day.state.value === 'loading' ? 'loading' : 'visit-gone-hint')}</p></div></section>`;
  }
  const at = ['on_site', 'working', 'tested', 'completed', 'confirmed'].includes(order.status);
  return at ? html`<${AtVisit} key=${order.id} order=${order} />` : html`<${BeforeVisit} key=${order.id} order=${order} />`;
}

/** @param {{order: CardView}} props */
function BeforeVisit({ order }) {
  const [trouble, setTrouble] = useState(false);
  const stands = STANDING.includes(order.status);
  return html`<section class="screen visit">
    <${Bar} title=${t('visit-title', { name: order.customer.name, kind: kindWords(order) })} sub=${word('status', order.status)} back=${path('today')} right=${html`<${CallLink} order=${order} />`} />
    <${Offline} /><${ContactClock} slim except=${order.id} />
    <${VisitCard} order=${order} />
    ${order.attempts.length > 0 && html`<h2 class="sub">${t('visit-attempts')}</h2><ol class="plain-list">${order.attempts.map(attempt => html`
      <li key=${attempt.at}><span>${dayTime(attempt.at)}</span><span class="muted">${word('outcome', attempt.outcome)}</span></li>`)}</ol>`}
    ${order.status === 'contacted' && html`<div class="also"><a class="rowbtn" href=${path('ladder', order.id)}><${Icon} name="calendar" /><span class="grow">${t('visit-agree-again')}</span><${Icon} name="right" /></a></div>`}
    ${stands && html`<p class="quiet"><${Icon} name="info" /><span>${t(`stands-${order.status.replaceAll('_', '-')}`)}</span></p>`}
    <footer class="dock"><div class="acts">
      ${troubles(order).length > 0 && html`<${TroubleButton} order=${order} onClick=${() => setTrouble(true)} />`}
      ${stands ? html`<a class="btn big grow" href=${path('today')}>${t('visit-back-to-day')}</a>` : html`<${Way} order=${order} /><${Deed} order=${order} />`}
    </div></footer>
    ${trouble && html`<${Trouble} order=${order} onClose=${() => setTrouble(false)} />`}
  </section>`;
}

/** @param {{order: CardView, onClick: () => void}} props */
function TroubleButton({ order, onClick }) {
  const label = t(order.status === 'assigned' ? 'trouble-decline' : order.kind === 'repair' ? 'trouble-repair' : 'trouble-install');
  return html`<button type="button" class="btn btn-icon big" onClick=${onClick}><${Icon} name="more" /><span>${label}</span></button>`;
}

/** 14:55 到，准时；已作业 38 分 @param {CardView} order */
function arrivedWords(order) {
  const { on_site_at: at, working_at: from, completed_at: to } = order.actual ?? {};
  if (!at) return word('status', order.status);
  const agreed = order.window;
  const punctual = !agreed ? '' : ms(at) > ms(agreed.to) ? t('arrived-late') : ms(at) < ms(agreed.from) ? t('arrived-early') : t('arrived-on-time');
  const time = from ? (to ? ms(to) : ticking.value) - ms(from) : 0;
  const worked = time >= 60_000 ? t(to ? 'worked-in-all' : 'worked-so-far', { span: span(time) }) : '';
  return [t('arrived-at', { time: when(at), punctual }), worked].filter(Boolean).join(t('list-semicolon'));
}

/** @param {{order: CardView}} props */
function AtVisit({ order }) {
  const { queue } = useDay();
  const [draft, setDraft] = useState(/** @type {Draft} */ ({ optical: null, skipped: false, mbps: null }));
  const [sheet, setSheet] = useState(/** @type {'optical'|'speed'|'trouble'|null} */ (null));
  const name = order.customer.name;
  useEffect(() => {
    void kept(`draft:${order.id}`).then(found => found && setDraft(found));
  }, [order.id]);
  /** @param {Draft} next */
  const write = next => {
    setDraft(next);
    void keep(`draft:${order.id}`, next);
  };

  const started = order.status !== 'on_site';
  const measured = order.status === 'tested' || order.status === 'completed' || order.status === 'confirmed';
  const finished = order.status === 'completed' || order.status === 'confirmed';
  const mbps = measured ? order.download_mbps ?? draft.mbps : draft.mbps;
  const hasOptical = draft.optical !== null || draft.skipped || measured;
  const gates = [
    { id: 'start', done: started },
    { id: 'optical', done: hasOptical },
    { id: 'speed', done: measured },
    { id: 'complete', done: finished },
  ];
  const missing = gates.filter(gate => !gate.done);
  const current = missing[0]?.id ?? '';

  /** @param {number} value */
  const saveOptical = value => {
    write({ ...draft, optical: value, skipped: false });
    setSheet(null);
  };
  /** @param {number} value */
  const saveSpeed = async value => {
    write({ ...draft, mbps: value });
    setSheet(null);
    const data = draft.optical === null ? { download_mbps: value } : { download_mbps: value, optical_dbm: draft.optical };
    await queue.add({ order_id: order.id, step: 'test', data, label: name });
    say(t(speedPasses(value, order.contracted_mbps) ? 'said-tested' : 'said-tested-low'));
  };
  const start = () => queue.add({ order_id: order.id, step: 'start_work', label: name });
  const complete = async () => {
    await queue.add({ order_id: order.id, step: 'complete', label: name });
    say(t('said-completed', { name }));
    go('today');
  };
  const deed = {
    start: html`<button type="button" class="btn btn-main big grow" onClick=${start}>${t(`deed-start-${order.kind}`)}</button>`,
    optical: html`<button type="button" class="btn btn-main big grow" onClick=${() => setSheet('optical')}><${Icon} name="optical" />${t('deed-optical')}</button>`,
    speed: html`<button type="button" class="btn btn-main big grow" onClick=${() => setSheet('speed')}><${Icon} name="speed" />${t('deed-speed')}</button>`,
    complete: html`<button type="button" class="btn btn-main big grow" onClick=${complete}>${t('deed-complete')}</button>`,
    '': html`<a class="btn big grow" href=${path('today')}>${t('visit-back-to-day')}</a>`,
  }[current];

  return html`<section class="screen visit">
    <${Bar} title=${t('visit-title', { name, kind: kindWords(order) })} sub=${arrivedWords(order)} back=${path('today')} right=${html`<${CallLink} order=${order} />`} />
    <${Offline} /><${ContactClock} slim except=${order.id} />
    <div class="gate" role="status">
      <ol class="steps" style=${{ '--steps': gates.length }} aria-label=${t('gate-label', { done: gates.length - missing.length, all: gates.length })}>${gates.map(gate => html`
        <li key=${gate.id} class=${gate.done ? 'done' : gate.id === current ? 'cur' : ''}></li>`)}</ol>
      <p>${missing.length > 1
        ? html`<b>${t('gate-missing', { count: missing.length - 1 })}</b><span class="muted">　${missing.slice(0, -1).map(gate => t(`gate-${gate.id}`)).join(t('list-comma'))}</span>`
        : html`<b>${t(finished ? 'gate-finished' : 'gate-ready')}</b>`}</p>
    </div>
    <ol class="checks">
      <${Check} done=${started} cur=${current === 'start'} title=${t('gate-start')} value=${order.actual?.working_at && clockTime(order.actual.working_at)}
        hint=${started ? null : t('start-hint')} />
      <${Check} done=${hasOptical} cur=${current === 'optical'} title=${t('gate-optical')} onEdit=${started && !measured ? () => setSheet('optical') : undefined}
        value=${draft.optical !== null ? html`<b>${dbmWords(draft.optical)}</b> dBm` : hasOptical ? t('optical-skipped') : t('not-yet')}>
        ${draft.optical !== null && html`<${Gauge} dbm=${draft.optical} />${!opticalFits(draft.optical) && html`<p class="hint">${t('optical-out', { dbm: dbmWords(draft.optical) })}</p>`}`}
      <//>
      <${Check} done=${measured} cur=${current === 'speed'} title=${t('gate-speed')} onEdit=${order.status === 'tested' ? () => setSheet('speed') : undefined}
        value=${mbps ? html`<b>${mbps}</b>${order.contracted_mbps ? ` / ${order.contracted_mbps}` : ''} Mbps` : t('not-yet')}>
        ${mbps && order.contracted_mbps ? html`<${Meter} mbps=${mbps} contracted=${order.contracted_mbps} />
          <p class="hint">${t(speedPasses(mbps, order.contracted_mbps) ? 'speed-hint' : 'speed-hint-low', speedValues(mbps, order.contracted_mbps))}</p>` : null}
      <//>
      <${Check} done=${finished} cur=${current === 'complete'} title=${t('gate-complete')} value=${order.actual?.completed_at ? clockTime(order.actual.completed_at) : t('not-yet')}
        hint=${finished ? t('complete-after', { name }) : t('complete-hint', { name })} />
    </ol>
    <dl class="facts visit-facts">
      <div><dt>${t('fact-address')}</dt><dd>${order.address}</dd></div>
      ${order.from_address && html`<div><dt>${t('fact-from')}</dt><dd>${order.from_address}</dd></div>`}
      ${order.note && html`<div><dt>${t('fact-note')}</dt><dd>${order.note}</dd></div>`}
      <div><dt>${t('fact-number')}</dt><dd>${order.number}</dd></div>
    </dl>
    <footer class="dock"><div class="acts">
      ${troubles(order).length > 0 && html`<${TroubleButton} order=${order} onClick=${() => setSheet('trouble')} />`}
      ${deed}
    </div></footer>
    ${sheet === 'optical' && html`<${NumberSheet} title=${t('gate-optical')} unit="dBm" sign="−" value=${draft.optical} max=${50} hint=${t('optical-hint')} save=${t('reading-save')}
      skip=${{ label: t('optical-skip'), onSkip: () => { write({ ...draft, optical: null, skipped: true }); setSheet(null); } }} onSave=${saveOptical} onClose=${() => setSheet(null)} />`}
    ${sheet === 'speed' && html`<${NumberSheet} title=${t('gate-speed')} unit="Mbps" value=${mbps} max=${20000} hint=${order.contracted_mbps ? t('speed-pass', speedValues(1, order.contracted_mbps)) : t('speed-any')} save=${t('reading-save')} onSave=${saveSpeed} onClose=${() => setSheet(null)} />`}
    ${sheet === 'trouble' && html`<${Trouble} order=${order} onClose=${() => setSheet(null)} />`}
  </section>`;
}

/** @param {{done: boolean, cur: boolean, title: string, value?: any, hint?: any, onEdit?: () => void, children?: any}} props */
function Check({ done, cur, title, value, hint, onEdit, children }) {
  return html`<li class=${`check${done ? ' done' : ''}${cur ? ' cur' : ''}`} aria-current=${cur ? 'step' : undefined}>
    <h2><span class=${done ? 'tick' : 'tick todo'}>${done && html`<${Mark} state="kept" />`}</span>${title}<span class="value">${value}</span>
      ${onEdit && html`<button type="button" class="btn btn-icon plain edit" aria-label=${t('reading-edit', { what: title })} onClick=${onEdit}><${Icon} name="pen" /></button>`}</h2>
    ${hint && html`<p class="hint">${hint}</p>`}${children}
  </li>`;
}
