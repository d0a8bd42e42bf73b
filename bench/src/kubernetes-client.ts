import { readFile } from "node:fs/promises";
import { Agent, request } from "node:https";
import { parse } from "yaml";

/** A cluster over HTTPS, with as little as can be between the bench and it. */
export interface ClusterClient {
  /** @throws Error when it is refused */
  send(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<unknown>;
  /** @param onLine  told every event; from `ready` on none is missed */
  watch(path: string, onLine: (line: string) => void): { readonly ready: Promise<void>; close(): void };
  close(): void;
}

const decode = (text: string) => Buffer.from(text, "base64");

export async function openClient(kubeconfig: string): Promise<ClusterClient> {
  const { clusters, users } = parse(await readFile(kubeconfig, "utf8"));
  const url = String(clusters[0].cluster.server);
  const agent = new Agent({
    ca: decode(clusters[0].cluster["certificate-authority-data"]),
    cert: decode(users[0].user["client-certificate-data"]),
    key: decode(users[0].user["client-key-data"]),
    keepAlive: true,
  });
  return {
    send: (method, path, body, headers = {}) => send(agent, url + path, method, body, headers),
    watch: (path, onLine) => watch(agent, url + path, onLine),
    close: () => agent.destroy(),
  };
}

function send(
  agent: Agent,
  url: string,
  method: string,
  body: object | undefined,
  headers: Record<string, string>,
): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  const asked = request(url, { agent, method, headers: { "content-type": type, ...headers } }, (response) => {
    const chunks: Buffer[] = [];
    response.on("data", (chunk: Buffer) => chunks.push(chunk));
    response.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      if ((response.statusCode ?? 0) < 300) resolve(JSON.parse(text));
      else reject(new Error(`${method} ${url}: ${text.slice(0, 300)}`));
    });
  });
  asked.on("error", reject).end(body && JSON.stringify(body));
  return promise;
}

function watch(agent: Agent, url: string, onLine: (line: string) => void) {
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  let rest = "";
  const asked = request(url, { agent }, (response) => {
    resolve();
    response.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onLine(line);
    });
  });
  asked.on("error", reject).end();
  return { ready, close: () => void asked.destroy() };
}
