import type { StoreRow } from "../api.ts";
import type { SessionStore } from "./store.ts";

export function rowOf(store: SessionStore): StoreRow {
  const { source, facts } = store;
  return {
    name: source.name,
    kind: source.kind,
    addresses: source.addresses.map(({ host, port }) => `${host}:${port}`),
    isEmbedded: source.isEmbedded,
    isEncrypted: source.isEncrypted,
    isUp: store.isUp,
    message: store.message,
    awaySince: store.awaySince ?? null,
    product: facts?.product ?? "",
    version: facts?.version ?? "",
    usedBytes: facts?.usedBytes ?? null,
    limitBytes: facts === undefined || facts.limitBytes === 0 ? null : facts.limitBytes,
    policy: facts?.policy ?? "",
    clients: facts?.clients ?? null,
    commandsPerSecond: store.commandsPerSecond,
    evicted: facts?.evicted ?? null,
    replicas: facts?.replicas ?? null,
    isDurable: facts?.isDurable ?? null,
  };
}
