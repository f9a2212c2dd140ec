/**
 * What the page does: unfold the instructions of lines, and go from one hot line to the next. It stands in the page as
 * it is here; the page lets run only what has this hash (a test compares them).
 */
export const SCRIPT = `
'use strict';
const rows = [...document.querySelectorAll('tr.hot')];
const said = document.querySelector('output');
let current = -1;

function setOpen(button, isOpen) {
  button.setAttribute('aria-expanded', isOpen);
  document.getElementById(button.getAttribute('aria-controls')).hidden = !isOpen;
}
const isOpen = (button) => button.getAttribute('aria-expanded') === 'true';

function show(index) {
  if (rows.length === 0) {
    said.textContent = 'No hot lines';
    return;
  }
  if (rows[current]) rows[current].classList.remove('current');
  current = (index + rows.length) % rows.length;
  const row = rows[current];
  row.classList.add('current');
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: 'center' });
  said.textContent = 'Hot line ' + (current + 1) + ' of ' + rows.length;
}

function firstInView() {
  const index = rows.findIndex((row) => row.getBoundingClientRect().top > 60);
  return index === -1 ? 0 : index;
}

const actions = {
  next: () => show(current === -1 ? firstInView() : current + 1),
  previous: () => show(current === -1 ? firstInView() - 1 : current - 1),
  line: () => {
    const button = rows[current] && rows[current].querySelector('button');
    if (button) setOpen(button, !isOpen(button));
    else said.textContent = current === -1 ? 'Choose a hot line first' : 'No assembly here';
  },
  all: () => {
    const all = document.querySelector('[data-action=all]');
    const open = all.getAttribute('aria-pressed') !== 'true';
    all.setAttribute('aria-pressed', open);
    for (const button of document.querySelectorAll('[aria-controls]')) setOpen(button, open);
  },
};
const keys = { n: 'next', j: 'next', p: 'previous', k: 'previous', e: 'line', a: 'all' };

document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.action) actions[button.dataset.action]();
  else setOpen(button, !isOpen(button));
});
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
  event.preventDefault();
  actions[keys[event.key]]();
});
`;

export const SCRIPT_HASH = 'sha256-DkthN2YtTE50I9lW36D0KGT+yH6XlYNlMfTUS/aL5R0=';
