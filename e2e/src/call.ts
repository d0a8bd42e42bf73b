import { inject } from "vitest";

/** Asks the platform of the scene, as a program with the access token does.
 *  @param path from `/api/` on
 *  @throws Error when the answer is not 2xx */
export async function call<T>(path: string, body?: object): Promise<T> {
  const { url, token } = inject("platform");
  const answer = await fetch(url + path, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
