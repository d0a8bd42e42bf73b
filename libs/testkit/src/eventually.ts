/** Tries until `check` no longer throws, and gives its answer; after `mostMs` its last error goes on. */
export async function eventually<T>(check: () => T | Promise<T>, mostMs = 10_000, pauseMs = 50): Promise<T> {
  const last = performance.now() + mostMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > last) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
