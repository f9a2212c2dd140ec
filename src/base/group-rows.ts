/** The rows of each key, in their order: one array for all keys, of which each has a part. */
export function groupRows(keys: Int32Array, keyCount: number): (key: number) => Int32Array {
  const end = new Int32Array(keyCount + 1);
  for (let row = 0; row < keys.length; row++) end[keys[row] + 1]++;
  for (let key = 0; key < keyCount; key++) end[key + 1] += end[key];
  // Until here `end[key]` is where the rows of a key begin; it moves on with every one that is put there.
  const rows = new Int32Array(keys.length);
  for (let row = 0; row < keys.length; row++) rows[end[keys[row]]++] = row;
  return (key) => rows.subarray(key === 0 ? 0 : end[key - 1], end[key]);
}
