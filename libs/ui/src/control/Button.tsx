import { Tooltip } from "@mantine/core";
import type { ComponentProps, ReactNode } from "react";
import styles from "./Button.module.css";

type Look = "normal" | "primary" | "quiet";

interface ButtonProps extends Omit<ComponentProps<"button">, "className"> {
  readonly look?: Look;
  readonly small?: boolean;
  /** Pressed, for buttons that switch something on and off. */
  readonly on?: boolean;
}

function classOf(look: Look, small: boolean, on: boolean | undefined, icon = false): string {
  const names = ["button", look, small && "small", icon && "icon", on === true && "on"];
  return names.map((name) => (name === false ? undefined : styles[name])).filter(Boolean).join(" ");
}

export function Button({ look = "normal", small = false, on, ...rest }: ButtonProps) {
  return <button type="button" aria-pressed={on} className={classOf(look, small, on)} {...rest} />;
}

interface IconButtonProps extends Omit<ButtonProps, "children"> {
  /** Read out, and shown on hover. */
  readonly label: string;
  readonly keys?: string;
  readonly children: ReactNode;
}

export function IconButton({ label, keys, look = "quiet", small = false, on, children, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={keys === undefined ? label : `${label} · ${keys}`} openDelay={350} withinPortal>
      <button
        type="button"
        aria-label={label}
        aria-pressed={on}
        className={classOf(look, small, on, true)}
        {...rest}
      >
        {children}
      </button>
    </Tooltip>
  );
}
