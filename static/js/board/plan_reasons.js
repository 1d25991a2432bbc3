/** Why the order is planned as it is, or has no place: told by the server's planner, with what could be done about it in one tap. */
import { get } from '../shared/api.js';
import { html, useEffect, useRef, useState } from '../shared/html.js';
import { language, t } from '../shared/i18n.js';
import { Icon } from '../shared/marks.js';
import { when } from '../shared/times.js';
import { assign, busy } from './deeds.js';
import { technicianName } from './naming.js';
import { canMove } from './rescues.js';
import { plan } from './state.js';
import { CLOSED } from './visits.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {{code: string, text: string}} Line */
/** @typedef {{technician_id: string, start_at: string, cost_s: number, breaks: string[], text: string}} Possible */
/** @typedef {Line & {technicians: {technician_id: string}[]}} Blocked */
/** @typedef {Line & {cost_s: number, acts: {order_id: string, technician_id: string}[], breaks: string[]}} WayOut */
/** @typedef {{standing: string, text: string, time: Line[], decision: Line|null, possible: Possible[], blocked: Blocked[], ways_out: WayOut[]}} Reasons */

/** So many are shown until somebody asks for all. */
const FEW = 3;

/** @param {{order: CardView}} props */
export function PlanReasons({ order }) {
  const homeless = !order.technician_id;
  const [open, setOpen] = useState(homeless);
  if (CLOSED.has(order.status) || order.status === 'on_hold') return null;
  return html`<details class="why plan-why" open=${open} onToggle=${(/** @type {Event} */ event) => setOpen(/** @type {HTMLDetailsElement} */ (event.currentTarget).open)}>
    <summary>${homeless ? t('drawer-plan-homeless') : t('drawer-plan-planned')}<${Icon} name="down" /></summary>
    ${open ? html`<${Told} order=${order} />` : null}
  </details>`;
}

/** While plans follow each other, nobody needs new reasons every second. */
const FRESH_MS = 5_000;

/** Asked for when it is unfolded, and again when the order or the plan is another one. @param {{order: CardView}} props */
function Told({ order }) {
  const [told, setTold] = useState(/** @type {Reasons|null} */ (null));
  const [failed, setFailed] = useState(false);
  const asked = useRef({ about: '', at: 0 });
  const here = useRef(true);
  useEffect(() => () => {
    here.current = false;
  }, []);
  const spoken = language.value;
  const version = plan.value?.version ?? 0;
  useEffect(() => {
    const about = `${order.version} ${spoken}`;
    if (asked.current.about === about && performance.now() - asked.current.at < FRESH_MS) return;
    const mine = { about, at: performance.now() };
    asked.current = mine;
    get(`/orders/${encodeURIComponent(order.id)}/plan-reasons?language=${spoken}`).then(answer => {
      if (here.current && asked.current === mine) setTold(answer);
    }).catch(() => here.current && asked.current === mine && setFailed(true));
  }, [order.id, order.version, version, spoken]);
  if (!told) return failed ? html`<p class="muted">${t('drawer-plan-failed')}</p>` : html`<div class="sk-lines" aria-hidden="true"><i></i><i></i></div>`;
  const ways = told.ways_out.filter(way => way.code !== 'assign');
  const waysOut = ways.length ? html`<h4>${t('drawer-plan-ways')}</h4><ul class="plan-ways">${ways.map(way => html`<${Way} key=${way.text} order=${order} way=${way} />`)}</ul>` : null;
  return html`
    ${told.standing === 'planned' ? told.decision && html`<p class="decided">${told.decision.text}</p>` : told.standing !== 'unassigned' && html`<p class="decided">${told.text}</p>`}
    ${told.time.length ? html`<h4>${t('drawer-plan-time')}</h4><ol class="plan-steps">${told.time.map(line => html`<li key=${line.text}>${line.text}</li>`)}</ol>` : null}
    ${waysOut}
    ${told.possible.length ? html`<h4>${t('drawer-plan-possible')}</h4><${Few} rows=${told.possible} row=${(/** @type {Possible} */ one) => html`<${Other} key=${one.technician_id} order=${order} one=${one} />`} />` : null}
    ${told.blocked.length ? html`<h4>${t('drawer-plan-blocked')}</h4><${Few} rows=${told.blocked} row=${(/** @type {Blocked} */ line) => html`<li key=${line.text}><b>${line.text}</b><span>${names(line)}</span></li>`} />` : null}`;
}

/** The first rows, and all of them at a tap. @param {{rows: any[], row: (one: any) => any}} props */
function Few({ rows, row }) {
  const [all, setAll] = useState(false);
  const rest = rows.length - FEW;
  return html`<ul class="plan-others">${rows.slice(0, all ? rows.length : FEW).map(row)}</ul>
    ${rest > 0 && !all ? html`<button class="link" onClick=${() => setAll(true)}>${t('drawer-plan-more', { count: rest })}</button>` : null}`;
}

/** A technician, what the order would cost with them, and the tap that gives it to them. @param {{order: CardView, one: Possible}} props */
function Other({ order, one }) {
  const name = technicianName(one.technician_id);
  const price = priced(one.cost_s);
  return html`<li><b>${name}</b><span>${when(one.start_at)}　<span class="faint">${one.text}</span></span>
    ${canMove(order) ? html`<button class=${`rescue${one.breaks.length ? ' costs' : ''}`} disabled=${busy.value.has(order.id)}
      aria-label=${t(order.technician_id ? 'rescue-reassign' : 'rescue-assign', { technician: name, price })}
      onClick=${() => void assign(order.id, one.technician_id)}>${price}</button>` : null}</li>`;
}

/** One way out; where it is nothing but giving orders to technicians, a tap takes it. @param {{order: CardView, way: WayOut}} props */
function Way({ order, way }) {
  const take = async () => {
    for (const act of way.acts) {
      if (!await assign(act.order_id, act.technician_id)) return;
    }
  };
  return html`<li><span>${way.text}　<span class="faint nowrap">${priced(way.cost_s)}</span></span>${way.acts.length && canMove(order)
    ? html`<button class=${`rescue${way.breaks.length ? ' costs' : ''}`} disabled=${busy.value.has(order.id)} onClick=${() => void take()}>${t('drawer-plan-do')}</button>` : null}</li>`;
}

/** +6 分: in minutes of road. @param {number} seconds */
function priced(seconds) {
  const minutes = Math.round(seconds / 60);
  return t('rescue-price', { minutes: minutes < 0 ? `−${-minutes}` : `+${minutes}` });
}

/** @param {Blocked} line */
function names(line) {
  const shown = line.technicians.slice(0, 6).map(one => technicianName(one.technician_id)).join(t('drawer-plan-list'));
  return line.technicians.length > 6 ? t('drawer-plan-people', { names: shown, count: line.technicians.length }) : shown;
}
