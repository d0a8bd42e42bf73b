import type { Operation } from "@naru/platform/kernel/operation.ts";
import { z } from "zod";
import { commandOf, operations, pathFields } from "./operations.ts";

export type Language = "en" | "ko";

const words = {
  usage: {
    en: "Usage: ./naru ask <command> [--field value …] [--json]",
    ko: "사용법: ./naru ask <명령> [--필드 값 …] [--json]",
  },
  commands: { en: "Commands:", ko: "명령:" },
  fields: { en: "Fields:", ko: "필드:" },
  more: {
    en: "./naru ask <command> --help tells its fields. NARU_URL and NARU_DATA choose the platform and its token.",
    ko: "./naru ask <명령> --help로 필드를 볼 수 있습니다. NARU_URL과 NARU_DATA로 플랫폼과 토큰을 지정합니다.",
  },
};

export function generalHelp(language: Language): string {
  const width = Math.max(...operations.map((each) => commandOf(each).length)) + 2;
  const lines = operations.map((each) => `  ${commandOf(each).padEnd(width)}${each.summary[language]}`);
  return [words.usage[language], "", words.commands[language], ...lines, "", words.more[language], ""].join(
    "\n",
  );
}

export function commandHelp(operation: Operation, language: Language): string {
  const { properties = {} } = z.toJSONSchema(operation.input, { io: "input" });
  const positional = pathFields(operation).map((field) => ` <${field}>`);
  const fields = Object.entries(properties).map(([field, schema]) =>
    `  --${field.padEnd(18)}${told(schema)}`.trimEnd(),
  );
  const usage = `./naru ask ${commandOf(operation)}${positional.join("")} [--field value …] [--json]`;
  return [operation.summary[language], "", usage, "", words.fields[language], ...fields, ""].join("\n");
}

function told(schema: z.core.JSONSchema._JSONSchema): string {
  if (typeof schema === "boolean") return "";
  const choices = schema.enum?.map(String).join(" | ");
  const preset =
    schema.default === undefined || schema.default === "" ? undefined : `[${JSON.stringify(schema.default)}]`;
  return [choices ?? schema.type, schema.description, preset].filter(Boolean).join("  ");
}
