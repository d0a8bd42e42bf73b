import { useEffect, type ReactNode } from "react";
import { PageLink } from "../url/PageLink.tsx";
import styles from "./Page.module.css";

interface PageProps {
  readonly title: string;
  /** Something before the title, such as a service's colour. */
  readonly mark?: ReactNode;
  readonly parent?: { readonly to: string; readonly title: string };
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  /** Whether the page itself scrolls; otherwise a part of it fills the rest and scrolls. */
  readonly scroll?: boolean;
  readonly children: ReactNode;
}

export function Page({ title, mark, parent, note, actions, scroll = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Naru`;
  }, [title]);
  return (
    <div className={scroll ? `${styles.page} ${styles.scroll}` : styles.page}>
      <header className={styles.head}>
        <h1>
          {parent !== undefined && (
            <PageLink to={parent.to} className={styles.crumb}>
              {parent.title}
            </PageLink>
          )}
          {mark}
          {title}
        </h1>
        {note !== undefined && <span className={styles.note}>{note}</span>}
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

interface PanelProps {
  readonly title?: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  /** Takes the rest of the page's height; its content scrolls. */
  readonly fill?: boolean;
  readonly children: ReactNode;
}

export function Panel({ title, note, actions, fill = false, children }: PanelProps) {
  return (
    <section className={fill ? `${styles.panel} ${styles.fill}` : styles.panel} aria-label={title}>
      {(title !== undefined || actions !== undefined) && (
        <header className={styles.panelHead}>
          {title !== undefined && <h2>{title}</h2>}
          {note}
          {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

interface TilesProps {
  readonly tiles: readonly { readonly label: string; readonly value: ReactNode; readonly note?: string }[];
}

export function Tiles({ tiles }: TilesProps) {
  return (
    <dl className={styles.tiles}>
      {tiles.map(({ label, value, note }) => (
        <div key={label} className={styles.tile}>
          <dt>{label}</dt>
          <dd>
            {value}
            {note !== undefined && <small>{note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
