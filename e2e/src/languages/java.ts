import { join } from "node:path";
import type { Language } from "./language.ts";
import { pathOf, textOf, toolchain } from "./toolchain.ts";

const copy = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy";
const agent = "io.opentelemetry.javaagent:opentelemetry-javaagent:2.20.1";
const database = "com.h2database:h2:2.3.232";

/** The JDK's own web server and JDBC, under the OpenTelemetry Java agent. */
export async function java(): Promise<Language> {
  const tools = await toolchain({
    name: "java",
    needs: ["java", "javac", "mvn"],
    version: [agent, database, await textOf("java/Harbour.java")].join("\n"),
    steps: (folder) => [
      ...[agent, database].map(
        (artifact) =>
          [
            "mvn",
            "--batch-mode",
            "--quiet",
            copy,
            `-Dartifact=${artifact}`,
            `-DoutputDirectory=${folder}`,
            "-Dmdep.stripVersion=true",
          ] as const,
      ),
      ["javac", "-d", folder, pathOf("java/Harbour.java")],
    ],
  });
  return {
    name: "a Java program under the OpenTelemetry Java agent",
    service: "harbour-java",
    tools,
    start: (folder) => ({
      command: "java",
      args: [
        "-Xmx128m",
        "-XX:TieredStopAtLevel=1",
        `-javaagent:${join(folder, "opentelemetry-javaagent.jar")}`,
        "-classpath",
        `${folder}:${join(folder, "h2.jar")}`,
        "Harbour",
      ],
    }),
    runtime: "jvm",
    metrics: ["jvm.memory.used", "jvm.gc.duration", "jvm.thread.count", "jvm.class.count"],
    hasStatements: true,
  };
}
