import { join } from "node:path";
import type { Language } from "./language.ts";
import { pathOf, textOf, toolchain } from "./toolchain.ts";

/** net/http with OpenTelemetry's handler and runtime metrics. */
export async function go(): Promise<Language> {
  const sources = ["go.mod", "go.sum", "harbour.go"];
  const texts = await Promise.all(sources.map((name) => textOf(`go/${name}`)));
  const tools = await toolchain({
    name: "go",
    needs: ["go"],
    version: texts.join("\n"),
    steps: (folder) => [["go", "build", "-C", pathOf("go"), "-o", join(folder, "harbour"), "."]],
  });
  return {
    name: "a Go program with OpenTelemetry's runtime metrics",
    service: "harbour-go",
    tools,
    start: (folder) => ({ command: join(folder, "harbour"), args: [] }),
    runtime: "go",
    metrics: ["go.memory.used", "go.goroutine.count", "go.schedule.duration"],
    hasStatements: false,
  };
}
