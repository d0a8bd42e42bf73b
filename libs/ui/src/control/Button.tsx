import { Tooltip } from "@mantine/core";
import type { ComponentProps, ReactNode } from "react";
import { PageLink, type Target } from "../url/PageLink.tsx";
import styles from "./Button.module.css";

type Look = "normal" | "primary" | "quiet" | "danger";

interface ButtonProps extends ComponentProps<"button"> {
  readonly look?: Look;
  readonly small?: boolean;
  /** Pressed, for buttons that switch something on and off. */
  readonly on?: boolean;
}

interface Looks {
  readonly look: Look;
  readonly small: boolean;
  readonly on?: boolean | undefined;
  readonly icon?: boolean;
  /** From a floating part that has this button for its target. */
  readonly className?: string | undefined;
}

function classOf({ look, small, on = false, icon = false, className }: Looks): string {
  const own = [styles.button, styles[look], small && styles.small, icon && styles.icon, on && styles.on];
  return [...own, className].filter((name) => typeof name === "string").join(" ");
}

export function Button({ look = "normal", small = false, on, className, ...rest }: ButtonProps) {
  return (
    <button type="button" aria-pressed={on} className={classOf({ look, small, on, className })} {...rest} />
  );
}

/** A link that looks like a button. */
export function LinkButton({ children, ...target }: Target & { readonly children: ReactNode }) {
  return (
    <PageLink className={classOf({ look: "normal", small: false })} {...target}>
      {children}
    </PageLink>
  );
}

interface IconButtonProps extends Omit<ButtonProps, "children"> {
  /** Read out, and shown on hover. */
  readonly label: string;
  readonly keys?: string;
  readonly children: ReactNode;
}

export function IconButton(props: IconButtonProps) {
  const { label, keys, look = "quiet", small = false, on, className, children, ...rest } = props;
  return (
    <Tooltip label={keys === undefined ? label : `${label} · ${keys}`} openDelay={350} withinPortal>
      <button
        type="button"
        aria-label={label}
        aria-pressed={on}
        className={classOf({ look, small, on, icon: true, className })}
        {...rest}
      >
        {children}
      </button>
    </Tooltip>
  );
}
