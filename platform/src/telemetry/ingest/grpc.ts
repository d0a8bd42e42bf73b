import {
  Metadata,
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedHandleCall,
} from "@grpc/grpc-js";
import { type Signal, successAnswer } from "@naru/otlp";
import { Refusal, refusals } from "./door.ts";
import type { ReceiverOptions } from "./http.ts";

const services: Readonly<Record<Signal, string>> = {
  traces: "opentelemetry.proto.collector.trace.v1.TraceService",
  logs: "opentelemetry.proto.collector.logs.v1.LogsService",
  metrics: "opentelemetry.proto.collector.metrics.v1.MetricsService",
  profiles: "opentelemetry.proto.collector.profiles.v1development.ProfilesService",
};

/** OTLP/gRPC. Bodies pass through undecoded. Source: https://opentelemetry.io/docs/specs/otlp/#otlpgrpc */
export function otlpGrpcServer(options: ReceiverOptions): Server {
  const server = new Server({
    "grpc.max_receive_message_length": options.decompressedLimitBytes,
    "grpc.max_concurrent_streams": 256,
  });
  for (const [signal, service] of Object.entries(services) as [Signal, string][]) {
    server.addService(definition(service), { Export: exportTo(signal, options) as UntypedHandleCall });
  }
  return server;
}

/** @throws NodeJS.ErrnoException EADDRINUSE with the port */
export function listenGrpc(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const address = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) => {
      if (!error) resolve(bound);
      else if (/EADDRINUSE/.test(error.message)) reject(Object.assign(error, { code: "EADDRINUSE", port }));
      else reject(error);
    });
  });
}

/** Takes no further calls; resolves when those under way have been answered. */
export function endCalls(server: Server): Promise<void> {
  return new Promise((resolve) => server.tryShutdown(() => resolve()));
}

const asIs = (bytes: Buffer) => bytes;

function definition(service: string): ServiceDefinition {
  return {
    Export: {
      path: `/${service}/Export`,
      requestStream: false,
      responseStream: false,
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    },
  };
}

function exportTo(signal: Signal, { door, guard, tally }: ReceiverOptions): handleUnaryCall<Buffer, Buffer> {
  const receive = async (...[call, callback]: Parameters<handleUnaryCall<Buffer, Buffer>>) => {
    try {
      guard.check(call.metadata.get("authorization")[0]?.toString());
      callback(null, successAnswer(signal, await door.accept(signal, call.request), "protobuf"));
    } catch (error) {
      if (error instanceof Refusal) tally.refused(error.reason);
      callback(statusOf(error));
    }
  };
  return (call, callback) => void receive(call, callback);
}

function statusOf(error: unknown) {
  if (!(error instanceof Refusal)) return { code: 13, details: "Something went wrong inside Naru." };
  const { grpc, retrySeconds } = refusals[error.reason];
  const metadata = new Metadata();
  if (retrySeconds !== undefined)
    metadata.set("grpc-status-details-bin", retryInfo(grpc, error.message, retrySeconds));
  return { code: grpc, details: error.message, metadata };
}

/** A google.rpc.Status with a RetryInfo, without which a sender gives a RESOURCE_EXHAUSTED request up. */
function retryInfo(code: number, message: string, seconds: number): Buffer {
  const delay = field(1, Buffer.from([8, seconds]));
  const any = Buffer.concat([
    field(1, Buffer.from("type.googleapis.com/google.rpc.RetryInfo")),
    field(2, delay),
  ]);
  return Buffer.concat([Buffer.from([8, code]), field(2, Buffer.from(message)), field(3, any)]);
}

function field(number: number, bytes: Buffer): Buffer {
  const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 127) | 128, bytes.length >> 7];
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), bytes]);
}
