export interface StoreAddress {
  readonly host: string;
  readonly port: number;
}

/** A server, or several that are one, where sessions are kept: Valkey or Redis. */
export interface StoreSource {
  /** As people call it. */
  readonly name: string;
  readonly kind: "single" | "sentinel" | "cluster";
  /** Of the server; of its sentinels; of some of its nodes. */
  readonly addresses: readonly StoreAddress[];
  readonly isEncrypted: boolean;
  /** What sentinels call the master. */
  readonly master?: string;
  readonly database: number;
  /** Naru itself has started it. */
  readonly isEmbedded: boolean;
  /** Who Naru is there; left out: `default`. */
  readonly username?: string;
  readonly passwordFile?: string;
}
