/** Bounds of one item, beyond which it is cut rather than refused. */
export interface Limits {
  /** Attributes of one span, record, event, link or resource; further ones are dropped and counted. */
  readonly attributeCount: number;
  /** Bytes of one attribute value or log body; the rest is cut at a character boundary. */
  readonly attributeLength: number;
  /** Bytes of a name: span, service, metric, scope, attribute key. */
  readonly nameLength: number;
}

/** Where `source[start..end)` has to end to be at most `limit` bytes without splitting a UTF-8 character. */
export function cut(source: Uint8Array, start: number, end: number, limit: number): number {
  if (end - start <= limit) return end;
  let at = start + limit;
  while (at > start && ((source[at] as number) & 0xc0) === 0x80) at--;
  return at;
}
