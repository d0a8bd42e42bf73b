/** Reads a variable of the environment; without a fallback the variable is required. */
export function env(name: string, fallback?: string): string {
  const value = process.env[name] ?? fallback;
  if (value === undefined) throw new Error(`the environment variable ${name} is missing`);
  return value;
}

export function envInteger(name: string, fallback: number): number {
  const value = Number(env(name, String(fallback)));
  if (!Number.isInteger(value)) throw new Error(`the environment variable ${name} must be an integer`);
  return value;
}
