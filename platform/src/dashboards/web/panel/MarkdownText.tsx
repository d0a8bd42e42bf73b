import type { ReactNode } from "react";
import { type Block, blocksOf, type Inline } from "./markdown.ts";
import styles from "./Panel.module.css";

/** A text panel, as text. */
export function MarkdownText({ text }: { readonly text: string }) {
  return <div className={styles.text}>{blocksOf(text).map((block, i) => shown(block, i))}</div>;
}

function shown(block: Block, key: number): ReactNode {
  switch (block.kind) {
    case "heading":
      return <h4 key={key}>{line(block.content)}</h4>;
    case "paragraph":
      return <p key={key}>{line(block.content)}</p>;
    case "code":
      return <pre key={key}>{block.text}</pre>;
    case "list":
      return (
        <ul key={key}>
          {block.items.map((item, i) => (
            // oxlint-disable-next-line react/no-array-index-key -- a text has no other order
            <li key={i}>{line(item)}</li>
          ))}
        </ul>
      );
  }
}

const line = (content: readonly Inline[]): ReactNode => content.map((inline, i) => piece(inline, i));

function piece(inline: Inline, key: number): ReactNode {
  switch (inline.kind) {
    case "text":
      return inline.text;
    case "strong":
      return <b key={key}>{inline.text}</b>;
    case "code":
      return <code key={key}>{inline.text}</code>;
    case "link":
      return (
        <a key={key} href={inline.href} target="_blank" rel="noreferrer noopener">
          {inline.text}
        </a>
      );
  }
}
