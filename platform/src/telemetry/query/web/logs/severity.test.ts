import { expect, it } from "vitest";
import { severityOf } from "./severity.ts";

it.each([
  [0, "unspecified"],
  [1, "trace"],
  [5, "debug"],
  [9, "info"],
  [12, "info"],
  [13, "warn"],
  [17, "error"],
  [21, "fatal"],
  [24, "fatal"],
  [25, "unspecified"],
])("severity number %d is %s", (number, severity) => expect(severityOf(number)).toBe(severity));
