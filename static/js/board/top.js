/** The top bar: where and when, search, the four figures, and whether the board is sure of itself. */
import { html, useSignal } from '../shared/html.js';
import { nowMs } from '../shared/clock.js';
import { language, LANGUAGE_NAMES, LANGUAGES, setLanguage, t } from '../shared/i18n.js';
import { Icon, Mark } from '../shared/marks.js';
import { signOut } from '../shared/session.js';
import { toggleTheme } from '../shared/theme.js';
import { clockTime, dateOf, local } from '../shared/times.js';
import { alarmItems } from './alarm.js';
import { printWhat } from './print.js';
import { midnightOf, shiftDate } from './day.js';
import { refuse } from './deeds.js';
import { FIGURES, share, shownFigures } from './figures.js';
import { connection, goToDate, goToDistrict } from './live.js';
import { Menu } from './menu.js';
import { initial } from './naming.js';
import { ScopeSwitch } from './scope.js';
import { Search } from './search.js';
import { giveUp, unsent } from './sending.js';
import { date, district, districts, minute, people, phase, user } from './state.js';

/** @typedef {import('./figures.js').Name} Name */

/** Who may read the versions of what we promise. */
const HEADS = ['manager', 'admin'];

export function TopBar() {
  return html`<header class="top">
    <a class="brand" href="/board" aria-label=${t('board-brand')}><svg viewBox="0 0 24 24" class="logo" aria-hidden="true"><path d="M4 6h16M4 12h11M4 18h6" /></svg><span>${t('board-brand')}</span></a>
    <${DistrictPick} /><${ScopeSwitch} /><${DatePick} /><${Search} /><${Figures} /><${People} /><${LiveState} />
    <button class="tool theme" aria-label=${t('theme-switch')} title=${t('theme-switch')} onClick=${toggleTheme}><${Icon} name="theme" /></button>
    <${LanguageMenu} /><${UserMenu} />
  </header>`;
}

function DistrictPick() {
  const here = district.value;
  if (!here) return null;
  const name = language.value === 'en' && here.name_en ? here.name_en : here.name;
  if (districts.value.length < 2 || user.value?.district_id) return html`<span class="pick still">${name}</span>`;
  return html`<${Menu} class="pick" label=${t('district-pick')} face=${html`${name}<${Icon} name="down" />`}
    items=${districts.value.map(each => ({ label: language.value === 'en' && each.name_en ? each.name_en : each.name, checked: each.id === here.id, run: () => void goToDistrict(each.id) }))} />`;
}

function DatePick() {
  if (!date.value) return null;
  const { month, day, weekday } = local(midnightOf(date.value) + 12 * 3_600_000);
  minute.value;
  const today = dateOf(nowMs());
  const go = (/** @type {number} */ days) => () => void goToDate(shiftDate(date.peek(), days));
  return html`<div class="date"><button aria-label=${t('date-before')} title=${t('date-before')} onClick=${go(-1)}><${Icon} name="left" /></button>
    <b>${t('date-other-month', { day, month, monthName: t(`month-${month}`) })}</b><span>${t(`weekday-${weekday}`)}</span>
    <button aria-label=${t('date-after')} title=${t('date-after')} onClick=${go(1)}><${Icon} name="right" /></button>
    ${date.value === today ? null : html`<button class="link" onClick=${() => void goToDate(today)}>${t('date-today')}</button>`}</div>`;
}

function Figures() {
  const counts = shownFigures.value;
  const ready = phase.value === 'ready' && counts;
  return html`<ul class="figures" aria-label=${t('figures-title')}>${FIGURES.map(name => html`<li key=${name}>
    <span class="label">${t(`figure-${name.replaceAll('_', '-')}`)}</span>
    ${ready ? html`<${Figure} count=${counts[name]} />` : html`<b class="wait">–</b><span class="promise wait"> </span>`}</li>`)}</ul>`;
}

