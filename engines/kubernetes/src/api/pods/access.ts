import type { Readable, Writable } from "node:stream";
import type { KubeObject } from "../../object.ts";

export interface LogRequest {
  readonly container: string;
  readonly previous: boolean;
  readonly follow: boolean;
  readonly tailLines?: number;
  /** Milliseconds since 1970. */
  readonly since?: number;
  readonly timestamps: boolean;
  readonly limitBytes?: number;
  readonly signal: AbortSignal;
}

/** What is said and heard of a program, while somebody is there. */
export interface Session {
  readonly stdin?: Writable;
  readonly stdout: Readable;
  /** None with a terminal. */
  readonly stderr?: Readable;
  resize(size: { columns: number; rows: number }): void;
  /** Undefined when only the listening is over, as with `attach`. */
  readonly ended: Promise<{ readonly exitCode: number } | undefined>;
  close(): void;
}

export interface StreamRequest {
  readonly container: string;
  readonly command: readonly string[];
  readonly stdin: boolean;
  readonly tty: boolean;
}

/** The nodes, as the API asks them about pods of theirs.
 *  Every method throws ApiError when the pod is not there, does not run or its node is away. */
export interface PodAccess {
  log(pod: KubeObject, request: LogRequest): AsyncIterable<Buffer>;
  exec(pod: KubeObject, request: StreamRequest): Promise<Session>;
  attach(pod: KubeObject, request: StreamRequest): Promise<Session>;
}
