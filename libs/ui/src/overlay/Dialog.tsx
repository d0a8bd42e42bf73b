import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useUiText } from "../text/messages.ts";

interface DialogProps {
  readonly title: string;
  readonly wide?: boolean;
  /** Something is being written in it: only its buttons close it. */
  readonly holds?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function Dialog({ title, wide = false, holds = false, onClose, children }: DialogProps) {
  const t = useUiText();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={wide ? "min(1100px, 94vw)" : 640}
      centered
      closeOnEscape={!holds}
      closeOnClickOutside={!holds}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {children}
    </Modal>
  );
}
