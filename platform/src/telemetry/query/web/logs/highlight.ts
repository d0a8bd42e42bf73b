/** A text cut where it holds one of the words; the pieces that match are marked. */
export function cutAt(
  text: string,
  words: readonly string[],
): { readonly text: string; readonly match: boolean }[] {
  const known = words.filter((word) => word !== "");
  if (known.length === 0) return [{ text, match: false }];
  const escaped = known.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  // A capturing group keeps the separators: every second piece is a match.
  return text
    .split(new RegExp(`(${escaped.join("|")})`, "gi"))
    .map((piece, i) => ({ text: piece, match: i % 2 === 1 }))
    .filter((piece) => piece.text !== "");
}
