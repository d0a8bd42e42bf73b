/** A version of a program that is not in the manifests: what a team ships next. Most are fine; some have a fault. */
export interface Release {
  readonly service: string;
  readonly version: string;
  /** The module to run, below the source folder. */
  readonly module: string;
}

/** The same program with another number. */
const unchanged = (service: string, version: string): Release => ({
  service,
  version,
  module: `${service}/main.ts`,
});

const changed = (service: string, version: string): Release => ({
  service,
  version,
  module: `${service}/releases/${version}/main.ts`,
});

export const releases: readonly Release[] = [
  unchanged("cart", "1.4.2"),
  unchanged("catalog", "2.3.1"),
  unchanged("inventory", "1.7.4"),
  unchanged("notification", "1.2.1"),
  unchanged("order", "4.0.3"),
  unchanged("payment", "3.1.1"),
  unchanged("storefront", "5.2.1"),
  changed("cart", "1.5.0"),
  changed("catalog", "2.4.0"),
  changed("catalog", "2.5.0"),
  changed("inventory", "1.8.0"),
  changed("order", "4.1.0"),
  changed("order", "4.2.0"),
  changed("storefront", "5.3.0"),
  changed("storefront", "5.4.0"),
  changed("storefront", "5.5.0"),
];
