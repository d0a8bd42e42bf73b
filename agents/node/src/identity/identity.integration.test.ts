import { createHash } from "node:crypto";
import { eventually } from "@naru/testkit";
import { expect, test } from "vitest";
import { startProgram } from "../testing/program.ts";
import { startReceiver } from "../testing/receiver.ts";

test("the session of a cookie and the user of a header stand on the request's span, the session hashed", async () => {
  await using receiver = await startReceiver();
  await using tested = await startProgram("express.cjs", {
    preload: "--require",
    endpoint: receiver.endpoint,
    env: { NARU_SESSION_COOKIE: "sid", NARU_USER_HEADER: "X-User-Id" },
  });
  await fetch(`${tested.url}/quick`, { headers: { cookie: "sid=s%3Aabc.s1gnature", "x-user-id": "u7" } });
  const session = createHash("sha256").update("abc").digest("hex").slice(0, 32);
  await eventually(() =>
    expect(receiver.spans[0]?.attributes).toMatchObject({ "session.id": session, "user.id": "u7" }),
  );
});

test("who the program itself finds out to be calling is told, too", async () => {
  await using receiver = await startReceiver();
  await using tested = await startProgram("express.cjs", {
    preload: "--require",
    endpoint: receiver.endpoint,
    env: { NARU_USER_HEADER: "x-user-id" },
  });
  await fetch(`${tested.url}/known`, { headers: { "x-user-id": "claimed" } });
  await eventually(() => expect(receiver.spans[0]?.attributes).toMatchObject({ "user.id": "u9" }));
});

test("probes of Kubernetes make no spans", async () => {
  await using receiver = await startReceiver();
  await using tested = await startProgram("express.cjs", {
    preload: "--require",
    endpoint: receiver.endpoint,
  });
  await fetch(`${tested.url}/quick`, { headers: { "user-agent": "kube-probe/1.36" } });
  await fetch(`${tested.url}/slow/1`);
  await eventually(() => expect(receiver.spans.map(({ name }) => name)).toEqual(["GET /slow/:ms"]));
});
