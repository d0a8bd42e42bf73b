import type { ReactNode } from "react";
import styles from "./Form.module.css";

interface FormProps {
  /** Whether it stands on a page by itself, and not in a dialog. */
  readonly page?: boolean;
  /** When it is sent; without it nothing can be. */
  readonly onSubmit?: () => void;
  readonly children: ReactNode;
}

/** Fields below each other, as labels around what is typed, with a foot of buttons. */
export function Form({ page = false, onSubmit, children }: FormProps) {
  const className = page ? `${styles.form} ${styles.page}` : styles.form;
  if (onSubmit === undefined) return <div className={className}>{children}</div>;
  return (
    <form
      className={className}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </form>
  );
}

export function FormFoot({ children }: { readonly children: ReactNode }) {
  return <footer className={styles.foot}>{children}</footer>;
}

interface CaptionedProps {
  readonly caption: string;
  readonly children: ReactNode;
}

/** What is said of segments by their label, for those who see them. */
export function Captioned({ caption, children }: CaptionedProps) {
  return (
    <div className={styles.captioned}>
      <span aria-hidden>{caption}</span>
      {children}
    </div>
  );
}
