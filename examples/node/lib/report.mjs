// Reports over parsed orders.

export function totalsBy(orders, field) {
  const totals = new Map();
  for (const order of orders) {
    const key = order[field];
    totals.set(key, (totals.get(key) ?? 0) + order.quantity * order.price);
  }
  return [...totals].sort(([, a], [, b]) => b - a);
}

export function renderHtml(title, orders) {
  const sections = ['city', 'item'].map((field) => renderTable(field, totalsBy(orders, field)));
  return `<h1>${escapeHtml(title)}</h1>${sections.join('')}<ol>${renderNotes(orders)}</ol>`;
}

function renderTable(field, totals) {
  const rows = totals.map(([name, sum]) => `<tr><td>${escapeHtml(name)}<td>${money(sum)}`);
  return `<table><caption>${field}</caption>${rows.join('')}</table>`;
}

function renderNotes(orders) {
  return orders.map((order) => `<li>${escapeHtml(order.note)} (${money(order.price)})`).join('');
}

function money(amount) {
  return amount.toFixed(2).replace(/\B(?=(\d{3})+(?!\d))/g, ' ');
}

function escapeHtml(text) {
  return text.replace(/[&<>"]/g, (ch) => `&#${ch.charCodeAt(0)};`);
}

/** Full-text index of the notes: word -> ids of the orders that have it. */
export class WordIndex {
  #ids = new Map();

  add(order) {
    for (const word of order.note.toLowerCase().split(/\W+/)) {
      let ids = this.#ids.get(word);
      if (!ids) this.#ids.set(word, (ids = []));
      ids.push(order.id);
    }
  }

  find(...words) {
    return words.map((word) => new Set(this.#ids.get(word))).reduce((a, b) => new Set([...a].filter((id) => b.has(id))));
  }
}
