import { once } from "node:events";
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { Agent, request as send, type RequestOptions } from "node:https";
import { pipeline } from "node:stream/promises";
import type { TLSSocket } from "node:tls";
import type { ApiResource, ExtensionCall } from "../api/extension.ts";
import type { User } from "../authorization/rbac.ts";
import type { Identity } from "@naru/certificates";
import { endToEnd, hasBody } from "../network/ingress/headers.ts";
import type { Network } from "../network/index.ts";
import type { Address } from "../network/ports.ts";
import { ApiError } from "../status.ts";
import type { ApiService } from "./kinds.ts";

/** Who asks on behalf of the cluster itself. */
const aggregator: User = { name: "system:kube-aggregator", groups: ["system:masters"] };
const checkLimitMs = 5_000;
const largestDocument = 4 << 20;

export interface BackendOptions {
  readonly network: Network;
  /** By which backends know that it is this cluster who tells them who asks. */
  readonly frontProxy: Identity;
  readonly endpoints: () => readonly Address[];
}

/** An API server that answers for a group's version. */
export class Backend {
  readonly #options: BackendOptions;
  readonly #spec: ApiService["spec"];
  readonly #agent: Agent;

  constructor(spec: ApiService["spec"], options: BackendOptions) {
    const { service, caBundle, insecureSkipTLSVerify } = spec;
    this.#spec = spec;
    this.#options = options;
    this.#agent = new Agent({
      key: options.frontProxy.key,
      cert: options.frontProxy.certificate,
      rejectUnauthorized: insecureSkipTLSVerify !== true,
      servername: `${service?.name}.${service?.namespace}.svc`,
      ...(caBundle !== undefined && { ca: Buffer.from(caBundle, "base64") }),
    });
  }

  /** What it says that it serves.
   *  @throws Error when it can't be reached or says something else */
  async resources(): Promise<readonly ApiResource[]> {
    const { group, version } = this.#spec;
    const { code, text } = await this.#read(`/apis/${group}/${version}`, aggregator);
    if (code !== 200) throw new Error(`bad status: ${code}`);
    const { resources } = JSON.parse(text) as { resources?: unknown };
    if (!Array.isArray(resources)) throw new Error("it answers with no list of resources");
    return resources as ApiResource[];
  }

  /** One of its documents, for somebody of the cluster itself.
   *  @throws Error when it can't be reached, or with what it says against it */
  async document(path: string, user: User): Promise<unknown> {
    const { code, text } = await this.#read(path, user);
    if (code !== 200) throw new Error(refusalIn(text) ?? `bad status: ${code}`);
    return JSON.parse(text) as unknown;
  }

  /** Passes a request on, and its answer back as it comes.
   *  @throws ApiError ServiceUnavailable when nobody takes it */
  async serve({ user, request, response, url }: ExtensionCall): Promise<void> {
    const left = new AbortController();
    response.once("close", () => left.abort());
    const headers = { ...passedOn(request), ...identified(user) };
    const options = { path: url.pathname + url.search, method: request.method, headers, signal: left.signal };
    const sent = await this.#begin(options).catch((error: unknown) => {
      throw unavailable(error);
    });
    const answered = once(sent, "response") as Promise<[IncomingMessage]>;
    if (hasBody(request)) request.pipe(sent);
    else sent.end();
    const [answer] = await answered.catch((error: unknown) => {
      throw unavailable(error);
    });
    response.writeHead(answer.statusCode ?? 502, endToEnd(answer));
    response.flushHeaders();
    await pipeline(answer, response).catch(() => response.destroy());
  }

  close(): void {
    this.#agent.destroy();
  }

  async #read(path: string, user: User): Promise<{ code: number | undefined; text: string }> {
    const headers = { accept: "application/json", ...identified(user) };
    const sent = await this.#begin({ path, headers, signal: AbortSignal.timeout(checkLimitMs) });
    sent.end();
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    return { code: answer.statusCode, text: await textOf(answer) };
  }

  /** Connected to the first endpoint that lets itself be; nothing is sent yet.
   *  @throws Error of the last one */
  async #begin(options: RequestOptions): Promise<ClientRequest> {
    const { network, endpoints } = this.#options;
    const { balance, locate } = network;
    let reason: unknown = new Error("no endpoint is ready");
    for (const endpoint of balance.order(endpoints())) {
      const sent = send({ ...options, ...locate(endpoint), agent: this.#agent, setHost: true });
      try {
        const [socket] = (await once(sent, "socket")) as [TLSSocket];
        await once(socket, "secureConnect");
        const release = balance.hold(endpoint);
        sent.once("close", release);
        return sent;
      } catch (error) {
        reason = error;
        sent.destroy();
      }
    }
    throw reason;
  }
}

/** What a client said of who it is stays here. */
function passedOn(request: IncomingMessage): OutgoingHttpHeaders {
  const kept = Object.entries(endToEnd(request)).filter(
    ([name]) => name !== "authorization" && name !== "host" && !name.startsWith("x-remote-"),
  );
  return {
    ...Object.fromEntries(kept),
    ...(request.headers["transfer-encoding"] !== undefined && { "transfer-encoding": "chunked" }),
  };
}

const identified = ({ name, groups }: User) => ({ "x-remote-user": name, "x-remote-group": [...groups] });

/** The message of a Status. */
function refusalIn(text: string): string | undefined {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === "string" ? message : undefined;
  } catch {
    return undefined;
  }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestDocument) throw new Error("its answer is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

const unavailable = (error: unknown) =>
  new ApiError(
    "ServiceUnavailable",
    `the API server behind this group does not answer (${reasonOf(error)}): see kubectl describe apiservice`,
  );

export const reasonOf = (error: unknown): string => {
  const { message, code } = error as NodeJS.ErrnoException;
  return message || code || String(error);
};
