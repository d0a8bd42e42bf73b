import { Client, credentials, Metadata } from "@grpc/grpc-js";
import type { Address } from "./probe.ts";

const statuses = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"] as const;
export type ServingStatus = (typeof statuses)[number];

/** Asks a server for the health of one of its services; "" for the whole.
 *  @throws Error when it does not answer
 *  Source: https://github.com/grpc/grpc/blob/master/doc/health-checking.md */
export async function grpcHealth(
  { host, port }: Address,
  service: string,
  timeoutMs: number,
): Promise<ServingStatus> {
  const client = new Client(`${host}:${port}`, credentials.createInsecure());
  const { promise, resolve, reject } = Promise.withResolvers<ServingStatus>();
  client.makeUnaryRequest(
    "/grpc.health.v1.Health/Check",
    requestOf,
    statusIn,
    service,
    new Metadata(),
    { deadline: Date.now() + timeoutMs },
    (error, status) => (error ? reject(error) : resolve(status ?? "UNKNOWN")),
  );
  return promise.finally(() => client.close());
}

/** `message HealthCheckRequest { string service = 1; }` */
function requestOf(service: string): Buffer {
  const name = Buffer.from(service);
  return name.length === 0 ? name : Buffer.concat([Buffer.from([0x0a, name.length]), name]);
}

/** `message HealthCheckResponse { ServingStatus status = 1; }` */
const statusIn = (message: Buffer): ServingStatus =>
  (message[0] === 0x08 ? statuses[message[1] ?? 0] : undefined) ?? "UNKNOWN";
