/** A text cut where it says what is looked for, whatever the case. */
export function marked(text: string, find: string): { readonly text: string; readonly isMatch: boolean }[] {
  if (find === "") return [{ text, isMatch: false }];
  const [low, wanted] = [text.toLowerCase(), find.toLowerCase()];
  const parts = [];
  let from = 0;
  for (let at = low.indexOf(wanted); at !== -1; at = low.indexOf(wanted, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), isMatch: false });
    from = at + wanted.length;
    parts.push({ text: text.slice(at, from), isMatch: true });
  }
  if (from < text.length) parts.push({ text: text.slice(from), isMatch: false });
  return parts;
}
