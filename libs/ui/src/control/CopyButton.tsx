import { useState } from "react";
import { IconCheck, IconCopy } from "../icon/icons.ts";
import { useUiText } from "../text/messages.ts";
import { IconButton } from "./Button.tsx";

/** The clipboard needs a secure context; a platform reached by plain HTTP falls back to a selection. */
async function copyText(text: string): Promise<void> {
  if (window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const t = useUiText();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await copyText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1200);
  };
  return (
    <IconButton small label={copied ? t("copied") : (label ?? t("copy"))} onClick={() => void copy()}>
      {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
    </IconButton>
  );
}