/** @param {{count: import('./figures.js').Count}} props */
function Figure({ count }) {
  const part = share(count);
  const [state, text] = count.jeop ? ['jeop', t('figure-jeop', { count: count.jeop })]
    : count.risk ? ['risk', t('figure-risk', { count: count.risk })]
      : count.broken ? ['broken', t('figure-broken', { count: count.broken })]
        : count.kept ? ['kept', t('figure-kept', { count: count.kept })]
          : ['track', t('figure-running', { count: count.running })];
  const all = t('figure-all', { kept: count.kept, broken: count.broken, running: count.running, jeop: count.jeop });
  return html`<b title=${all}>${part ?? '–'}${part === null ? null : html`<small>%</small>`}</b>
    <span class=${`promise is-${state}`} title=${all}><${Mark} state=${state} />${text}</span>`;
}

/** Who else is looking at this board: one face a person, however many tabs. */
function People() {
  const me = user.value?.id;
  const others = [...new Map(people.value.filter(person => person.id !== me).map(person => [person.id, person])).values()];
  if (!others.length) return null;
  const names = others.map(person => person.name).join(t('list-comma'));
  return html`<span class="people" title=${t('people-here', { names })}><span class="sr">${t('people-here', { names })}</span>${
    others.slice(0, 3).map(person => html`<i key=${person.id} aria-hidden="true">${initial(person.name)}</i>`)}${others.length > 3 ? html`<small aria-hidden="true">+${others.length - 3}</small>` : null}</span>`;
}

function LiveState() {
  const live = connection.value;
  if (!live || phase.value === 'loading') return html`<span class="live is-connecting"><i></i><span>${t('board-connecting')}</span></span>`;
  const state = live.state.value;
  const sure = live.sureAt.value;
  return html`<span class=${`live is-${state}`} title=${sure ? t('live-sure', { time: clockTime(sure) }) : ''}><i></i><span>${t(`board-live-${state}`)}</span>${
    sure ? html`<time>${clockTime(sure)}</time>` : null}</span>`;
}

function LanguageMenu() {
  return html`<${Menu} class="tool" label=${t('language-switch')} face=${html`<${Icon} name="globe" />`}
    items=${LANGUAGES.map(code => ({ label: LANGUAGE_NAMES[code], lang: code, checked: language.value === code, run: () => void setLanguage(code).catch(refuse) }))} />`;
}

function UserMenu() {
  const me = user.value;
  const leaving = useSignal(false);
  if (!me) return null;
  const leave = async () => {
    if (leaving.peek()) return;
    leaving.value = true;
    try {
      await signOut();
    } catch (error) {
      leaving.value = false;
      refuse(error);
    }
  };
  return html`<${Menu} class="me" label=${t('me-menu', { name: me.name })} face=${initial(me.name)} head=${html`<b>${me.name}</b><span class="muted">${t(`role-${me.role}`)}</span>`}
    items=${[...(HEADS.includes(me.role) ? [{ label: t('me-promises'), run: () => location.assign('/admin/promises') }] : []), ...alarmItems(), { label: t('print-board'), run: () => printWhat('day') }, { label: t('print-risks'), run: () => printWhat('risks') }, { label: t('theme-switch'), run: toggleTheme }, { label: t('action-sign-out'), run: () => void leave() }]} />`;
}

/** The page was cut off: a fact, what is shown meanwhile, and that it mends itself. */
export function OfflineBar() {
  const live = connection.value;
  const state = live?.state.value;
  const sure = live?.sureAt.value;
  if (phase.value !== 'ready' || !state || state === 'live' || state === 'connecting' && !sure) return null;
  return html`<p class="offline" role="status"><${Icon} name="offline" /><span>${sure ? t('offline-since', { time: clockTime(sure) }) : t('offline-never')}</span>
    ${unsent.value ? html`<b>${t('offline-unsent', { count: unsent.value })}</b><button class="link" onClick=${giveUp}>${t('offline-give-up')}</button>`
      : html`<span class="muted">${t('offline-hint')}</span>`}</p>`;
}
