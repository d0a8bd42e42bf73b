import { z } from "zod";
import { operation } from "#kernel/operation.ts";

/** The browser keeps no token in storage: it exchanges the one from the link's fragment for an HttpOnly,
 *  SameSite=Strict cookie. Programs send `Authorization: Bearer`. */
export const signIn = operation({
  name: "identity.signIn",
  method: "POST",
  path: "/api/session",
  summary: { en: "Exchange the access token for a session cookie", ko: "접근 토큰으로 로그인" },
  input: z.object({ token: z.string().max(200) }),
  output: z.object({ expiresAt: z.number().describe("milliseconds since 1970") }),
  permission: "public",
  effect: "write",
});

export const signOut = operation({
  name: "identity.signOut",
  method: "DELETE",
  path: "/api/session",
  summary: { en: "End this session", ko: "로그아웃" },
  input: z.object({}),
  output: z.object({}),
  permission: "public",
  effect: "write",
});

export const whoAmI = operation({
  name: "identity.whoAmI",
  method: "GET",
  path: "/api/session",
  summary: { en: "Who is signed in, and what this platform is", ko: "현재 로그인 정보" },
  input: z.object({}),
  output: z.object({
    user: z.string(),
    version: z.string(),
    otlp: z.object({ http: z.string(), grpc: z.string() }),
  }),
  permission: "platform:read",
  effect: "read",
});

export const identityOperations = [signIn, signOut, whoAmI] as const;
