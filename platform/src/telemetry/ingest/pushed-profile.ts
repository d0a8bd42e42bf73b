import { MalformedError, pprofToProfiles } from "@naru/otlp";
import { Refusal } from "./door.ts";

/** A profile as profilers push it to Pyroscope's `POST /ingest`: what it is of stands in the query. Times are seconds,
 *  milliseconds, microseconds or nanoseconds since 1970.
 *  Source: https://grafana.com/docs/pyroscope/latest/configure-server/about-server-api/ */
export interface Push {
  /** Attributes of the resource: the name as service.name, labels by the names that OpenTelemetry has for them. */
  readonly resource: Readonly<Record<string, string>>;
  readonly startNanos: bigint;
  readonly durationNanos: bigint;
}

/** What the labels that profilers are given most are called as attributes of a resource. */
const attributeOfLabel: Readonly<Record<string, string>> = {
  service_name: "service.name",
  service_namespace: "service.namespace",
  service_version: "service.version",
  version: "service.version",
  service_instance_id: "service.instance.id",
  service_repository: "vcs.repository.url.full",
  service_git_ref: "vcs.ref.head.revision",
  hostname: "host.name",
  namespace: "k8s.namespace.name",
  pod: "k8s.pod.name",
  container: "k8s.container.name",
  node: "k8s.node.name",
};

const mostLabels = 64;

/** @throws Refusal when the query says no name, or another format than pprof */
export function readPush(query: URLSearchParams, receivedMs: number): Push {
  const format = query.get("format") ?? "pprof";
  if (format !== "pprof") {
    throw new Refusal(
      "unsupported",
      `Profiles in the format ${JSON.stringify(format.slice(0, 32))} can't be read. Send format=pprof.`,
    );
  }
  const { name, labels } = readName(query.get("name") ?? "");
  if (name === "") throw new Refusal("malformed", "Send the name of the application: /ingest?name=shop.");
  const received = BigInt(receivedMs) * 1_000_000n;
  const until = nanosOf(query.get("until")) ?? received;
  const startNanos = nanosOf(query.get("from")) ?? until;
  return {
    resource: { "service.name": name, ...labels },
    startNanos,
    durationNanos: until > startNanos ? until - startNanos : 0n,
  };
}

/** `shop.cart{region=eu,pod="cart-1"}` */
function readName(text: string): { name: string; labels: Record<string, string> } {
  const [, name = "", inside = ""] = /^([^{]*)(?:\{(.*)\})?\s*$/s.exec(text.trim()) ?? [];
  const pairs = inside.matchAll(/([^=,{}\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^,]*))/g);
  const labels: Record<string, string> = {};
  for (const [, label = "", quoted, plain = ""] of pairs) {
    if (Object.keys(labels).length === mostLabels) break;
    if (label === "__proto__") continue;
    labels[attributeOfLabel[label] ?? label] = quoted?.replaceAll(/\\(.)/g, "$1") ?? plain.trim();
  }
  return { name: name.trim(), labels };
}

/** A number of 10 digits counts seconds, of 13 milliseconds, of 16 microseconds, of 19 nanoseconds. */
function nanosOf(text: string | null): bigint | undefined {
  if (text === null || !/^\d{1,19}$/.test(text)) return undefined;
  const unit = text.length <= 11 ? 9n : text.length <= 14 ? 6n : text.length <= 17 ? 3n : 0n;
  return BigInt(text) * 10n ** unit;
}

/** The parts of a push: the profile alone, or a form that holds it.
 *  @throws Refusal */
export async function partsOf(
  body: Buffer,
  contentType: string,
): Promise<{ profile: Buffer; typeNames: ReadonlyMap<string, string> }> {
  if (!/^multipart\/form-data\b/i.test(contentType)) return { profile: body, typeNames: new Map() };
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": contentType } })
    .formData()
    .catch(() => {
      throw new Refusal("malformed", "The body is not the form that its Content-Type says.");
    });
  const profile = form.get("profile");
  if (profile === null) {
    const kind = form.has("jfr") ? "unsupported" : "malformed";
    throw new Refusal(kind, "The form has no part named profile, which holds a profile in pprof.");
  }
  const config = form.get("sample_type_config");
  return { profile: await bytesOf(profile), typeNames: namesIn(config === null ? "" : await textOf(config)) };
}

const bytesOf = async (part: File | string) =>
  typeof part === "string" ? Buffer.from(part) : Buffer.from(await part.arrayBuffer());
const textOf = async (part: File | string) => (typeof part === "string" ? part : part.text());

/** Profiles of mutexes and of blocking both call their types `contentions` and `delay`: there, and only there, the name to
 *  be shown says which. */
const ambiguous = ["contentions", "delay"];

function namesIn(config: string): ReadonlyMap<string, string> {
  let given: unknown;
  try {
    given = JSON.parse(config);
  } catch {
    return new Map();
  }
  if (typeof given !== "object" || given === null) return new Map();
  return new Map(
    ambiguous.flatMap((type): [string, string][] => {
      const one = (given as Record<string, { "display-name"?: unknown } | undefined>)[type];
      const name = one?.["display-name"];
      return typeof name === "string" && name !== "" ? [[type, name]] : [];
    }),
  );
}

/** @param profile  pprof, not compressed
 *  @returns        an ExportProfilesServiceRequest
 *  @throws         Refusal */
export function requestOf(profile: Buffer, push: Push, typeNames: ReadonlyMap<string, string>): Buffer {
  try {
    return pprofToProfiles(profile, { ...push, typeNames });
  } catch (error) {
    if (error instanceof MalformedError)
      throw new Refusal("malformed", `The profile can't be read as pprof: ${error.message}.`);
    throw error;
  }
}
