/** The three main pages of the technician's app, at the very bottom. */
import { html } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Icon } from '../shared/marks.js';
import { path, route, useDay } from './app.js';

export function Tabs() {
  const { open, done, queue } = useDay();
  const questions = [...open.value, ...done.value].reduce((sum, order) => sum + order.open_questions, 0);
  const tabs = [
    { screen: 'today', icon: 'list', count: 0 },
    { screen: 'messages', icon: 'message', count: questions },
    { screen: 'me', icon: 'user', count: queue.refused.value.length },
  ];
  return html`<nav class="tabs" aria-label=${t('tabs-label')}>${tabs.map(({ screen, icon, count }) => html`
    <a key=${screen} href=${path(screen)} aria-current=${route.value.screen === screen ? 'page' : undefined}><${Icon} name=${icon} />${t(`tab-${screen}`)}${count > 0 && html`<i class="n">${count}</i>`}</a>`)}
  </nav>`;
}
