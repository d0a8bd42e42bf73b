import { useSyncExternalStore } from "react";
import type { Zone } from "../format/instant.ts";

const KEY = "naru.zone";
const listeners = new Set<() => void>();

function current(): Zone {
  return localStorage.getItem(KEY) === "utc" ? "utc" : "browser";
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** In which zone this person reads times; remembered by the browser. */
export function useZone(): readonly [Zone, (zone: Zone) => void] {
  return [useSyncExternalStore(subscribe, current), choose];
}

function choose(zone: Zone): void {
  localStorage.setItem(KEY, zone);
  for (const listener of listeners) listener();
}
