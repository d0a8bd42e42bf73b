import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Toolchain, toolchain } from "../languages/toolchain.ts";

/** A session library as docs/sessions.md says how to use it, in a program that can be run. */
export interface SessionRecipe {
  readonly name: string;
  /** As Naru calls it. */
  readonly layout: string;
  /** What keys begin with. */
  readonly prefix: string;
  readonly tools: Toolchain;
  /** @param folder of the toolchain */
  readonly start: (folder: string) => { readonly command: string; readonly args: readonly string[] };
  /** Whether Naru can read who is signed in. */
  readonly tellsUsers: boolean;
}

const pathOf = (path: string) => fileURLToPath(new URL(`programs/${path}`, import.meta.url));
const textOf = (path: string) => readFile(pathOf(path), "utf8");

async function ofPython(name: string): Promise<Pick<SessionRecipe, "tools" | "start">> {
  const requirements = `${name}/requirements.txt`;
  return {
    tools: await toolchain({
      name: `sessions-${name}`,
      needs: ["python3"],
      version: await textOf(requirements),
      steps: (folder) => [
        ["python3", "-m", "venv", folder],
        [join(folder, "bin/pip"), "install", "--quiet", "--requirement", pathOf(requirements)],
      ],
    }),
    start: (folder) => ({ command: join(folder, "bin/python"), args: [pathOf(`${name}/app.py`)] }),
  };
}

async function ofGo(): Promise<Pick<SessionRecipe, "tools" | "start">> {
  const texts = await Promise.all(["go.mod", "go.sum", "app.go"].map((name) => textOf(`go/${name}`)));
  return {
    tools: await toolchain({
      name: "sessions-go",
      needs: ["go"],
      version: texts.join("\n"),
      steps: (folder) => [["go", "build", "-C", pathOf("go"), "-o", join(folder, "app"), "."]],
    }),
    start: (folder) => ({ command: join(folder, "app"), args: [] }),
  };
}

/** Fetched from Maven and built for a minute or more: only where somebody asks for it. */
const isJavaWanted = process.env["NARU_TEST_JAVA"] === "1";

/** @param more    files beside the program
 *  @param unpack  what is done with what was built
 *  @param main    what java is to run */
async function ofJava(
  name: string,
  {
    more = [],
    unpack = () => [],
    main,
  }: {
    readonly more?: readonly string[];
    readonly unpack?: (folder: string) => readonly (readonly [string, ...string[]])[];
    readonly main: (folder: string) => readonly string[];
  },
): Promise<Pick<SessionRecipe, "tools" | "start">> {
  const files = ["pom.xml", "src/main/java/recipe/App.java", ...more];
  const texts = await Promise.all(files.map((file) => textOf(`${name}/${file}`)));
  const build = ["mvn", "--batch-mode", "--quiet", "--file", pathOf(`${name}/pom.xml`)] as const;
  return {
    tools: isJavaWanted
      ? await toolchain({
          name: `sessions-${name}`,
          needs: ["java", "mvn"],
          version: texts.join("\n"),
          steps: (folder) => [[...build, `-Dbuild.folder=${folder}`, "package"], ...unpack(folder)],
        })
      : { missing: "NARU_TEST_JAVA=1 has it fetched and run" },
    start: (folder) => ({
      command: "java",
      args: ["-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", ...main(folder)],
    }),
  };
}

/** Unpacked it starts in half the time. */
const spring = await ofJava("spring", {
  more: ["src/main/resources/application.yaml"],
  unpack: (folder) => [
    [
      "java",
      "-Djarmode=tools",
      "-jar",
      join(folder, "app.jar"),
      "extract",
      "--destination",
      join(folder, "app"),
    ],
  ],
  main: (folder) => ["-Dspring.main.lazy-initialization=true", "-jar", join(folder, "app", "app.jar")],
});

export const sessionRecipes: readonly SessionRecipe[] = [
  {
    name: "Fastify with connect-redis",
    layout: "connect-redis",
    prefix: "shop:fastify:sess:",
    tools: { folder: "" },
    start: () => ({
      command: process.execPath,
      args: ["--disable-warning=ExperimentalWarning", pathOf("fastify/app.ts")],
    }),
    tellsUsers: true,
  },
  {
    name: "Spring Boot with Spring Session",
    layout: "spring-session",
    prefix: "shop:spring:",
    ...spring,
    tellsUsers: true,
  },
  {
    name: "Tomcat with Spring Session's filter",
    layout: "spring-session",
    prefix: "shop:tomcat:",
    ...(await ofJava("tomcat", {
      main: (folder) => ["-cp", `${join(folder, "app.jar")}:${join(folder, "lib")}/*`, "recipe.App"],
    })),
    tellsUsers: true,
  },
  {
    name: "Flask with Flask-Session",
    layout: "flask-session",
    prefix: "shop:flask:session:",
    ...(await ofPython("flask")),
    tellsUsers: true,
  },
  {
    name: "Django with its cache",
    layout: "django",
    prefix: "shop:django:1:",
    ...(await ofPython("django")),
    tellsUsers: true,
  },
  {
    name: "Go with scs",
    layout: "scs",
    prefix: "shop:go:scs:session:",
    ...(await ofGo()),
    tellsUsers: false,
  },
];
