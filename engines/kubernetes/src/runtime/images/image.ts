/** What an image says about the container made from it: the `config` of an OCI image configuration.
 *  Source: https://github.com/opencontainers/image-spec/blob/main/config.md */
export interface ImageConfig {
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  /** `uid`, `uid:gid`, `name` or `name:group` */
  readonly user?: string;
  readonly stopSignal?: string;
  /** TCP ports. */
  readonly exposedPorts: readonly number[];
  readonly labels: Readonly<Record<string, string>>;
}

/** An image: a folder of the image store with an OCI image configuration. */
export interface Image {
  /** As it was asked for. */
  readonly reference: string;
  /** `sha256:…` of its configuration. */
  readonly id: string;
  readonly folder: string;
  readonly config: ImageConfig;
}
