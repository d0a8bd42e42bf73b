import { useSyncExternalStore } from "react";

/* Where the pointer is in time: every chart on the page draws the same line. */
let time: number | undefined;
const listeners = new Set<() => void>();

export function moveCursor(next: number | undefined): void {
  if (next === time) return;
  time = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useCursor(): number | undefined {
  return useSyncExternalStore(subscribe, () => time);
}
