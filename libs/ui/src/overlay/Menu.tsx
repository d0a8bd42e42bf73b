import { Popover } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";

interface MenuProps {
  readonly label: string;
  /** The button that opens it. */
  readonly target: ReactElement;
  readonly children: ReactNode;
}

/** A floating card with choices of the page's own making. */
export function Menu({ label, target, children }: MenuProps) {
  return (
    <Popover position="bottom-end" offset={6} trapFocus returnFocus>
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown aria-label={label}>{children}</Popover.Dropdown>
    </Popover>
  );
}
