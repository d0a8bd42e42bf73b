/* The little of Markdown that text panels need, as data: nothing of a text can become an element of its own choosing.
 * Source: https://spec.commonmark.org/ */

export type Inline =
  | { readonly kind: "text" | "strong" | "code"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string };

export type Block =
  | { readonly kind: "heading" | "paragraph"; readonly content: readonly Inline[] }
  | { readonly kind: "list"; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: "code"; readonly text: string };

export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  let code: string[] | undefined;
  const end = () => {
    if (paragraph.length > 0) blocks.push({ kind: "paragraph", content: inlinesOf(paragraph.join(" ")) });
    paragraph = [];
  };
  for (const line of markdown.split(/\r?\n/)) {
    if (line.startsWith("```")) {
      end();
      if (code !== undefined) blocks.push({ kind: "code", text: code.join("\n") });
      code = code === undefined ? [] : undefined;
    } else if (code !== undefined) code.push(line);
    else if (line.trim() === "") end();
    else if (!pushed(blocks, line, end)) paragraph.push(line.trim());
  }
  end();
  if (code !== undefined) blocks.push({ kind: "code", text: code.join("\n") });
  return blocks;
}

/** @returns whether the line is a block, or an item of one, by itself */
function pushed(blocks: Block[], line: string, end: () => void): boolean {
  const heading = /^#{1,6} +(.+)$/.exec(line)?.[1];
  const item = /^ {0,6}(?:[-*+]|\d+[.)]) +(.+)$/.exec(line)?.[1];
  if (heading === undefined && item === undefined) return false;
  end();
  const last = blocks.at(-1);
  if (heading !== undefined) blocks.push({ kind: "heading", content: inlinesOf(heading) });
  else if (last?.kind === "list")
    blocks.splice(-1, 1, { kind: "list", items: [...last.items, inlinesOf(item ?? "")] });
  else blocks.push({ kind: "list", items: [inlinesOf(item ?? "")] });
  return true;
}

const marks = /\*\*([^*]+)\*\*|`([^`]+)`|\[([^[\]]+)\]\((https?:\/\/[^\s()]+|\/[^\s()/][^\s()]*)\)/g;

/** Links lead to the web or to a page of this console; anything else stays text. */
function inlinesOf(text: string): Inline[] {
  const inlines: Inline[] = [];
  let done = 0;
  for (const match of text.matchAll(marks)) {
    const [whole, strong, code, label, href] = match;
    if (match.index > done) inlines.push({ kind: "text", text: text.slice(done, match.index) });
    if (strong !== undefined) inlines.push({ kind: "strong", text: strong });
    else if (code !== undefined) inlines.push({ kind: "code", text: code });
    else inlines.push({ kind: "link", text: label ?? "", href: href ?? "" });
    done = match.index + whole.length;
  }
  if (done < text.length) inlines.push({ kind: "text", text: text.slice(done) });
  return inlines;
}
