/* Stands in for zod in the browser. The console needs the operations' types and paths, which the compiler has
 * checked; it does not validate answers, so their schemas would only make every page heavier. */
const anything: unknown = new Proxy(() => anything, {
  get: () => anything,
  apply: () => anything,
});

export const z = anything;
