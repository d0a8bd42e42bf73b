import { join } from "node:path";
import type { Language } from "./language.ts";
import { pathOf, textOf, toolchain } from "./toolchain.ts";

/** Flask and sqlite3, under `opentelemetry-instrument`. */
export async function python(): Promise<Language> {
  const tools = await toolchain({
    name: "python",
    needs: ["python3"],
    version: await textOf("python/requirements.txt"),
    steps: (folder) => [
      ["python3", "-m", "venv", folder],
      [join(folder, "bin/pip"), "install", "--quiet", "--requirement", pathOf("python/requirements.txt")],
    ],
  });
  return {
    name: "a Python program under opentelemetry-instrument",
    service: "harbour-python",
    tools,
    start: (folder) => ({
      command: join(folder, "bin/opentelemetry-instrument"),
      args: [join(folder, "bin/python"), pathOf("python/harbour.py")],
    }),
    runtime: "python",
    metrics: ["cpython.gc.collections", "process.memory.usage", "process.thread.count"],
    hasStatements: true,
  };
}
