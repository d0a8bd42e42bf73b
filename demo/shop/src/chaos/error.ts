/** Why something was not done, and how to go on. */
export class ChaosError extends Error {
  override readonly name = "ChaosError";
  readonly code:
    | "UNKNOWN"
    | "RUNNING"
    | "NOT_RUNNING"
    | "NO_CLUSTER"
    | "NO_SHOP"
    | "TOO_SMALL"
    | "NO_LIMITS"
    | "NOT_STARTED"
    | "NOT_UNDONE";
  readonly help: string;

  constructor(code: ChaosError["code"], message: string, help: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.help = help;
  }
}
