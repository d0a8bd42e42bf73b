import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import { grpcHealth } from "./grpc-health.ts";
import type { Container, Handler, HttpGet } from "./pod.ts";

export interface Outcome {
  readonly isGood: boolean;
  /** What to tell: `HTTP probe failed with statuscode: 503`. */
  readonly output: string;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** How a container is reached. */
export interface Reach {
  readonly container: Container;
  readonly podIP: string;
  /** Where the program behind a port of the pod really listens. */
  readonly locate: (address: Address) => Address;
  readonly exec: (
    command: readonly string[],
    timeoutMs: number,
  ) => Promise<{ exitCode: number; output: string }>;
}

const good = (output = ""): Outcome => ({ isGood: true, output });
const bad = (output: string): Outcome => ({ isGood: false, output });
const mostOutput = 10_240;

/** Asks once whether a container does what its probe, or hook, expects.
 *  Source: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-probes */
export async function ask(handler: Handler, reach: Reach, timeoutMs: number): Promise<Outcome> {
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler;
  try {
    if (exec) return await askExec(exec.command ?? [], reach, timeoutMs);
    if (httpGet) return await askHttp(httpGet, reach, timeoutMs);
    if (tcpSocket) return await askTcp(addressOf(tcpSocket, reach), reach, timeoutMs);
    if (grpc) return await askGrpc(grpc, reach, timeoutMs);
    if (sleep) return await pause(sleep.seconds);
    return bad("the probe says nothing to do");
  } catch (error) {
    return bad(error instanceof Error ? error.message : String(error));
  }
}

async function askExec(command: readonly string[], { exec }: Reach, timeoutMs: number): Promise<Outcome> {
  const { exitCode, output } = await exec(command, timeoutMs);
  return exitCode === 0 ? good(output) : bad(output.slice(0, mostOutput));
}

async function pause(seconds: number): Promise<Outcome> {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  return good();
}

/** @throws Error when a port is named that the container lacks */
function addressOf({ port, host }: { port: number | string; host?: string }, reach: Reach): Address {
  return { host: host || reach.podIP, port: portOf(port, reach.container) };
}

function portOf(port: number | string, { ports = [] }: Container): number {
  const found = typeof port === "number" ? port : ports.find(({ name }) => name === port)?.containerPort;
  const number = found ?? Number(port);
  if (Number.isInteger(number)) return number;
  throw new Error(`couldn't find port ${JSON.stringify(port)} in container`);
}

function askTcp(address: Address, { locate }: Reach, timeoutMs: number): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const socket = connect({ ...locate(address), timeout: timeoutMs });
  socket.once("connect", () => resolve(good()));
  socket.once("timeout", () => resolve(bad(`dial tcp ${textOf(address)}: i/o timeout`)));
  socket.once("error", (error) => resolve(bad(dialError(address, error))));
  return promise.finally(() => socket.destroy());
}

function askHttp(get: HttpGet, reach: Reach, timeoutMs: number): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const address = addressOf(get, reach);
  const scheme = (get.scheme ?? "HTTP").toLowerCase();
  const path = get.path?.startsWith("/") ? get.path : `/${get.path ?? ""}`;
  const url = `${scheme}://${textOf(address)}${path}`;
  const request = (scheme === "https" ? httpsRequest : httpRequest)(
    {
      ...reach.locate(address),
      path,
      headers: headersOf(get, address),
      agent: false,
      rejectUnauthorized: false,
      signal: AbortSignal.timeout(timeoutMs),
    },
    (response) => {
      response.resume();
      const { statusCode = 0 } = response;
      const isGood = statusCode >= 200 && statusCode < 400;
      resolve(isGood ? good() : bad(`HTTP probe failed with statuscode: ${statusCode}`));
    },
  );
  request.on("error", (error) => resolve(bad(`Get "${url}": ${httpError(address, error)}`)));
  request.end();
  return promise.finally(() => request.destroy());
}

function headersOf({ httpHeaders = [] }: HttpGet, address: Address): Record<string, string> {
  const given = Object.fromEntries(httpHeaders.map(({ name, value }) => [name.toLowerCase(), value]));
  return { host: textOf(address), "user-agent": "kube-probe/1.36", accept: "*/*", ...given };
}

const httpError = (address: Address, error: Error) =>
  error.name === "AbortError" || error.name === "TimeoutError"
    ? "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
    : dialError(address, error);

function dialError(address: Address, error: NodeJS.ErrnoException): string {
  const why = error.code === "ECONNREFUSED" ? "connect: connection refused" : error.message;
  return `dial tcp ${textOf(address)}: ${why}`;
}

const textOf = ({ host, port }: Address) => `${host.includes(":") ? `[${host}]` : host}:${port}`;

async function askGrpc(
  { port, service = "" }: { port: number; service?: string },
  { podIP, locate }: Reach,
  timeoutMs: number,
): Promise<Outcome> {
  const status = await grpcHealth(locate({ host: podIP, port }), service, timeoutMs);
  return status === "SERVING" ? good() : bad(`service unhealthy (responded with "${status}")`);
}
