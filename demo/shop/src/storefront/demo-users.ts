/** The people of the demo: known to the seed, the sign-in page and the load. */
export const demoUsers = 400;
export const demoPassword = "naru-demo";

export const userIdOf = (index: number) => `u${String(index + 1).padStart(4, "0")}`;
export const emailOf = (index: number) => `${userIdOf(index)}@shop.example`;
