import type { Cause } from "../status.ts";

/** More than anybody reads: an object may be wrong in every line. */
const most = 256;
const longestValue = 1024;

/** What validation finds wrong, in Kubernetes' words.
 *  Source: k8s.io/apimachinery/pkg/util/validation/field */
export class Findings {
  readonly causes: Cause[] = [];

  required(field: string, why = ""): void {
    this.#add("FieldValueRequired", field, "Required value", why);
  }

  forbidden(field: string, why: string): void {
    this.#add("FieldValueForbidden", field, "Forbidden", why);
  }

  invalid(field: string, value: unknown, why: string): void {
    this.#add("FieldValueInvalid", field, `Invalid value: ${told(value)}`, why);
  }

  notFound(field: string, value: unknown): void {
    this.#add("FieldValueNotFound", field, `Not found: ${told(value)}`, "");
  }

  duplicate(field: string, value: unknown): void {
    this.#add("FieldValueDuplicate", field, `Duplicate value: ${told(value)}`, "");
  }

  unsupported(field: string, value: unknown, supported: readonly string[]): void {
    const list = supported.map((one) => JSON.stringify(one)).join(", ");
    this.#add(
      "FieldValueNotSupported",
      field,
      `Unsupported value: ${told(value)}`,
      `supported values: ${list}`,
    );
  }

  tooLong(field: string, limit: number): void {
    this.#add("FieldValueTooLong", field, "Too long", `may not be more than ${limit} bytes`);
  }

  wrongType(field: string, value: string, wanted: string): void {
    const why = `${field} in body must be of type ${wanted}: ${JSON.stringify(value)}`;
    this.#add("FieldValueTypeInvalid", field, `Invalid value: ${JSON.stringify(value)}`, why);
  }

  /** Each message of a check as an invalid value. */
  invalidFor(field: string, value: unknown, messages: readonly string[]): void {
    for (const message of messages) this.invalid(field, value, message);
  }

  #add(reason: string, field: string, what: string, why: string): void {
    if (this.causes.length >= most) return;
    this.causes.push({ reason, field, message: why === "" ? what : `${what}: ${why}` });
  }
}

function told(value: unknown): string {
  const json = value === undefined ? "null" : JSON.stringify(value);
  return json.length <= longestValue ? json : `${json.slice(0, longestValue)}…`;
}
