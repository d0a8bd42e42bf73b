import { readFile } from "node:fs/promises";
import { Agent, request as httpsRequest } from "node:https";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { parse } from "yaml";
import { startTestCluster, type TestCluster } from "../kubectl.fixture.ts";

interface Answer {
  readonly status: number;
  // What the API answers is read field by field: a wrong one fails the test.
  // eslint-disable-next-line typescript/no-explicit-any
  readonly body: any;
  readonly warnings: string;
  readonly type: string;
}

type PatchType = "json" | "merge" | "strategic-merge" | "apply";

/** A cluster, asked over HTTPS as any client asks it. */
export interface ApiClient {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  create(path: string, body: unknown): Promise<Answer>;
  replace(path: string, body: unknown): Promise<Answer>;
  patch(path: string, type: PatchType, body: unknown): Promise<Answer>;
  remove(path: string, body?: unknown): Promise<Answer>;
  /** What comes by a WebSocket until it is closed. */
  socket(path: string, protocol: string): Promise<Buffer[]>;
  /** Everything that a watch tells, until the test is over. */
  watch(path: string): WatchLine[];
  close(): void;
}

export interface Api extends ApiClient {
  readonly cluster: TestCluster;
  stop(): Promise<void>;
}

interface WatchLine {
  readonly type: string;
  // eslint-disable-next-line typescript/no-explicit-any
  readonly object: any;
}

const decode = (text: string) => Buffer.from(text, "base64");
const mediaTypes: Readonly<Record<PatchType, string>> = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  "strategic-merge": "application/strategic-merge-patch+json",
  apply: "application/apply-patch+yaml",
};

export async function openApi(nodes = 0): Promise<Api> {
  const cluster = await startTestCluster({ nodes });
  const client = await apiClient(cluster.cluster.kubeconfig);
  const stop = async () => {
    client.close();
    await cluster.stop();
  };
  return { ...client, cluster, stop };
}

/** @param kubeconfig  the file that tells where the cluster is, and who asks */
export async function apiClient(kubeconfig: string): Promise<ApiClient> {
  const { clusters, users } = parse(await readFile(kubeconfig, "utf8"));
  const url = String(clusters[0].cluster.server);
  const agent = new Agent({
    ca: decode(clusters[0].cluster["certificate-authority-data"]),
    cert: decode(users[0].user["client-certificate-data"]),
    key: decode(users[0].user["client-key-data"]),
    keepAlive: true,
  });
  const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const text = typeof body === "string" || body === undefined ? body : JSON.stringify(body);
    const type =
      text === undefined
        ? {}
        : { "content-type": "application/json", "content-length": String(Buffer.byteLength(text)) };
    const asked = httpsRequest(url + path, {
      method,
      agent,
      headers: { ...type, ...headers },
    });
    asked.on("error", reject).on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const answer = Buffer.concat(chunks).toString();
        const { "content-type": told = "", warning = "" } = response.headers;
        const answered = told.includes("json") ? (JSON.parse(answer) as unknown) : answer;
        resolve({ status: response.statusCode ?? 0, body: answered, warnings: warning, type: told });
      });
    });
    asked.end(text);
    return promise;
  };
  return {
    get: (path, headers) => send("GET", path, undefined, headers),
    create: (path, body) => send("POST", path, body),
    replace: (path, body) => send("PUT", path, body),
    patch: (path, type, body) => send("PATCH", path, body, { "content-type": mediaTypes[type] }),
    remove: (path, body) => send("DELETE", path, body),
    socket: (path, protocol) => messages(url + path, protocol, agent),
    watch: (path) => watching(url + path, agent),
    close: () => agent.destroy(),
  };
}

function messages(url: string, protocol: string, agent: Agent): Promise<Buffer[]> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer[]>();
  const got: Buffer[] = [];
  const socket = new WebSocket(url.replace(/^https/, "wss"), protocol, { agent });
  socket.on("message", (data: Buffer) => void got.push(data));
  socket.on("error", reject).on("close", () => resolve(got));
  return promise;
}

function watching(url: string, agent: Agent): WatchLine[] {
  const seen: WatchLine[] = [];
  let rest = "";
  const asked = httpsRequest(url, { agent });
  asked
    .on("error", () => {})
    .on("response", (response) => {
      response.setEncoding("utf8").on("data", (text: string) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        seen.push(...lines.filter(Boolean).map((line) => JSON.parse(line) as WatchLine));
      });
    });
  asked.end();
  onTestFinished(() => void asked.destroy());
  return seen;
}
