import type { Request } from "express";

export type Language = "ko" | "en";

/** `?lang=`, else what the browser accepts, else Korean. */
export function preferredLanguage(request: Pick<Request, "query" | "acceptsLanguages">): Language {
  const asked = request.query.lang;
  if (asked === "ko" || asked === "en") return asked;
  return request.acceptsLanguages("ko", "en") === "en" ? "en" : "ko";
}
