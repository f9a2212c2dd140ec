/**
 * JSON as text that is safe everywhere: control characters, and those that reverse the reading order, are escaped, and
 * bytes that are not UTF-8 become U+FFFD.
 */
const UNSAFE = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
const EACH = new RegExp(UNSAFE, 'g');

/** A string in its quotes. */
export function jsonString(text: string): string {
  const json = JSON.stringify(text.toWellFormed());
  return UNSAFE.test(json) ? json.replace(EACH, escaped) : json;
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** What `jsonValue` writes; `undefined` becomes null. */
export type JsonValue = string | number | bigint | boolean | undefined | readonly JsonValue[] | JsonObject;

type JsonObject = { readonly [key: string]: JsonValue };

export function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && !Array.isArray(value);
}

/** A value in one line. Integers keep all their digits. */
export function jsonValue(value: JsonValue): string {
  if (value === undefined) return 'null';
  if (typeof value === 'string') return jsonString(value);
  if (typeof value !== 'object') return typeof value === 'number' && !Number.isFinite(value) ? 'null' : String(value);
  if (!isObject(value)) return `[${value.map(jsonValue).join(', ')}]`;
  const members = Object.entries(value).map(([key, member]) => `${jsonString(key)}: ${jsonValue(member)}`);
  return `{${members.join(', ')}}`;
}
