/** Whether a text fits a glob-style pattern: `*`, `?`, `[a-z]`, `[^a]`, `\` before a character that means itself.
 *  Takes time in proportion to both lengths multiplied, at most. */
export function globMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let retryPattern = -1;
  let retryText = 0;
  while (t < text.length) {
    if (pattern[p] === "*") {
      retryPattern = ++p;
      retryText = t;
      if (p === pattern.length) return true;
      continue;
    }
    const next = p < pattern.length ? step(pattern, p, text[t]!) : -1;
    if (next >= 0) {
      p = next;
      t++;
    } else if (retryPattern >= 0) {
      p = retryPattern;
      t = ++retryText;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

/** Where the pattern goes on when its part at `p` takes the character; -1 when it does not. */
function step(pattern: string, p: number, character: string): number {
  const part = pattern[p];
  if (part === "?") return p + 1;
  if (part === "[") return stepClass(pattern, p + 1, character);
  if (part === "\\" && p + 1 < pattern.length) return pattern[p + 1] === character ? p + 2 : -1;
  return part === character ? p + 1 : -1;
}

function stepClass(pattern: string, from: number, character: string): number {
  const negated = pattern[from] === "^";
  let at = negated ? from + 1 : from;
  let found = false;
  for (; at < pattern.length && pattern[at] !== "]"; at++) {
    if (pattern[at] === "\\" && at + 1 < pattern.length) {
      at++;
      if (pattern[at] === character) found = true;
    } else if (pattern[at + 1] === "-" && at + 2 < pattern.length) {
      const [low, high] = [pattern[at]!, pattern[at + 2]!].toSorted() as [string, string];
      if (character >= low && character <= high) found = true;
      at += 2;
    } else if (pattern[at] === character) found = true;
  }
  return found === negated ? -1 : Math.min(at + 1, pattern.length);
}
