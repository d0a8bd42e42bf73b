/** Why an image can't be used. `INVALID_NAME` is Kubernetes' InvalidImageName. */
export class ImageError extends Error {
  override readonly name = "ImageError";
  readonly code: "INVALID_NAME" | "BROKEN";

  constructor(code: ImageError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** Why a container can't be made or a command can't be run in it: the message says what happened, `wayOut` what
 *  to do. */
export class RuntimeError extends Error {
  override readonly name = "RuntimeError";
  readonly code:
    | "CANNOT_EXECUTE"
    | "NO_COMMAND"
    | "NO_NAMESPACES"
    | "USER_NOT_PERMITTED"
    | "MOUNT_SOURCE"
    | "MOUNT_TARGET"
    | "SET_UP_FAILED"
    | "NOT_RUNNING"
    | "STOPPED";
  readonly wayOut: string;

  constructor(code: RuntimeError["code"], message: string, wayOut: string) {
    super(message);
    this.code = code;
    this.wayOut = wayOut;
  }
}
