import { useEffect, useRef } from "react";

export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const SEQUENCE_MILLIS = 900;

/** How a key press is named: `g`, `?`, `mod+k`, `Escape`. */
function keyName(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey">): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable=true]");
}

/** Keys of the whole page, alone (`/`), with Ctrl or ⌘ (`mod+k`) or in sequence (`g s`).
 *  Plain keys rest while somebody types. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    let first = { key: "", at: 0 };
    const listen = (event: KeyboardEvent) => {
      const key = keyName(event);
      if (event.altKey || event.defaultPrevented || (isTyping(event.target) && !key.startsWith("mod+")))
        return;
      const sequence = event.timeStamp - first.at < SEQUENCE_MILLIS ? `${first.key} ${key}` : key;
      const action = latest.current[sequence] ?? latest.current[key];
      first = { key, at: event.timeStamp };
      if (action === undefined) return;
      event.preventDefault();
      action(event);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
