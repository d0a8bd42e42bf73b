import { parseAllDocuments } from "yaml";
import { NaruError } from "#kernel/errors.ts";

/** An object as somebody wants it to be. */
export interface Wanted {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

const mostDocuments = 500;

/** The objects of a YAML text: documents, and the items of lists among them.
 *  @throws NaruError INVALID_INPUT naming the document and the line */
export function documentsOf(yaml: string): Wanted[] {
  const documents = parseAllDocuments(yaml, { prettyErrors: true });
  if (!Array.isArray(documents)) throw invalid("no document in it");
  const objects = documents.flatMap((document, index) => {
    const [error] = document.errors;
    if (error) throw invalid(`document ${index + 1}: ${error.message}`);
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return value === null || value === undefined ? [] : itemsOf(value, `document ${index + 1}`);
  });
  if (objects.length === 0) throw invalid("no document in it");
  if (objects.length > mostDocuments) throw invalid(`more than ${mostDocuments} objects at once`);
  return objects;
}

function itemsOf(value: unknown, place: string): Wanted[] {
  if (typeof value === "object" && value !== null && "items" in value && Array.isArray(value.items)) {
    return value.items.map((item, index) => wanted(item, `${place}, item ${index + 1}`));
  }
  return [wanted(value, place)];
}

function wanted(value: unknown, place: string): Wanted {
  const { apiVersion, kind, metadata } = (value ?? {}) as Partial<Record<string, unknown>>;
  if (typeof apiVersion !== "string" || apiVersion === "") throw invalid(`${place}: apiVersion is missing`);
  if (typeof kind !== "string" || kind === "") throw invalid(`${place}: kind is missing`);
  const name = (metadata as { name?: unknown } | undefined)?.name;
  if (typeof name !== "string" || name === "") throw invalid(`${place}: metadata.name is missing`);
  return value as Wanted;
}

const invalid = (reason: string) => new NaruError("INVALID_INPUT", `yaml: ${reason}`);
