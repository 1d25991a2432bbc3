// What the board's benchmark does inside the page: times the first paint and an update, scrolls, sends an hour's updates.
window.bench = (() => {
  const state = { painted: null, update: null, many: null };
  const frame = () => new Promise(done => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now());
    channel.port2.postMessage(0);
  }));
  const native = window.fetch;
  if (native && location.protocol !== 'about:') {
    window.fetch = async (...asked) => {
      const answer = await native(...asked);
      if (!String(asked[0]).includes('/api/v1/board?')) return answer;
      const text = await answer.text();
      const from = performance.now();
      const look = async () => {
        const now = await frame();
        if (document.querySelector('.visit[data-order]')) state.painted ??= now - from;
        else void look();
      };
      if (state.painted === null) void look();
      return new Response(text, { status: answer.status, headers: answer.headers });
    };
  }
  /** Pixels a frame: a wheel that is turned quickly. */
  const STEP = 60;
  const scroll = async (selector, frames) => {
    const box = document.querySelector(selector);
    let dropped = 0;
    let before = await frame();
    const lowest = box.scrollHeight - box.clientHeight;
    box.scrollTop = 0;
    for (let n = 1; n <= frames; n++) {
      // down, and up again where it ends
      const way = n * STEP % (2 * lowest);
      box.scrollTop = way > lowest ? 2 * lowest - way : way;
      const now = await frame();
      dropped += Math.max(0, Math.round((now - before) / (1000 / 60)) - 1);
      before = now;
    }
    box.scrollTop = 0;
    await frame();
    return dropped;
  };
  const table = async (rows, frames) => {
    const box = document.createElement('div');
    box.id = 'plain';
    box.style.cssText = 'position:fixed;inset:0;z-index:9999;overflow:auto;background:#fff';
    box.innerHTML = `<table>${Array.from({ length: rows }, (_, n) => `<tr><td>${n}</td><td>visit ${n}</td><td>09:00</td><td>10:00</td></tr>`).join('')}</table>`;
    document.body.append(box);
    await frame();
    const dropped = await scroll('#plain', frames);
    box.remove();
    return dropped;
  };
  const changed = order => ({ ...order, version: order.version + 1, status: order.status === 'assigned' ? 'taken' : 'assigned', updated_at: new Date().toISOString() });
  const ours = async day => {
    const source = document.querySelector('script[type=module][src]').src;
    const [{ orders }, { connection }] = await Promise.all([import(new URL('state.js', source).href), import(new URL('live.js', source).href)]);
    if (orders.ids.peek().length !== day.orders.length) orders.reset(day.orders.map(order => ({ ...order, version: order.version + 1 })));
    const push = order => connection.peek().socket.listeners('order').forEach(take => take(order));
    state.update = async id => {
      const bar = document.querySelector(`.visit[data-order="${id}"]`);
      const label = bar?.getAttribute('aria-label');
      const from = performance.now();
      push(changed(orders.row(id).peek()));
      for (;;) {
        const now = await frame();
        const shown = document.querySelector(`.visit[data-order="${id}"]`);
        if (!shown || shown.getAttribute('aria-label') !== label || now - from > 2000) return now - from;
      }
    };
    state.many = id => push(changed(orders.row(id).peek()));
    await frame();
  };
  const spans = day => day.orders.map(order => ({ id: order.id, text: order.customer.name, start: order.planned.start_at, end: order.planned.end_at, resource: order.technician_id }));
  const daypilot = async day => {
    const plain = at => new DayPilot.Date(new Date(at));
    const from = performance.now();
    const plan = new DayPilot.Scheduler('at', {
      startDate: '2026-11-20', days: 1, scale: 'Hour', timeHeaders: [{ groupBy: 'Day' }, { groupBy: 'Hour' }], cellWidth: 60, heightSpec: 'Fixed', height: 820,
      resources: day.technicians.map(each => ({ id: each.id, name: each.name })), events: spans(day).map(each => ({ ...each, start: plain(each.start), end: plain(each.end) })),
    });
    plan.init();
    state.painted = await frame() - from;
    let count = 0;
    const change = id => {
      const event = plan.events.find(id);
      event.data.text = `${id} ${count++ % 2}`;
      plan.events.update(event);
    };
    state.update = async id => {
      const begun = performance.now();
      change(id);
      return await frame() - begun;
    };
    state.many = change;
    state.ids = spans(day).map(each => each.id);
  };
  const eventCalendar = async day => {
    const from = performance.now();
    const calendar = EventCalendar.create(document.getElementById('at'), {
      view: 'resourceTimelineDay', date: '2026-11-20', height: '840px', editable: true,
      resources: day.technicians.map(each => ({ id: each.id, title: each.name })),
      events: spans(day).map(each => ({ id: each.id, resourceIds: [each.resource], title: each.text, start: new Date(each.start), end: new Date(each.end) })),
    });
    state.painted = await frame() - from;
    let count = 0;
    const change = id => {
      const event = calendar.getEventById(id);
      calendar.updateEvent({ ...event, title: `${id} ${count++ % 2}` });
    };
    state.update = async id => {
      const begun = performance.now();
      change(id);
      return await frame() - begun;
    };
    state.many = change;
    state.ids = spans(day).map(each => each.id);
  };
  return {
    get painted() {
      return state.painted;
    },
    scroll, table, ours, daypilot, eventCalendar,
    update: id => state.update(id),
    inSight: selector => state.ids?.slice(0, 60) ?? [...document.querySelectorAll(selector)].map(each => each.dataset.order),
    // a surface that cannot keep up is given ninety seconds; how many it took is told
    many: async (ids, count) => {
      const until = performance.now() + 90_000;
      let n = 0;
      for (; n < count && performance.now() < until; n++) {
        state.many(ids[n * 31 % ids.length]);
        if (n % 20 === 19) await frame();
      }
      await new Promise(done => setTimeout(done, 300));
      await frame();
      return n;
    },
  };
})();
