import { expect, test } from "vitest";
import { confidenceWord } from "./confidence.ts";

test.each([
  [1, "almostCertain"],
  [0.9, "almostCertain"],
  [0.86, "veryLikely"],
  [0.5, "likely"],
  [0.3, "possible"],
  [0, "faint"],
])("a confidence of %d is %s", (confidence, word) => expect(confidenceWord(confidence)).toBe(word));
