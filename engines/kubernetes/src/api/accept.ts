import { ApiError } from "../status.ts";
import type { Include } from "./table.ts";

/** How a client wants objects shown. */
type Shape = "object" | "table" | "metadata";

export interface Wanted {
  readonly shape: Shape;
  readonly include: Include;
  readonly yaml: boolean;
}

/** The first of the client's choices that can be served: JSON or YAML; objects, tables, or metadata alone.
 *  @throws ApiError NotAcceptable */
export function wantedBy(accept: string | undefined, query: URLSearchParams): Wanted {
  const include = (query.get("includeObject") as Include | null) ?? "Metadata";
  for (const choice of (accept ?? "*/*").split(",")) {
    const [type = "", ...parameters] = choice.split(";").map((part) => part.trim());
    const shape = shapeOf(parameters);
    if (shape === undefined) continue;
    if (type === "application/yaml") return { shape, include, yaml: true };
    if (["application/json", "application/*", "*/*"].includes(type)) return { shape, include, yaml: false };
  }
  throw new ApiError(
    "NotAcceptable",
    "only the following media types are accepted: application/json, application/yaml",
  );
}

function shapeOf(parameters: readonly string[]): Shape | undefined {
  const as = parameters.find((parameter) => parameter.startsWith("as="))?.slice(3);
  if (as === undefined) return "object";
  if (!parameters.includes("v=v1")) return undefined;
  if (as === "Table") return "table";
  return as === "PartialObjectMetadata" || as === "PartialObjectMetadataList" ? "metadata" : undefined;
}
