const slots = 16_384;
/** Far more than are needed to meet every master of the largest clusters. */
const mostTried = 100_000;

/** Where in a cluster a key without braces is.
 *  Source: https://valkey.io/topics/cluster-spec, "Key distribution model": CRC-16/XMODEM modulo 16384 */
export function slotOf(key: string): number {
  let crc = 0;
  for (const byte of Buffer.from(key)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc % slots;
}

/** Keys of which every server of a cluster holds one; those that served before come first, so that they stay.
 *  @param owners  by slot; undefined: nobody's */
export function spread(
  name: string,
  owners: readonly (string | undefined)[],
  before: readonly string[],
): string[] {
  const missing = new Set(owners);
  missing.delete(undefined);
  const found: string[] = [];
  const take = (key: string) => {
    if (missing.delete(owners[slotOf(key)])) found.push(key);
  };
  for (const key of before) take(key);
  for (let number = 0; missing.size > 0 && number < mostTried; number++) take(`${name}:${number}`);
  return found;
}
