/** A template can't be read or expanded. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
}
