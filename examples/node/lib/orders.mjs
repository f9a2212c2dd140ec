// Made-up orders as CSV text, and a parser for it.

const CITIES = ['Bonn', 'Graz', 'Lille', 'Porto', 'Turku', 'Vigo'];
const ITEMS = ['lamp', 'chair', 'table', 'shelf', 'mirror', 'carpet', 'clock', 'vase'];

/** A small seeded generator (mulberry32), so that every run has the same data. */
export function random(seed) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function makeCsv(rows, rng) {
  const pick = (list) => list[Math.floor(rng() * list.length)];
  const lines = ['id,city,item,quantity,price,note'];
  for (let id = 0; id < rows; id++) {
    const note = `"deliver ${pick(ITEMS)}, then ${pick(ITEMS)} to ${pick(CITIES)}"`;
    lines.push([id, pick(CITIES), pick(ITEMS), 1 + Math.floor(rng() * 9), (rng() * 300).toFixed(2), note].join(','));
  }
  return lines.join('\n');
}

export function parseCsv(text) {
  const [head, ...rows] = text.split('\n');
  const names = head.split(',');
  return rows.map((row) => toOrder(names, splitRow(row)));
}

// One character at a time, growing a string for every cell.
function splitRow(row) {
  const cells = [];
  let cell = '';
  let quoted = false;
  for (const ch of row) {
    if (ch === '"') quoted = !quoted;
    else if (ch === ',' && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += ch;
  }
  cells.push(cell);
  return cells;
}

function toOrder(names, cells) {
  const order = Object.fromEntries(names.map((name, i) => [name, cells[i]]));
  order.quantity = Number(order.quantity);
  order.price = Number(order.price);
  return order;
}
