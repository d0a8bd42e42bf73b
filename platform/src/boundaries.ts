import { posix } from "node:path";

/* The rules of who may import whom, over paths from the root of the repository. DESIGN: tiers import downward only,
 * through a feature's doors. */

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const tiers: readonly (readonly string[])[] = [
  ["kernel"],
  ["identity"],
  ["telemetry/store"],
  ["telemetry/ingest", "telemetry/query"],
  ["telemetry/jaeger", "telemetry/prometheus"],
  ["kubernetes"],
  ["world"],
  [
    "apm",
    "alerts",
    "dashboards",
    "sessions",
    "scaling",
    "delivery",
    "objectives",
    "security",
    "cost",
    "gpu",
    "catalog",
    "migration",
  ],
  ["vibeops/rca"],
  ["vibeops/incidents"],
  ["vibeops/agent"],
];
const source = "platform/src/";

/** @returns one sentence for each rule that the file breaks */
export function violations(file: SourceFile): string[] {
  const imports = importsOf(file);
  const broken = [
    ...imports.flatMap((each) => brokenBy(file.path, each)),
    ...(readsEnvironment(file) ? ["reads process.env, which only config.ts may"] : []),
    ...(knowsTruth(file) ? ["knows of the truth that the fault laboratory keeps from it"] : []),
  ];
  return broken.map((rule) => `${file.path} ${rule}`);
}

interface Import {
  /** From the root of the repository, or the name of a package. */
  readonly target: string;
  readonly names: string;
  readonly typeOnly: boolean;
}

function importsOf({ path, text }: SourceFile): Import[] {
  const statements = text.matchAll(
    /^(?:import|export)\s+(type\s+)?([\w*{][^"'`;=]*?)\s+from\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/gm,
  );
  return [...statements].map(([, type, names = "", named, bare, dynamic]) => ({
    target: resolve(path, named ?? bare ?? dynamic ?? ""),
    names,
    typeOnly: type !== undefined,
  }));
}

function resolve(path: string, specifier: string): string {
  if (specifier.startsWith("#")) return source + specifier.slice(1);
  if (specifier.startsWith("@naru/platform/")) return source + specifier.slice("@naru/platform/".length);
  return specifier.startsWith(".") ? posix.join(posix.dirname(path), specifier) : specifier;
}

function brokenBy(path: string, imported: Import): string[] {
  const { target } = imported;
  const rules: [broken: boolean, sentence: string][] = [
    [isUpward(path, target), `imports ${target}, which is not below it`],
    [isBackDoor(path, target), `imports ${target} past its feature's door (index.ts or api.ts)`],
    [isServerSide(path, imported), `imports ${target}, which a page may not`],
    [isApi(path) && !isIsomorphic(target), `imports ${target}, so that it no longer runs everywhere`],
    [writesSql(path, imported), "writes SQL outside of a store.ts"],
    [
      path.startsWith("libs/") && target.startsWith("platform/"),
      `imports ${target}: libraries know no product`,
    ],
    [
      isProduct(path) && /^(@naru\/)?engines?[-/]|-engine$/.test(target) && path !== `${source}main.ts`,
      `imports the engine ${target}, which only main.ts may`,
    ],
    [
      isProduct(path) && /^(@naru\/shop|demo)(\/|$)/.test(target),
      `imports ${target}: the product knows no demo`,
    ],
    [
      /^chdb(\/|$)/.test(target) && !path.startsWith("libs/clickhouse/"),
      "imports chdb, which only libs/clickhouse may",
    ],
  ];
  return rules.filter(([broken]) => broken).map(([, sentence]) => sentence);
}

const isProduct = (path: string) => path.startsWith(source);
const isTest = (path: string) => /(\.test\.tsx?|\/fixture\.ts)$/.test(path);
const isPage = (path: string) => isProduct(path) && path.includes("/web/");
const isApi = (path: string) => isProduct(path) && path.endsWith("/api.ts");
const isIsomorphic = (target: string) =>
  target === "zod" || target === `${source}kernel/operation.ts` || (isApi(target) && isProduct(target));

/** `telemetry/query` of `platform/src/telemetry/query/traces/store.ts`; undefined for what lies above all features. */
function featureOf(path: string): string | undefined {
  if (!isProduct(path)) return undefined;
  const [first = "", second = "", ...rest] = path.slice(source.length).split("/");
  const nested = tiers.flat().includes(`${first}/${second}`);
  if (nested) return `${first}/${second}`;
  return second === "" && rest.length === 0 ? undefined : first;
}

function isUpward(path: string, target: string): boolean {
  if (!isProduct(path) || !isProduct(target)) return false;
  const [from, to] = [featureOf(path), featureOf(target)];
  if (from === to || from === undefined || isNeighbouringPage(path, target)) return false;
  return to === undefined || tierOf(to) >= tierOf(from);
}

/** Pages of one group of features may show each other's parts, by their door. */
const isNeighbouringPage = (path: string, target: string) =>
  isPage(path) && target.endsWith("/web/index.ts") && groupOf(path) === groupOf(target);
const groupOf = (path: string) => path.slice(source.length).split("/")[0];

function tierOf(feature: string): number {
  const tier = tiers.findIndex((features) => features.includes(feature));
  if (tier === -1) throw new RangeError(`${feature} has no tier: give it one`);
  return tier;
}

function isBackDoor(path: string, target: string): boolean {
  const to = featureOf(target);
  if (to === undefined || to === "kernel" || to === featureOf(path)) return false;
  if (isTest(path) && target.endsWith("/fixture.ts")) return false;
  return !["index.ts", "api.ts", "web/index.ts"].includes(target.slice(`${source}${to}/`.length));
}

/** Pages talk to the server through operations: they see its declarations and nothing else of it. */
function isServerSide(path: string, { target, typeOnly }: Import): boolean {
  if (!isPage(path) || isTest(path)) return false;
  if (target.startsWith("node:")) return true;
  return isProduct(target) && !isPage(target) && !isApi(target) && !(typeOnly && isIsomorphic(target));
}

function writesSql(path: string, { target, names, typeOnly }: Import): boolean {
  if (!isProduct(path) || isTest(path) || typeOnly || target !== "@naru/clickhouse") return false;
  if (path.endsWith("/store.ts") || path.startsWith(`${source}telemetry/store/`)) return false;
  return /(^|[{,]\s*)(sql|raw)\b/.test(names);
}

function readsEnvironment({ path, text }: SourceFile): boolean {
  return (
    isProduct(path) &&
    !isTest(path) &&
    path !== `${source}config.ts` &&
    path !== `${source}boundaries.ts` &&
    /\bprocess\.env\b/.test(text)
  );
}

/** What is right is for whoever marks the answers of the product, never for the product. */
const knowsTruth = ({ path, text }: SourceFile): boolean =>
  isProduct(path) && !path.startsWith(`${source}boundaries.`) && /\btruth\.jsonl\b|\bchaos\//.test(text);
