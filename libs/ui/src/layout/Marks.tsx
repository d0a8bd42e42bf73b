import type { ReactNode } from "react";
import { seriesColor } from "../tokens/palette.ts";
import styles from "./Marks.module.css";

export function Dot({ name }: { readonly name: string }) {
  return <i className={styles.dot} style={{ background: seriesColor(name) }} aria-hidden />;
}

/** A service's name with its colour, the same on every page. */
export function ServiceName({ name }: { readonly name: string }) {
  return (
    <span className={styles.service} title={name}>
      <Dot name={name} />
      <span>{name}</span>
    </span>
  );
}

export type Tone = "plain" | "bad" | "warn" | "good" | "accent";

/** A word with a tone. The word carries the meaning; the colour only underlines it. */
export function Badge({ tone = "plain", children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return <span className={`${styles.badge} ${styles[tone] ?? ""}`}>{children}</span>;
}

/** `keys` as in useShortcuts: `g s`, `mod+k`. */
export function Keys({ keys }: { readonly keys: string }) {
  const mod = navigator.platform.startsWith("Mac") ? "⌘" : "Ctrl";
  return (
    <span className={styles.keys}>
      {keys.split(/[ +]/).map((key) => (
        <kbd key={key}>{key === "mod" ? mod : key.length === 1 ? key.toUpperCase() : key}</kbd>
      ))}
    </span>
  );
}
