import { describe, expect, it } from "vitest";
import { draftOf } from "./completion.ts";
import { suggestionsFor } from "./suggestions.ts";

const known = (...texts: string[]) => texts.map((text) => ({ text, hint: "" }));
const drafts = (text: string, ...texts: string[]) =>
  suggestionsFor(text, draftOf(text), known(...texts)).map((one) => one.draft);

describe("suggestions", () => {
  it("a key goes on with its value", () =>
    expect(drafts("ser", "service", "server.port")).toEqual(["service=", "server.port="]));
  it("a complete key offers its operators", () => {
    expect(drafts("status", "status", "status_message").slice(0, 2)).toEqual(["status=", "status!="]);
  });
  it("a value completes the condition, quoted where it must be", () => {
    expect(drafts("name!=GE", "GET /cart", "health")).toEqual(['name!="GET /cart"', "name!=health"]);
  });
  it("a minus before a key stays", () => expect(drafts("-ser", "service")).toEqual(["-service="]));
});
