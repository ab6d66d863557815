
'use strict';
// The figures beneath a pointer or an arrow key: the row of the chart's table, with its document and cell.
const tip = document.getElementById('tip');
let held = false;

function text(name, words, look) {
  const made = document.createElement(name);
  made.textContent = words;
  if (look) made.className = look;
  return made;
}

function fill(figure, row, more) {
  const table = figure.querySelector('table');
  const heads = [...table.tHead.rows[0].cells];
  const cells = [...table.tBodies[0].rows[row].cells];
  const list = document.createElement('dl');
  tip.replaceChildren(text('b', cells[0].textContent));
  cells.slice(1, -1).forEach((cell, k) => {
    if (cell.textContent === '' || cell.textContent === '–') return;
    const value = text('dd', '', cell.className);
    value.append(...[...cell.cloneNode(true).childNodes]);
    list.append(text('dt', heads[k + 1].textContent), value);
  });
  const from = text('p', '', 'from');
  from.append(...[...cells.at(-1).cloneNode(true).childNodes]);
  tip.append(list, from);
  if (more) tip.append(text('p', more + ' more here: arrow keys go to ' + (more === 1 ? 'it' : 'them'), 'from'));
}

function put(plot, stop) {
  const box = plot.getBoundingClientRect();
  const x = box.left + scrollX + box.width * stop[0] / 100, y = box.top + scrollY + box.height * stop[1] / 100;
  tip.hidden = false;
  const room = document.documentElement.clientWidth;
  const left = x + 14 + tip.offsetWidth < room ? x + 14 : x - 14 - tip.offsetWidth;
  tip.style.left = Math.max(6, Math.min(left, room - tip.offsetWidth - 6)) + 'px';
  const above = y - tip.offsetHeight - 14;
  tip.style.top = (above > scrollY ? above : y + 14) + 'px';
}

function mark(plot, stop) {
  plot.querySelectorAll('.mark').forEach(one => one.remove());
  if (!stop) return;
  const at = text('div', '', 'mark at');
  at.style.left = stop[0] + '%';
  at.style.top = stop[1] + '%';
  plot.append(at);
  if (plot.dataset.along === 'x') {
    const across = text('div', '', 'mark across');
    across.style.left = stop[0] + '%';
    plot.append(across);
  }
}

function hide(plot) {
  held = false;
  tip.hidden = true;
  tip.classList.remove('held');
  mark(plot, null);
}

document.querySelectorAll('.plot').forEach(plot => {
  const figure = plot.closest('figure');
  const stops = plot.dataset.stops.split(';').filter(Boolean).map(one => one.split(',').map(Number));
  let now = -1;

  function show(k) {
    now = k;
    const same = stops.filter(stop => stop[0] === stops[k][0] && stop[1] === stops[k][1]);
    fill(figure, stops[k][2], same.length - 1);
    mark(plot, stops[k]);
    put(plot, stops[k]);
  }

  function nearest(event) {
    const box = plot.getBoundingClientRect();
    const away = ([x, y]) => {
      const across = event.clientX - box.left - box.width * x / 100, down = event.clientY - box.top - box.height * y / 100;
      return plot.dataset.along === 'x' ? Math.abs(across) : Math.hypot(across, down);
    };
    let best = 0;
    stops.forEach((stop, k) => { if (away(stop) < away(stops[best])) best = k; });
    return plot.dataset.along === 'x' || away(stops[best]) < 40 ? best : -1;
  }

  plot.addEventListener('pointermove', event => {
    if (held) return;
    const k = nearest(event);
    if (k < 0) hide(plot); else if (k !== now || tip.hidden) show(k);
  });
  plot.addEventListener('pointerleave', () => { if (!held && document.activeElement !== plot) hide(plot); });
  plot.addEventListener('click', event => {
    const k = nearest(event);
    if (k < 0) return hide(plot);
    show(k);
    hold();
  });
  function hold() {
    held = true;
    tip.classList.add('held');
  }
  plot.addEventListener('keydown', event => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const last = stops.length - 1;
    if (event.key === 'Escape') return hide(plot);
    if (event.key === 'Home') show(0);
    else if (event.key === 'End') show(last);
    else if (step) show(now < 0 ? (step > 0 ? 0 : last) : Math.max(0, Math.min(last, now + step)));
    else if (event.key === 'Enter' && now >= 0) {
      hold();
      tip.querySelector('a')?.focus();
    } else return;
    event.preventDefault();
  });
  plot.addEventListener('blur', () => { if (!held) hide(plot); });
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !held || !plot.querySelector('.mark')) return;
    hide(plot);
    plot.focus();
  });
  document.addEventListener('pointerdown', event => {
    if (held && plot.querySelector('.mark') && !tip.contains(event.target) && !plot.contains(event.target)) hide(plot);
  });
});

// How old the data are when the page is read.
document.querySelectorAll('.age').forEach(age => {
  const days = Math.floor((Date.now() - Date.parse(age.dataset.through)) / 86400000);
  if (days > 0) age.textContent = days.toLocaleString('en-US') + (days === 1 ? ' day old today' : ' days old today');
});
