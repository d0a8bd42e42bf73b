import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { commandHelp, generalHelp, type Language } from "./help.ts";
import { findOperation } from "./operations.ts";
import { readRequest, type Request, UsageError } from "./request.ts";
import { render } from "./table.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What a command printed, and whether it did what was asked. */
interface Outcome {
  readonly code: 0 | 1 | 2;
  readonly text: string;
}

async function run(argv: readonly string[], env: Environment, width: number): Promise<Outcome> {
  const language: Language = (env.LC_ALL || env.LC_MESSAGES || env.LANG || "").startsWith("ko") ? "ko" : "en";
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "-h")
    return { code: 0, text: generalHelp(language) };
  const operation = findOperation(name);
  if (!operation) throw new UsageError(`${name} is no command; ./naru ask --help lists them`);
  if (rest.includes("--help") || rest.includes("-h"))
    return { code: 0, text: commandHelp(operation, language) };
  const request = readRequest(operation, rest);
  const { ok, body } = await send(request, env);
  if (!ok) return { code: 1, text: failure(body) };
  return { code: 0, text: request.json ? `${JSON.stringify(body, undefined, 2)}\n` : render(body, width) };
}

async function send(
  { method, target, body }: Request,
  env: Environment,
): Promise<{ ok: boolean; body: unknown }> {
  const origin = env.NARU_URL || kept(env, "origin") || "http://127.0.0.1:8800";
  const headers = { authorization: `Bearer ${tokenOf(env)}`, "content-type": "application/json" };
  const answer = await fetch(new URL(target, origin), {
    method,
    headers,
    ...(body !== undefined && { body }),
  }).catch((cause: unknown) => {
    throw new UsageError(`Nothing answers at ${origin}. Start it with: ./naru up`, { cause });
  });
  return { ok: answer.ok, body: await answer.json() };
}

/** NARU_TOKEN, or the token that the platform on this machine has made. */
function tokenOf(env: Environment): string {
  const token = env.NARU_TOKEN || kept(env, "token");
  if (token) return token;
  throw new UsageError(
    `${dataFolder(env)} holds no readable token. Start the platform first, or set NARU_TOKEN.`,
  );
}

/** What a platform on this machine keeps in its data folder for whoever owns it. */
function kept(env: Environment, name: "token" | "origin"): string | undefined {
  try {
    return readFileSync(join(dataFolder(env), name), "utf8").trim();
  } catch {
    return undefined;
  }
}

const dataFolder = (env: Environment) => env.NARU_DATA || join(homedir(), ".naru");

/** The platform's errors say how to go on. */
function failure(body: unknown): string {
  const { code, message, help } = body as { code?: string; message?: string; help?: string };
  return `${code}: ${message}\n${help}\n`;
}

// Whoever reads may stop early, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

try {
  const { code, text } = await run(process.argv.slice(2), process.env, process.stdout.columns || 10_000);
  (code === 0 ? process.stdout : process.stderr).write(text);
  process.exitCode = code;
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`naru: ${error.message}\n`);
  process.exitCode = 2;
}
