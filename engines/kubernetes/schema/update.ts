import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/* Makes `definitions.json.gz` from a Kubernetes release (Apache-2.0): the types of the kinds that this engine serves and
 * what they refer to, from `api/openapi-spec/swagger.json`; and how Protocol Buffers number their fields, from the
 * `generated.proto` files of the modules k8s.io/api and k8s.io/apimachinery.
 * `node schema/update.ts VERSION SWAGGER_JSON PROTO_FOLDER` */

const served = [
  /^io\.k8s\.api\.(core|events|apps|batch|policy|networking|discovery|coordination|rbac|scheduling|authorization|authentication)\.v1\.\w+$/,
  /^io\.k8s\.api\.autoscaling\.v[12]\.\w+$/,
  /^io\.k8s\.apiextensions-apiserver\.pkg\.apis\.apiextensions\.v1\.\w+$/,
  /^io\.k8s\.kube-aggregator\.pkg\.apis\.apiregistration\.v1\.\w+$/,
  /^io\.k8s\.api\.storage\.v1\.StorageClass(List)?$/,
  /^io\.k8s\.apimachinery\.pkg\.(apis\.meta\.v1|api\.resource|util\.intstr|runtime|version)\.\w+$/,
];

const [version, swagger, protos] = process.argv.slice(2);
if (!version || !swagger || !protos)
  throw new Error("usage: node schema/update.ts VERSION SWAGGER_JSON PROTO_FOLDER");

type Definition = { readonly properties?: Readonly<Record<string, unknown>> };
const all = (JSON.parse(readFileSync(swagger, "utf8")) as { definitions: Record<string, Definition> })
  .definitions;
const definitions = new Map<string, Definition>();
function keep(name: string): void {
  const definition = all[name];
  if (definitions.has(name) || definition === undefined) return;
  definitions.set(name, definition);
  for (const [, used = ""] of JSON.stringify(definition).matchAll(/"#\/definitions\/([^"]+)"/g)) keep(used);
}
for (const name of Object.keys(all)) if (served.some((pattern) => pattern.test(name))) keep(name);

/** A field: its number, its name, its type (`[]` before a repeated one, `{}` before a map's values, `&` before a message
 *  whose fields stand in its parent's place in JSON). */
type Field = [number: number, name: string, type: string];
const messages = new Map<string, Field[]>();
const scalars = new Set(["string", "bytes", "bool", "int32", "int64", "double", "uint32"]);

function readProto(text: string): void {
  const source = /^package ([\w.]+);/m.exec(text)?.[1] ?? "";
  for (const [, message = "", body = ""] of text.matchAll(/^message (\w+) \{\n([\s\S]*?)^\}/gm)) {
    const name = reversed(`${source}.${message}`);
    messages.set(
      name,
      [...body.matchAll(fieldPattern)].map((match) => fieldOf(name, source, match)),
    );
  }
}

const fieldPattern = /^\s+(?:(optional|repeated) ([\w.]+)|map<string, ([\w.]+)>) (\w+) = (\d+)/gm;

function fieldOf(message: string, source: string, match: RegExpMatchArray): Field {
  const [, label, plain, mapped, name = "", number] = match;
  const given = plain ?? mapped ?? "";
  const type = scalars.has(given)
    ? given
    : reversed(given.startsWith(".") ? given.slice(1) : `${source}.${given}`);
  const properties = definitions.get(message)?.properties;
  const isInline =
    label === "optional" && !scalars.has(given) && properties !== undefined && !(name in properties);
  const mark = mapped !== undefined ? "{}" : label === "repeated" ? "[]" : isInline ? "&" : "";
  return [Number(number), name, mark + type];
}

/** `k8s.io.api.core.v1.Pod` is `io.k8s.api.core.v1.Pod` in the API's description. */
const reversed = (name: string) => name.replace(/^k8s\.io\./, "io.k8s.");

for (const path of globSync("**/generated.proto", { cwd: protos }))
  readProto(readFileSync(join(protos, path), "utf8"));
const used = new Map<string, Field[]>();
function use(name: string): void {
  const fields = messages.get(name);
  if (used.has(name) || fields === undefined) return;
  used.set(name, fields);
  for (const [, , type] of fields) use(type.replace(/^(\[\]|\{\}|&)/, ""));
}
for (const name of definitions.keys()) use(name);

const ordered = (map: ReadonlyMap<string, unknown>) =>
  Object.fromEntries([...map].toSorted(([a], [b]) => (a < b ? -1 : 1)));
const text = JSON.stringify({ version, definitions: ordered(definitions), messages: ordered(used) });
writeFileSync(new URL("definitions.json.gz", import.meta.url), gzipSync(text, { level: 9 }));
console.log(`Kubernetes ${version}: ${definitions.size} types, ${used.size} messages, ${text.length} bytes`);
