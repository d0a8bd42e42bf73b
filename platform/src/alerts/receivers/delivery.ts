/** A receiver did not take a message. */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";
  /** Whether the same may succeed later. */
  readonly isTransient: boolean;

  constructor(
    message: string,
    { isTransient, cause }: { readonly isTransient: boolean; readonly cause?: unknown },
  ) {
    super(message, { cause });
    this.isTransient = isTransient;
  }
}

/** Reads a key of a Secret in the receiver's namespace.
 *  @throws DeliveryError */
export type ReadSecret = (secret: { readonly name: string; readonly key: string }) => Promise<string>;
