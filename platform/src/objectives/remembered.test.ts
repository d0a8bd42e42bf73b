import { describe, expect, test } from "vitest";
import { remembered } from "./remembered.ts";

const stays = new AbortController().signal;
const minute = 60_000;

/** Answers with how often it was asked; hangs, or fails, as long as it is told to. */
function asked() {
  const state = { times: 0, hangs: false, fails: false };
  const ask = (_at: number, signal: AbortSignal) => {
    state.times++;
    if (state.fails) return Promise.reject(new Error("broken"));
    if (!state.hangs) return Promise.resolve(`answer ${state.times}`);
    return new Promise<string>((_, reject) =>
      signal.addEventListener("abort", () => reject(new Error("left"))),
    );
  };
  return { state, ask: remembered(ask, "none", 5) };
}

describe("an answer", () => {
  test("is given again within a minute, and asked for anew after it or for a moment before", async () => {
    const { ask } = asked();
    const at = [0, 20_000, minute, minute - 1];
    const answers = [];
    for (const each of at) answers.push(await ask(each, stays));
    expect(answers).toEqual(["answer 1", "answer 1", "answer 2", "answer 3"]);
  });

  test("that takes too long is the last one, unless that is of another time", async () => {
    const { ask, state } = asked();
    await ask(0, stays);
    state.hangs = true;
    expect(await ask(2 * minute, stays)).toBe("answer 1");
    expect(await ask(20 * minute, stays)).toBe("none");
    expect(await ask(-20 * minute, stays)).toBe("none");
  });

  test("that fails is no answer", async () => {
    const { ask, state } = asked();
    state.fails = true;
    await expect(ask(0, stays)).rejects.toThrow("broken");
  });

  test("is not waited for by those who have left", async () => {
    const { ask, state } = asked();
    state.hangs = true;
    const caller = new AbortController();
    const answer = ask(0, caller.signal);
    caller.abort(new Error("gone"));
    await expect(answer).rejects.toThrow("gone");
  });
});
