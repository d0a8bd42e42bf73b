/* Text that comes from outside, as Markdown that shows it and does nothing else. */

/** One line of plain text: it is no markup, no HTML and no link, wherever in a line it stands.
 *  Source: CommonMark 0.31, "Backslash escapes"; GitHub Flavored Markdown, "Autolinks (extension)" */
export function plain(text: string): string {
  return oneLine(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*_[\]|~$!]/g, String.raw`\$&`)
    .replaceAll(/(https?|ftp|mailto|xmpp):/gi, String.raw`$1\:`)
    .replaceAll(/www\./gi, (www) => `${www.slice(0, -1)}\\.`)
    .replace(/^([#+=-])/, String.raw`\$1`)
    .replace(/^(\d+)([.)])/, String.raw`$1\$2`);
}

/** A name, a value or a log line as it is, on one line. Where a table's cell is meant, `|` would end it: use `plain`. */
export function code(text: string): string {
  const line = oneLine(text);
  if (line === "") return "–";
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = /^`|`$|^ .* $/.test(line) ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** What a person wrote, in its lines, as a quotation. */
export const quoted = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => `> ${plain(line)}`.trimEnd())
    .join("  \n");

/** Controls and marks that change how a text is shown: direction, joining, invisible spaces. */
const invisible = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

const oneLine = (text: string): string =>
  text
    .replaceAll(/[\r\n\t]+/g, " ")
    .replaceAll(invisible, "")
    .trim();
