/* What Prometheus reads and its published grammar does not know yet. Each is written in another way of the same length,
 * so that positions hold; what a node means is still read from the query itself. */

const tokens =
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|#[^\n]*|[[\]]|\boffset\b|\b(?:min_of|max_of)(?=\s*\()|(?<![\w.])\d+\.(?![\w.])/gi;

/** A query as the grammar can read it: `1.` becomes `1 `, and `min_of (…)` another function's name, outside of
 *  durations, where the grammar does know it. */
export function grammarText(query: string): string {
  let brackets = 0;
  let afterOffset = -1;
  return query.replaceAll(tokens, (token, at: number) => {
    if (token === "[") brackets++;
    else if (token === "]") brackets--;
    else if (token.toLowerCase() === "offset") afterOffset = at + token.length;
    else if (/^m(?:in|ax)_of$/i.test(token)) {
      const isDuration =
        brackets > 0 || (afterOffset >= 0 && /^[\s(+-]*$/.test(query.slice(afterOffset, at)));
      return isDuration ? token : "vector";
    } else if (/^\d+\.$/.test(token)) return `${token.slice(0, -1)} `;
    return token;
  });
}
