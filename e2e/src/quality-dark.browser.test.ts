import { describe } from "vitest";
import { everyPage } from "./quality.ts";

describe("in Korean and dark colours", () => everyPage("ko", "dark"));
