import { describe } from "vitest";
import { everyPage } from "./quality.ts";

describe("in English and light colours", () => everyPage("en", "light"));
